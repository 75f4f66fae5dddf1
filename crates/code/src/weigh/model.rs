use std::collections::HashMap;

const MAGIC: &[u8; 4] = b"DLW1";

/// Hashed features of one thing to be weighed, in the order in which they were added.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Features(Vec<u32>);

impl Features {
    /// No features yet.
    pub fn new() -> Features {
        Features(Vec::with_capacity(64))
    }

    /// Adds the feature named by `parts`: a template name first, then what was seen.
    pub fn add(&mut self, parts: &[&str]) {
        self.0.push(hash(parts));
    }

    /// The hashed keys.
    pub fn keys(&self) -> &[u32] {
        &self.0
    }

    /// Drops repeats, keeping each feature once; order becomes that of the keys.
    pub fn settle(&mut self) {
        self.0.sort_unstable();
        self.0.dedup();
    }
}

/// FNV-1a over the parts, a zero byte between them, folded to 32 bits.
fn hash(parts: &[&str]) -> u32 {
    let mut h: u64 = 0xcbf2_9ce4_8422_2325;
    for part in parts {
        for b in part.bytes().chain(std::iter::once(0)) {
            h = (h ^ u64::from(b)).wrapping_mul(0x0100_0000_01b3);
        }
    }
    (h ^ (h >> 32)) as u32
}

/// A linear model: one row of weights a feature, one column a class.
#[derive(Clone, Debug, Default)]
pub struct Model {
    classes: Vec<String>,
    rows: HashMap<u32, u32, Plain>,
    weights: Vec<f32>,
}

/// The keys are hashes already; hashing them again would only cost time.
#[derive(Clone, Debug, Default)]
pub struct Plain;

impl std::hash::BuildHasher for Plain {
    type Hasher = PlainHasher;
    fn build_hasher(&self) -> PlainHasher {
        PlainHasher(0)
    }
}

/// Spreads a 32-bit key over 64 bits.
#[derive(Debug)]
pub struct PlainHasher(u64);

impl std::hash::Hasher for PlainHasher {
    fn finish(&self) -> u64 {
        self.0
    }
    fn write(&mut self, bytes: &[u8]) {
        for &b in bytes {
            self.0 = (self.0 << 8) | u64::from(b);
        }
    }
    fn write_u32(&mut self, key: u32) {
        self.0 = u64::from(key).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    }
}

impl Model {
    /// A model from its rows. `rows` holds `(key, one weight a class)`.
    pub fn from_rows(classes: Vec<String>, rows: &[(u32, Vec<f32>)]) -> Model {
        let mut model = Model { classes, ..Model::default() };
        for (key, weights) in rows {
            let at = model.rows.len() as u32;
            model.rows.insert(*key, at);
            model.weights.extend(weights.iter().copied());
        }
        model
    }

    /// Names of the classes, one a column.
    pub fn classes(&self) -> &[String] {
        &self.classes
    }

    /// Column of the class `name`.
    pub fn class(&self, name: &str) -> Option<usize> {
        self.classes.iter().position(|c| c == name)
    }

    /// Probability of each class (each on its own: they need not sum to 1).
    pub fn score(&self, features: &Features) -> Vec<f32> {
        let n = self.classes.len();
        let mut sums = vec![0f32; n];
        for key in features.keys() {
            let Some(&row) = self.rows.get(key) else { continue };
            let at = row as usize * n;
            if let Some(weights) = self.weights.get(at..at + n) {
                for (sum, w) in sums.iter_mut().zip(weights) {
                    *sum += w;
                }
            }
        }
        sums.iter().map(|&s| 1.0 / (1.0 + (-s).exp())).collect()
    }

    /// Probability of the only (or first) class; 0 for an empty model.
    pub fn one(&self, features: &Features) -> f32 {
        self.score(features).first().copied().unwrap_or(0.0)
    }

    /// Reads the form that [`Model::write`] makes; `None` where the bytes are no model.
    pub fn read(bytes: &[u8]) -> Option<Model> {
        let mut at = Cursor { bytes };
        if at.take(4)? != MAGIC {
            return None;
        }
        let classes: Vec<String> = (0..at.u32()?).map(|_| at.word()).collect::<Option<Vec<String>>>()?;
        let rows = at.u32()? as usize;
        let scale = f32::from_le_bytes(at.take(4)?.try_into().ok()?);
        let mut model = Model { classes, ..Model::default() };
        model.rows.reserve(rows);
        model.weights.reserve(rows * model.classes.len());
        for row in 0..rows {
            model.rows.insert(at.u32()?, row as u32);
            let n = model.classes.len() * 2;
            for pair in at.take(n)?.chunks_exact(2) {
                model.weights.push(f32::from(i16::from_le_bytes(pair.try_into().ok()?)) * scale);
            }
        }
        Some(model)
    }

    /// The bytes that [`Model::read`] reads: magic, classes, row count, scale, then rows in key order,
    /// weights as 16-bit steps of the scale.
    pub fn write(&self) -> Vec<u8> {
        let mut out = MAGIC.to_vec();
        let n = self.classes.len();
        out.extend((n as u32).to_le_bytes());
        for class in &self.classes {
            out.extend((class.len() as u32).to_le_bytes());
            out.extend(class.as_bytes());
        }
        let top = self.weights.iter().fold(1e-6f32, |m, w| m.max(w.abs()));
        let scale = top / 32_000.0;
        out.extend((self.rows.len() as u32).to_le_bytes());
        out.extend(scale.to_le_bytes());
        let mut keys: Vec<(u32, u32)> = self.rows.iter().map(|(k, r)| (*k, *r)).collect();
        keys.sort_unstable();
        for (key, row) in keys {
            out.extend(key.to_le_bytes());
            let at = row as usize * n;
            for w in self.weights.get(at..at + n).unwrap_or(&[]) {
                out.extend(((w / scale).round() as i16).to_le_bytes());
            }
        }
        out
    }
}

struct Cursor<'a> {
    bytes: &'a [u8],
}

impl<'a> Cursor<'a> {
    fn take(&mut self, n: usize) -> Option<&'a [u8]> {
        let (head, tail) = self.bytes.split_at_checked(n)?;
        self.bytes = tail;
        Some(head)
    }

    fn u32(&mut self) -> Option<u32> {
        Some(u32::from_le_bytes(self.take(4)?.try_into().ok()?))
    }

    fn word(&mut self) -> Option<String> {
        let n = self.u32()? as usize;
        String::from_utf8(self.take(n)?.to_vec()).ok()
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
        let back = Model::read(&model.write()).expect("a model");
        for (x, y) in model.score(&f).iter().zip(back.score(&f)) {
            assert!((x - y).abs() < 1e-3, "{x} {y}");
        }
        assert_eq!(back.classes(), ["a", "b"]);
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
