use super::{Features, Seen};
use dateline_terms::Cursor;
use std::sync::Arc;

const MAGIC: &[u8; 4] = b"DLH2";

/// A rows × columns table of weights, row by row, with a bias a row.
#[derive(Clone, Debug, Default)]
struct Layer {
    columns: usize,
    weights: Vec<f32>,
    bias: Vec<f32>,
}

impl Layer {
    fn apply(&self, x: &[f32]) -> Vec<f32> {
        let rows = self.weights.chunks_exact(self.columns.max(1));
        rows.zip(&self.bias).map(|(row, b)| b + dot(row, x)).collect()
    }

    /// What the `k`th stretch adds, where the columns are those of several stretches side by side: no bias.
    fn part(&self, k: usize, x: &[f32]) -> Vec<f32> {
        let columns = k * x.len()..(k + 1) * x.len();
        let rows = self.weights.chunks_exact(self.columns.max(1));
        rows.map(|row| row.get(columns.clone()).map_or(0.0, |row| dot(row, x))).collect()
    }

    /// A number that tells this layer from others as long as it lives.
    fn id(&self) -> usize {
        self.weights.as_ptr() as usize
    }
}

/// Products that are summed side by side.
const LANES: usize = 16;

/// Sum of products, in sixteen sums side by side: fast, and the same on every run.
// Plain indices: the compiler makes them wide in every build, chained iterators only in some.
#[allow(clippy::needless_range_loop)]
fn dot(a: &[f32], b: &[f32]) -> f32 {
    let mut sums = [0f32; LANES];
    let ((xs, x_rest), (ys, y_rest)) = (a.as_chunks::<LANES>(), b.as_chunks::<LANES>());
    for (x, y) in xs.iter().zip(ys) {
        for lane in 0..LANES {
            sums[lane] += x[lane] * y[lane];
        }
    }
    let rest: f32 = x_rest.iter().zip(y_rest).map(|(x, y)| x * y).sum();
    sums.iter().sum::<f32>() + rest
}

/// What training added to a decision of the rules: a small network over the mean vectors of the stretches
/// that the decision is about. Its log-odds are its own plus, class by class, a share of the rules'.
///
/// See `train/reader/heads.py`, which says the same in PyTorch.
#[derive(Clone, Debug, Default)]
pub struct Head {
    name: String,
    /// Whether the stretches are seen as they read with the act marked; then the first two are the clause
    /// that tells of the act, and the act.
    marked: bool,
    slots: Layer,
    rules: Layer,
    /// Which two stretches are multiplied, and the layers that bring them down.
    pair: Option<(usize, usize, Layer, Layer)>,
    out: Layer,
    trust: Vec<f32>,
}

/// Log-odds by the rules beyond this are taken for this.
const SUREST: f32 = 6.0;

impl Head {
    /// Log-odds of each class. `rules`: the rules' log-odds, in the same order. The rules' own where
    /// nothing was read, or where the decision is about other stretches than the head was trained on.
    pub fn logits(&self, rules: Vec<f32>, features: &Features, seen: &Seen<'_>) -> Vec<f32> {
        let spans = features.spans();
        let Some(vectors) = seen.vectors() else { return rules };
        if spans.len() * vectors.width != self.slots.columns || rules.len() != self.trust.len() {
            return rules;
        }
        let rules: Vec<f32> = rules.iter().map(|r| r.clamp(-SUREST, SUREST)).collect();
        let quarter: Vec<f32> = rules.iter().map(|r| r / 4.0).collect();
        let mut hidden: Vec<f32> =
            self.slots.bias.iter().zip(self.rules.apply(&quarter)).map(|(b, r)| b + r).collect();
        let marked = match spans {
            [clause, act, ..] if self.marked => seen.marked(*clause, *act),
            _ => None,
        };
        let marked = marked.as_deref();
        for (k, span) in spans.iter().enumerate() {
            let part = seen.once(self.slots.id(), k, *span, marked, |mean| self.slots.part(k, mean));
            hidden.iter_mut().zip(part.iter()).for_each(|(h, p)| *h += p);
        }
        hidden.iter_mut().for_each(|h| *h = h.max(0.0));
        if let Some((a, b, first, second)) = &self.pair {
            let at = |k: &usize, layer: &Layer| {
                let span = spans.get(*k).copied().unwrap_or_default();
                seen.once(layer.id(), 0, span, marked, |mean| layer.apply(mean))
            };
            hidden.extend(at(a, first).iter().zip(at(b, second).iter()).map(|(x, y)| x * y));
        }
        let own = self.out.apply(&hidden);
        own.iter().zip(&self.trust).zip(&rules).map(|((o, t), r)| o + t * r).collect()
    }

    /// Name of the decision.
    pub fn name(&self) -> &str {
        &self.name
    }
}

/// Reads the heads that `train/reader/export.py` writes; `None` where the bytes are none.
pub fn read_heads(bytes: &[u8]) -> Option<Vec<Arc<Head>>> {
    let mut at = Cursor::new(bytes);
    if at.take(4)? != MAGIC {
        return None;
    }
    (0..at.u32()?).map(|_| head(&mut at).map(Arc::new)).collect()
}

/// Rows, columns, one scale a row, the weights in 8 bits, the bias.
fn layer(at: &mut Cursor<'_>) -> Option<Layer> {
    let (rows, columns) = (at.u32()?, at.u32()?);
    let weights = at.steps(rows, columns)?;
    Some(Layer { columns, weights, bias: at.floats(rows)? })
}

fn head(at: &mut Cursor<'_>) -> Option<Head> {
    let (name, marked) = (at.word()?, at.u32()? == 1);
    let (slots, rules) = (layer(at)?, layer(at)?);
    let pair = match at.u32()? {
        0 => None,
        _ => Some((at.u32()?, at.u32()?, layer(at)?, layer(at)?)),
    };
    let out = layer(at)?;
    let classes = at.u32()?;
    Some(Head { name, marked, slots, rules, pair, out, trust: at.floats(classes)? })
}
