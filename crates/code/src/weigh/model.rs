use super::{Head, Seen};
use dateline_terms::{Cursor, Span};
use std::collections::BTreeMap;
use std::sync::Arc;

const MAGIC: &[u8; 4] = b"DLW3";

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

/// A linear model: one row of weights a feature, one column a class; weights are 16-bit steps of one scale.
///
/// Features that were seen together have the same weights, so each row is kept once. An index over the keys' upper
/// bits, some four times as long as there are keys, finds a key without a search.
#[derive(Clone, Debug, Default)]
pub struct Model {
    classes: Vec<String>,
    keys: Vec<u32>,
    /// Which row each key has.
    which: Vec<u32>,
    /// For the upper bits of a key, the first place among the keys that has them or greater ones.
    first: Vec<u32>,
    /// How far a key is shifted to leave its upper bits.
    shift: u32,
    /// The rows, one after the other, a step a class.
    steps: Vec<i16>,
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
        let steps = |(_, weights): &&(u32, Vec<f32>)| -> Vec<i16> {
            weights.iter().map(|w| (w / scale).round() as i16).collect()
        };
        let all: Vec<Vec<i16>> = rows.iter().map(steps).collect();
        let mut places: BTreeMap<&[i16], u32> = all.iter().map(|row| (row.as_slice(), 0)).collect();
        places.values_mut().zip(0..).for_each(|(place, n)| *place = n);
        let which = all.iter().filter_map(|row| places.get(row.as_slice()).copied()).collect();
        let steps = places.keys().flat_map(|row| row.iter().copied()).collect();
        Model::new(classes, rows.iter().map(|(key, _)| *key).collect(), which, steps, scale)
    }

    fn new(classes: Vec<String>, keys: Vec<u32>, which: Vec<u32>, steps: Vec<i16>, scale: f32) -> Model {
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
        Model { classes, keys, which, first, shift, steps, scale, head: None }
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
    fn row(&self, key: u32) -> Option<&[i16]> {
        let upper = (key >> self.shift) as usize;
        let (a, b) = (*self.first.get(upper)? as usize, *self.first.get(upper + 1)? as usize);
        let place = a + self.keys.get(a..b)?.iter().position(|k| *k == key)?;
        let (row, width) = (*self.which.get(place)? as usize, self.classes.len());
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
            for (sum, step) in sums.iter_mut().zip(row) {
                *sum += i32::from(*step);
            }
        }
        sums.iter().map(|&s| s as f32 * self.scale).collect()
    }

    /// Weight of a feature for the only (or first) class, in steps: what is added up before it is scaled.
    pub fn weight(&self, key: u32) -> i32 {
        self.row(key).and_then(<[i16]>::first).copied().map_or(0, i32::from)
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
    pub fn read(bytes: &[u8]) -> Option<Model> {
        let mut at = Cursor::new(bytes);
        if at.take(4)? != MAGIC {
            return None;
        }
        let classes: Vec<String> = (0..at.u32()?).map(|_| at.word()).collect::<Option<Vec<String>>>()?;
        let (count, rows) = (at.u32()?, at.u32()?);
        let scale = f32::from_le_bytes(at.take(4)?.try_into().ok()?);
        let mut key = 0u32;
        let mut keys = planes(at.take(count.checked_mul(4)?)?, count);
        for further in &mut keys {
            key = key.checked_add(*further)?;
            *further = key;
        }
        let which = planes(at.take(count.checked_mul(3)?)?, count);
        if which.iter().any(|row| *row as usize >= rows) {
            return None;
        }
        let steps = filled(&mut at, rows, classes.len())?;
        Some(Model::new(classes, keys, which, steps, scale))
    }

    /// The bytes that [`Model::read`] reads, laid out so that packing makes them small: magic, classes, counts of keys and
    /// of rows, scale; how far each key is from the one before, lowest bytes of all first; the row of each key likewise;
    /// a bit for each step that is not zero, row by row; and those steps.
    pub fn write(&self) -> Vec<u8> {
        let width = self.classes.len();
        let mut out = MAGIC.to_vec();
        out.extend((width as u32).to_le_bytes());
        for class in &self.classes {
            out.extend((class.len() as u32).to_le_bytes());
            out.extend(class.as_bytes());
        }
        let rows = self.steps.len().checked_div(width).unwrap_or(0);
        out.extend((self.keys.len() as u32).to_le_bytes());
        out.extend((rows as u32).to_le_bytes());
        out.extend(self.scale.to_le_bytes());
        let before = std::iter::once(0).chain(self.keys.iter().copied());
        let further: Vec<u32> = self.keys.iter().zip(before).map(|(key, before)| key - before).collect();
        for (numbers, bytes) in [(&further, 4), (&self.which, 3)] {
            for byte in 0..bytes {
                out.extend(numbers.iter().map(|n| (n >> (8 * byte)) as u8));
            }
        }
        for row in self.steps.chunks(width.max(1)) {
            let bits = |eight: &[i16]| eight.iter().rev().fold(0u8, |bits, s| bits << 1 | u8::from(*s != 0));
            out.extend(row.chunks(8).map(bits));
        }
        out.extend(self.steps.iter().filter(|step| **step != 0).flat_map(|step| step.to_le_bytes()));
        out
    }
}

/// Numbers whose lowest bytes stand first, then all next ones, and so on.
fn planes(bytes: &[u8], count: usize) -> Vec<u32> {
    let mut numbers = vec![0; count];
    for (plane, place) in bytes.chunks(count.max(1)).zip(0u32..) {
        for (number, byte) in numbers.iter_mut().zip(plane) {
            *number |= u32::from(*byte) << (8 * place);
        }
    }
    numbers
}

/// Steps of so many rows: those that are not zero follow the bits that tell them.
fn filled(at: &mut Cursor<'_>, rows: usize, width: usize) -> Option<Vec<i16>> {
    let bits = at.take(rows.checked_mul(width.div_ceil(8))?)?;
    let told: usize = bits.iter().map(|byte| byte.count_ones() as usize).sum();
    let mut given = at.take(told.checked_mul(2)?)?.chunks_exact(2);
    let mut steps = vec![0i16; rows.checked_mul(width)?];
    for (row, bits) in steps.chunks_mut(width.max(1)).zip(bits.chunks(width.div_ceil(8).max(1))) {
        for (eight, bits) in row.chunks_mut(8).zip(bits) {
            let mut left = *bits;
            while left != 0 {
                let step = i16::from_le_bytes(given.next()?.try_into().ok()?);
                *eight.get_mut(left.trailing_zeros() as usize)? = step;
                left &= left - 1;
            }
        }
    }
    Some(steps)
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
        let back = Model::read(&model.write()).expect("a model");
        for (x, y) in model.logits(&f).iter().zip(back.logits(&f)) {
            assert!((x - y).abs() < 1e-3, "{x} {y}");
        }
        assert_eq!(back.classes(), ["a", "b"]);
        assert_eq!(back.write(), model.write());
    }

    #[test]
    fn rows_that_are_the_same_are_kept_once() {
        let rows: Vec<(u32, Vec<f32>)> =
            (0..300).map(|n| (n * 7, vec![0.0, if n % 2 == 0 { 1.0 } else { -1.0 }])).collect();
        let model = Model::from_rows(vec!["a".into(), "b".into()], &rows);
        assert_eq!(model.steps.len(), 4);
        for (key, weights) in rows {
            assert_eq!(model.row(key).map(|row| (row[0], row[1] > 0)), Some((0, weights[1] > 0.0)));
        }
    }

    #[test]
    fn cut_bytes_are_no_model() {
        let model = Model::from_rows(vec!["a".into()], &[(1, vec![1.0])]);
        let bytes = model.write();
        for n in 0..bytes.len() {
            assert!(Model::read(&bytes[..n]).is_none());
        }
    }
}
