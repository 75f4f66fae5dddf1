use super::{Cutter, Pieces, VOCABULARY};
use dateline_terms::{Flaw, Reading, Report, Vectors};
use rten::{Model, NodeId, RunOptions, ThreadPool, Value, ValueOrView};
use rten_tensor::NdTensor;
use rten_tensor::prelude::*;
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
    network: Model,
    ids: NodeId,
    positions: NodeId,
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
        let node = |name: &str| network.node_id(name).map_err(|e| broken(&e));
        let (ids, positions, vectors) = (node("ids")?, node("positions")?, node("vectors")?);
        Ok(Encoder { cutter: Cutter::new(VOCABULARY), network, ids, positions, vectors })
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
        for stretch in &pieces.stretches {
            let (width, values) = self.stretch(&pieces, stretch.clone()).map_err(|e| broken(&e))?;
            out.width = width;
            out.values.extend_from_slice(&values);
        }
        out.spans = pieces.spans;
        Ok(out)
    }

    /// Numbers in a vector, and the vectors of one stretch without its marks.
    fn stretch(
        &self,
        pieces: &Pieces,
        range: std::ops::Range<usize>,
    ) -> Result<(usize, Vec<f32>), Box<dyn std::error::Error>> {
        let inner = pieces.ids.get(range).unwrap_or(&[]);
        let ids: Vec<i32> = [self.cutter.opens]
            .into_iter()
            .chain(inner.iter().copied())
            .chain([self.cutter.closes])
            .collect();
        let n = ids.len();
        let positions = NdTensor::from_data([n], (0..n as i32).collect::<Vec<i32>>());
        let inputs: Vec<(NodeId, ValueOrView<'_>)> = vec![
            (self.ids, Value::from(NdTensor::from_data([1, n], ids)).into()),
            (self.positions, Value::from(positions).into()),
        ];
        let options = RunOptions::default().with_thread_pool(Some(ALONE.with(Arc::clone)));
        let [out] = self.network.run_n(inputs, [self.vectors], Some(options))?;
        let out: NdTensor<f32, 3> = out.try_into()?;
        let width = out.size(2);
        let all = out.to_vec();
        Ok((width, all.get(width..width * (n - 1)).unwrap_or(&[]).to_vec()))
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
