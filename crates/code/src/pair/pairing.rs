use super::wording::{Ladders, WordWeights};
use super::{Account, Comparison, signs};
use crate::weigh::Model;

/// The bytes of a weights file: magic, the likelihood to join from, then two models with their lengths.
const MAGIC: &[u8; 4] = b"DLP2";

/// How much each sign tells. Made by `cargo xtask pair`.
#[derive(Clone, Debug, Default)]
pub struct Pairing {
    /// One weight a sign.
    pub model: Model,
    /// How rare words are.
    pub words: WordWeights,
    /// Groups are joined from this mean likelihood on; chosen on reports that training left out.
    pub join: f32,
    /// What signs of words weigh, in steps of the model.
    pub(super) ladders: Ladders,
}

static FILE: &[u8] = include_bytes!("../../weights/pair.bin");

impl Pairing {
    /// The weights compiled in. Read once.
    pub fn embedded() -> &'static Pairing {
        static PAIRING: std::sync::LazyLock<Pairing> =
            std::sync::LazyLock::new(|| Pairing::read(FILE).unwrap_or_default());
        &PAIRING
    }

    /// How likely the two tell of one incident, 0–1; the same whichever comes first. 0 where they contradict.
    pub fn likelihood(&self, a: &Account, b: &Account) -> f32 {
        if a.contradicts(b).is_some() {
            return 0.0;
        }
        let mut sum = 0;
        signs(a, b, &mut |stem, seen| sum += self.model.weight(stem.key(seen)));
        self.model.probability(sum)
    }

    /// The same where it is at least `least`. Who compares many pairs does it by one [`Comparison`].
    pub fn likely(&self, a: &Account, b: &Account, least: f32) -> Option<f32> {
        Comparison::new(self).likely(a, b, least)
    }

    /// What told most, for or against, with its log-odds: at most `most` signs.
    pub fn why(&self, a: &Account, b: &Account, most: usize) -> Vec<String> {
        if let Some(contradiction) = a.contradicts(b) {
            return vec![contradiction.to_string()];
        }
        let mut told: Vec<(f32, String)> = Vec::new();
        signs(a, b, &mut |stem, seen| {
            let weight = self.model.log_odds(self.model.weight(stem.key(seen)));
            // Every pair has the bias.
            if stem.group() != "bias" {
                told.push((weight, format!("{} {weight:+.1}", stem.sign(seen).join(", "))));
            }
        });
        told.sort_by(|x, y| y.0.abs().total_cmp(&x.0.abs()).then_with(|| x.1.cmp(&y.1)));
        told.truncate(most);
        told.into_iter().map(|(_, words)| words).collect()
    }

    /// Reads the form that [`Pairing::write`] makes; `None` where the bytes are none.
    pub fn read(bytes: &'static [u8]) -> Option<Pairing> {
        let mut at = dateline_terms::Cursor::new(bytes);
        if at.take(4)? != MAGIC {
            return None;
        }
        let join = at.floats(1)?.first().copied()?;
        let mut model = || {
            let length = at.u32()?;
            Model::read(at.take(length)?)
        };
        Some(Pairing::new(model()?, WordWeights::new(model()?), join))
    }

    /// Weights of signs, how rare words are, and from where on groups are joined.
    pub fn new(model: Model, words: WordWeights, join: f32) -> Pairing {
        let ladders = Ladders::new(&|key| model.weight(key));
        Pairing { model, words, join, ladders }
    }

    /// The bytes that [`Pairing::read`] reads.
    pub fn write(&self) -> Vec<u8> {
        let mut out = MAGIC.to_vec();
        out.extend(self.join.to_le_bytes());
        for model in [&self.model, self.words.model()] {
            let bytes = model.write();
            out.extend((bytes.len() as u32).to_le_bytes());
            out.extend(bytes);
        }
        out
    }
}
