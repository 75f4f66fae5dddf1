//! The figures that scoring gives, and how they are printed.

use serde_json::{Map, Value, json};

/// Counts of rows found, and what follows from them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct F1 {
    /// Predicted rows that agree with a gold row.
    pub hit: usize,
    /// Gold rows.
    pub gold: usize,
    /// Predicted rows.
    pub predicted: usize,
}

impl F1 {
    pub(super) fn add(&mut self, hit: usize, gold: usize, predicted: usize) {
        self.hit += hit;
        self.gold += gold;
        self.predicted += predicted;
    }

    /// Share of predicted rows that are right; where nothing was predicted, 1 if nothing was there, else 0.
    pub fn precision(&self) -> f64 {
        match self.predicted {
            0 => f64::from(u8::from(self.gold == 0)),
            n => self.hit as f64 / n as f64,
        }
    }

    /// Share of gold rows that were found; 1 where there are none.
    pub fn recall(&self) -> f64 {
        match self.gold {
            0 => 1.0,
            n => self.hit as f64 / n as f64,
        }
    }

    /// Harmonic mean of the two.
    pub fn f1(&self) -> f64 {
        harmonic(self.precision(), self.recall())
    }

    pub(super) fn figure(&self) -> Figure {
        Figure::Rates(Rates {
            precision: round4(self.precision()),
            recall: round4(self.recall()),
            f1: round4(self.f1()),
            counts: Some((self.gold, self.predicted)),
        })
    }
}

pub(super) fn harmonic(p: f64, r: f64) -> f64 {
    if p + r > 0.0 { 2.0 * p * r / (p + r) } else { 0.0 }
}

/// Rounds to four places, ties to even on the exact binary value.
pub(super) fn round4(x: f64) -> f64 {
    format!("{x:.4}").parse().unwrap_or(x)
}

/// Precision, recall and F1, each rounded to four places.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rates {
    /// Precision.
    pub precision: f64,
    /// Recall.
    pub recall: f64,
    /// Their harmonic mean.
    pub f1: f64,
    /// Numbers of gold and predicted rows, where rows are what is counted.
    pub counts: Option<(usize, usize)>,
}

/// One figure.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Figure {
    /// A number of things.
    Count(usize),
    /// A share, 0–1, rounded to four places; `None` where there was nothing to take a share of.
    Share(Option<f64>),
    /// Precision, recall and F1.
    Rates(Rates),
}

impl Figure {
    /// The one number that stands for the figure: F1, share or count.
    pub fn headline(&self) -> Option<f64> {
        match self {
            Figure::Count(n) => Some(*n as f64),
            Figure::Share(share) => *share,
            Figure::Rates(rates) => Some(rates.f1),
        }
    }

    fn json(&self) -> Value {
        match self {
            Figure::Count(n) => json!(n),
            Figure::Share(share) => json!(share),
            Figure::Rates(r) => {
                let mut object = Map::new();
                object.insert("precision".into(), json!(r.precision));
                object.insert("recall".into(), json!(r.recall));
                object.insert("f1".into(), json!(r.f1));
                if let Some((gold, predicted)) = r.counts {
                    object.insert("gold".into(), json!(gold));
                    object.insert("predicted".into(), json!(predicted));
                }
                Value::Object(object)
            }
        }
    }
}

/// All figures of one scoring, named, in the order in which they are printed.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Figures(pub Vec<(&'static str, Figure)>);

impl Figures {
    /// The figure of that name.
    pub fn get(&self, name: &str) -> Option<&Figure> {
        self.0.iter().find(|(n, _)| *n == name).map(|(_, figure)| figure)
    }

    /// One JSON object, names as keys.
    pub fn to_json(&self) -> Value {
        Value::Object(self.0.iter().map(|(name, figure)| ((*name).to_string(), figure.json())).collect())
    }
}

impl std::fmt::Display for Figures {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        for (name, figure) in &self.0 {
            match figure {
                Figure::Count(n) => writeln!(f, "{name:20} {n}")?,
                Figure::Share(Some(share)) => writeln!(f, "{name:20} {share:.4}")?,
                Figure::Share(None) => writeln!(f, "{name:20} none to judge")?,
                Figure::Rates(r) => {
                    write!(
                        f,
                        "{name:20} precision {:.4}  recall {:.4}  f1 {:.4}",
                        r.precision, r.recall, r.f1
                    )?;
                    match r.counts {
                        Some((gold, predicted)) => writeln!(f, "  gold {gold}  predicted {predicted}")?,
                        None => writeln!(f)?,
                    }
                }
            }
        }
        Ok(())
    }
}
