use super::{Head, Seen};
use dateline_terms::{Cursor, Span};
use std::borrow::Cow;
use std::sync::Arc;

const MAGIC: &[u8; 4] = b"DLW2";

/// Hashed features of one thing to be weighed, in the order in which they were added, and the stretches of
/// text that it is about.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Features {
    keys: Vec<u32>,
    spans: [Span; MOST_SPANS],
    told: usize,
}

/// Most stretches that a decision is about.
const MOST_SPANS: usize = 5;

impl Features {
    /// No features yet.
    pub fn new() -> Features {
        Features { keys: Vec::with_capacity(64), ..Features::default() }
    }

    /// Adds the feature named by `parts`: a template name first, then what was seen.
    pub fn add(&mut self, parts: &[&str]) {
        self.keys.push(key32(parts));
    }

    /// Adds a feature by its key.
    pub fn push(&mut self, key: u32) {
        self.keys.push(key);
    }

    /// The hashed keys.
    pub fn keys(&self) -> &[u32] {
        &self.keys
    }

    /// Says what text it is about: a decision names the same number of stretches each time, in the same
    /// order (the event first, then what is weighed beside it).
    pub fn about(&mut self, spans: &[Span]) {
        for (slot, span) in self.spans.iter_mut().skip(self.told).zip(spans) {
            *slot = *span;
        }
        self.told = (self.told + spans.len()).min(MOST_SPANS);
    }

    /// The stretches that it is about.
    pub fn spans(&self) -> &[Span] {
        self.spans.get(..self.told).unwrap_or(&[])
    }

    /// Drops repeats, keeping each feature once; order becomes that of the keys.
    pub fn settle(&mut self) {
        self.keys.sort_unstable();
        self.keys.dedup();
    }
}

/// The parts' [`key64`], folded to 32 bits.
pub fn key32(parts: &[&str]) -> u32 {
    fold32(key64(parts))
}

/// Folds a hash to 32 bits.
pub fn fold32(hash: u64) -> u32 {
    (hash ^ (hash >> 32)) as u32
}

/// FNV-1a over the parts, a zero byte after each: the same on every machine.
pub const fn key64(parts: &[&str]) -> u64 {
    let mut hash: u64 = 0xcbf2_9ce4_8422_2325;
    let mut rest = parts;
    while let [part, more @ ..] = rest {
        hash = follow(hash, part);
        rest = more;
    }
    hash
}

/// The hash of the parts that `hash` is of, and one more.
pub const fn follow(hash: u64, part: &str) -> u64 {
    const PRIME: u64 = 0x0100_0000_01b3;
    let mut hash = hash;
    let mut bytes = part.as_bytes();
    while let [byte, more @ ..] = bytes {
        hash = (hash ^ *byte as u64).wrapping_mul(PRIME);
        bytes = more;
    }
    hash.wrapping_mul(PRIME)
}

/// A linear model: one row of weights a feature, one column a class.
///
/// The rows stay in the bytes they came in: keys in order, then weights as 16-bit steps of one scale. An
/// index over the keys' upper bits, some four times as long as there are rows, finds a row without a search, so
/// that reading a model takes a pass over its keys and no more.
#[derive(Clone, Debug, Default)]
pub struct Model {
    classes: Vec<String>,
    keys: Vec<u32>,
    /// For the upper bits of a key, the first row whose key has them or greater ones.
    first: Vec<u32>,
    /// How far a key is shifted to leave its upper bits.
    shift: u32,
    steps: Cow<'static, [u8]>,
    scale: f32,
    head: Option<Arc<Head>>,
}

impl Model {
    /// A model from its rows. `rows` holds `(key, one weight a class)`; keys are told apart.
    pub fn from_rows(classes: Vec<String>, rows: &[(u32, Vec<f32>)]) -> Model {
        let mut rows: Vec<&(u32, Vec<f32>)> = rows.iter().collect();
        rows.sort_by_key(|(key, _)| *key);
        let top = rows.iter().flat_map(|(_, w)| w).fold(1e-6f32, |m, w| m.max(w.abs()));
        let scale = top / 32_000.0;
        let steps: Vec<u8> = rows
            .iter()
            .flat_map(|(_, w)| w)
            .flat_map(|w| ((w / scale).round() as i16).to_le_bytes())
            .collect();
        Model::new(classes, rows.iter().map(|(key, _)| *key).collect(), Cow::Owned(steps), scale)
    }

    fn new(classes: Vec<String>, keys: Vec<u32>, steps: Cow<'static, [u8]>, scale: f32) -> Model {
        let bits = (keys.len().max(64) * 4).next_power_of_two().ilog2().min(16);
        let shift = 32 - bits;
        let mut first = vec![0u32; (1 << bits) + 1];
        for key in &keys {
            if let Some(count) = first.get_mut((key >> shift) as usize + 1) {
                *count += 1;
            }
        }
        let mut sum = 0;
        for count in &mut first {
            sum += *count;
            *count = sum;
        }
        Model { classes, keys, first, shift, steps, scale, head: None }
    }

    /// Names of the classes, one a column.
    pub fn classes(&self) -> &[String] {
        &self.classes
    }

    /// Column of the class `name`.
    pub fn class(&self, name: &str) -> Option<usize> {
        self.classes.iter().position(|c| c == name)
    }

    /// The weights of a feature, as steps.
    fn row(&self, key: u32) -> Option<&[u8]> {
        let upper = (key >> self.shift) as usize;
        let (a, b) = (*self.first.get(upper)? as usize, *self.first.get(upper + 1)? as usize);
        let row = a + self.keys.get(a..b)?.iter().position(|k| *k == key)?;
        let width = self.classes.len() * 2;
        self.steps.get(row * width..(row + 1) * width)
    }

    /// The model with what training added to it.
    pub fn with_head(self, head: Arc<Head>) -> Model {
        Model { head: Some(head), ..self }
    }

    /// The model as the rules alone have it.
    pub fn without_head(self) -> Model {
        Model { head: None, ..self }
    }

    /// Whether training added something to it.
    pub fn has_head(&self) -> bool {
        self.head.is_some()
    }

    /// Probability of each class (each on its own: they need not sum to 1): by the head where there is one
    /// and the report was read by the encoder, else by the rules.
    pub fn score(&self, features: &Features, seen: &Seen<'_>) -> Vec<f32> {
        let rules = self.logits(features);
        let logits = match &self.head {
            Some(head) => head.logits(rules, features, seen),
            None => rules,
        };
        logits.into_iter().map(|x| 1.0 / (1.0 + (-x).exp())).collect()
    }

    /// Log-odds of each class by the rules.
    pub fn logits(&self, features: &Features) -> Vec<f32> {
        let mut sums = vec![0i32; self.classes.len()];
        for row in features.keys().iter().filter_map(|key| self.row(*key)) {
            for (sum, step) in sums.iter_mut().zip(row.chunks_exact(2)) {
                if let [low, high] = step {
                    *sum += i32::from(i16::from_le_bytes([*low, *high]));
                }
            }
        }
        sums.iter().map(|&s| s as f32 * self.scale).collect()
    }

    /// Weight of a feature for the only (or first) class, in steps: what is added up before it is scaled.
    pub fn weight(&self, key: u32) -> i32 {
        match self.row(key) {
            Some([low, high, ..]) => i32::from(i16::from_le_bytes([*low, *high])),
            _ => 0,
        }
    }

    /// Log-odds of a sum of steps.
    pub fn log_odds(&self, steps: i32) -> f32 {
        steps as f32 * self.scale
    }

    /// Probability of a sum of steps; 0 for an empty model.
    pub fn probability(&self, steps: i32) -> f32 {
        if self.classes.is_empty() { 0.0 } else { 1.0 / (1.0 + (-self.log_odds(steps)).exp()) }
    }

    /// Probability of the only (or first) class; 0 for an empty model.
    pub fn one(&self, features: &Features, seen: &Seen<'_>) -> f32 {
        self.score(features, seen).first().copied().unwrap_or(0.0)
    }

    /// Reads the form that [`Model::write`] makes; `None` where the bytes are no model.
    pub fn read(bytes: &'static [u8]) -> Option<Model> {
        let mut at = Cursor::new(bytes);
        if at.take(4)? != MAGIC {
            return None;
        }
        let classes: Vec<String> = (0..at.u32()?).map(|_| at.word()).collect::<Option<Vec<String>>>()?;
        let rows = at.u32()?;
        let scale = f32::from_le_bytes(at.take(4)?.try_into().ok()?);
        let keys: Vec<u32> = at
            .take(rows.checked_mul(4)?)?
            .chunks_exact(4)
            .filter_map(|b| b.try_into().ok().map(u32::from_le_bytes))
            .collect();
        let steps = at.take(rows.checked_mul(classes.len())?.checked_mul(2)?)?;
        Some(Model::new(classes, keys, Cow::Borrowed(steps), scale))
    }

    /// The bytes that [`Model::read`] reads: magic, classes, row count, scale, keys in order, steps.
    pub fn write(&self) -> Vec<u8> {
        let mut out = MAGIC.to_vec();
        out.extend((self.classes.len() as u32).to_le_bytes());
        for class in &self.classes {
            out.extend((class.len() as u32).to_le_bytes());
            out.extend(class.as_bytes());
        }
        out.extend((self.keys.len() as u32).to_le_bytes());
        out.extend(self.scale.to_le_bytes());
        out.extend(self.keys.iter().flat_map(|k| k.to_le_bytes()));
        out.extend(self.steps.iter());
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_written_model_scores_as_before() {
        let mut f = Features::new();
        f.add(&["word", "rocket"]);
        f.add(&["word", "unseen"]);
        let rows = [(f.keys()[0], vec![1.5, -2.0]), (7, vec![0.25, 4.0])];
        let model = Model::from_rows(vec!["a".into(), "b".into()], &rows);
        let back = Model::read(model.write().leak()).expect("a model");
        for (x, y) in model.logits(&f).iter().zip(back.logits(&f)) {
            assert!((x - y).abs() < 1e-3, "{x} {y}");
        }
        assert_eq!(back.classes(), ["a", "b"]);
    }

    #[test]
    fn cut_bytes_are_no_model() {
        let model = Model::from_rows(vec!["a".into()], &[(1, vec![1.0])]);
        let bytes: &'static [u8] = model.write().leak();
        for n in 0..bytes.len() {
            assert!(Model::read(&bytes[..n]).is_none());
        }
    }
}
