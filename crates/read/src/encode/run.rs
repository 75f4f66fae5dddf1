use super::{Cutter, VOCABULARY};
use dateline_terms::{Again, Flaw, Reading, Report, Stretch, Vectors};
use rten::{Model, NodeId, RunOptions, ThreadPool, Value, ValueOrView};
use rten_tensor::NdTensor;
use std::sync::{Arc, LazyLock};

/// The network that ships with Dateline: MiniLM-L6 trained further, its weights in 8 bits and its arithmetic
/// in 32-bit floats, so that a stretch gives the same numbers whatever is read beside it.
static NETWORK: &[u8] = include_bytes!("../../weights/encoder.onnx");

thread_local! {
    /// One thread for each caller: whoever codes many reports at once has threads of their own.
    static ALONE: Arc<ThreadPool> = Arc::new(ThreadPool::with_num_threads(1));
}

/// Reads reports with the network. Make one and share it.
pub struct Encoder {
    cutter: Cutter,
    network: Arc<Network>,
    again: Again,
}

/// The network and the places in it where numbers go in and come out.
struct Network {
    model: Model,
    ids: NodeId,
    positions: NodeId,
    lower: NodeId,
    marks: NodeId,
    vectors: NodeId,
}

impl Encoder {
    /// The encoder that ships with Dateline, made ready on first use: a tenth of a second.
    ///
    /// # Errors
    /// Says what is wrong with the weights.
    pub fn embedded() -> Result<&'static Encoder, Flaw> {
        static ENCODER: LazyLock<Result<Encoder, Flaw>> =
            LazyLock::new(|| Encoder::new(Model::load_static_slice(NETWORK).map_err(|e| broken(&e))?));
        ENCODER.as_ref().map_err(Clone::clone)
    }

    /// An encoder with weights of the caller's own: a network in the form that `train/reader/export.py`
    /// makes.
    ///
    /// # Errors
    /// Says what is wrong with the weights.
    pub fn from_bytes(network: Vec<u8>) -> Result<Encoder, Flaw> {
        Encoder::new(Model::load(network).map_err(|e| broken(&e))?)
    }

    fn new(network: Model) -> Result<Encoder, Flaw> {
        let network = Arc::new(Network::new(network)?);
        let upper = Arc::clone(&network);
        let again = Again(Arc::new(move |lower, marks| upper.upper(lower, marks).ok()));
        Ok(Encoder { cutter: Cutter::new(VOCABULARY), network, again })
    }

    /// The vectors of a report's words. `keep` chooses sentences; the others get none.
    ///
    /// # Errors
    /// Says what the network stumbled over; then no word has a vector.
    pub fn read(
        &self,
        report: &Report,
        reading: &Reading,
        keep: impl Fn(usize) -> bool,
    ) -> Result<Vectors, Flaw> {
        let pieces = self.cutter.cut(&report.text, reading, keep);
        let mut out = Vectors::default();
        for range in &pieces.stretches {
            let inner = pieces.ids.get(range.clone()).unwrap_or(&[]);
            let (width, lower, values) = self.stretch(inner).map_err(|e| broken(&e))?;
            out.width = width;
            out.values.extend_from_slice(values.get(width..width * (inner.len() + 1)).unwrap_or(&[]));
            out.stretches.push(Stretch { pieces: range.clone(), lower });
        }
        out.spans = pieces.spans;
        out.again = Some(self.again.clone());
        Ok(out)
    }

    /// Numbers in a vector, what the lower half makes of a stretch, and its vectors with no act marked.
    fn stretch(&self, pieces: &[i32]) -> Result<(usize, Vec<f32>, Vec<f32>), Failed> {
        let (opens, closes) = ([self.cutter.opens], [self.cutter.closes]);
        let ids: Vec<i32> = [opens.as_slice(), pieces, closes.as_slice()].concat();
        let n = ids.len();
        let lower = self.network.lower(ids)?;
        let vectors = self.network.upper(&lower, &vec![0; n])?;
        Ok((lower.len() / n, lower, vectors))
    }
}

type Failed = Box<dyn std::error::Error>;

impl Network {
    fn new(model: Model) -> Result<Network, Flaw> {
        let node = |name: &str| model.node_id(name).map_err(|e| broken(&e));
        let (ids, positions) = (node("ids")?, node("positions")?);
        let (lower, marks, vectors) = (node("lower")?, node("marks")?, node("vectors")?);
        Ok(Network { model, ids, positions, lower, marks, vectors })
    }

    /// What the lower layers make of a stretch, one vector after another.
    fn lower(&self, ids: Vec<i32>) -> Result<Vec<f32>, Failed> {
        let n = ids.len();
        let positions = NdTensor::from_data([n], (0..n as i32).collect::<Vec<i32>>());
        let ids = NdTensor::from_data([1, n], ids);
        self.run(
            vec![(self.ids, Value::from(ids).into()), (self.positions, Value::from(positions).into())],
            self.lower,
        )
    }

    /// What the upper layers make of that, with some pieces marked.
    fn upper(&self, lower: &[f32], marks: &[i32]) -> Result<Vec<f32>, Failed> {
        let n = marks.len();
        let lower = NdTensor::from_data([1, n, lower.len() / n.max(1)], lower.to_vec());
        let marks = NdTensor::from_data([1, n], marks.to_vec());
        self.run(
            vec![(self.lower, Value::from(lower).into()), (self.marks, Value::from(marks).into())],
            self.vectors,
        )
    }

    fn run(&self, inputs: Vec<(NodeId, ValueOrView<'_>)>, output: NodeId) -> Result<Vec<f32>, Failed> {
        let options = RunOptions::default().with_thread_pool(Some(ALONE.with(Arc::clone)));
        let [out] = self.model.run_n(inputs, [output], Some(options))?;
        let out: NdTensor<f32, 3> = out.try_into()?;
        Ok(out.into_data())
    }
}

fn broken(e: &dyn std::fmt::Display) -> Flaw {
    Flaw::new("read", format!("The trained reader could not be used ({e}); --reader rules does without it."))
}

impl std::fmt::Debug for Encoder {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Encoder").finish_non_exhaustive()
    }
}
