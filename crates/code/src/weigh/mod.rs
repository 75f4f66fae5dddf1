//! Weighing: linear models over named features, with weights learnt from coded reports.
//!
//! A rule says what to look at (a feature: "the actor stands after *by*"); a weight says how much it
//! tells. Features are hashed to 32 bits, so a model is a table of rows: key → one weight a class.
//! All arithmetic is in `f32`, summed in feature order, so that a score is the same on every run.

mod calibration;
mod head;
mod limits;
mod model;
mod seen;
mod train;

pub use calibration::{Calibration, log_odds};
pub use head::{Head, read_heads};
pub use limits::Limits;
pub use model::{Features, Model};
pub(crate) use model::{fold32, follow, key32, key64};
pub use seen::Seen;
pub use train::{Example, Settings, train};

use std::sync::Arc;

/// The models that ship with Dateline, one a decision. Each is a file under `crates/code/weights/`,
/// made by `cargo xtask weigh` from coded reports.
#[derive(Clone, Debug)]
pub struct Weights {
    /// Sentence → event types (one score a type).
    pub events: Model,
    /// Pair of sentences → same event.
    pub same: Model,
    /// Event and actor mention → side_a, side_b.
    pub sides: Model,
    /// Event and time mention → its day.
    pub time: Model,
    /// Event and place mention → its place.
    pub place: Model,
    /// Event → main or background.
    pub standing: Model,
    /// Quantity → harm kinds and tally.
    pub figures: Model,
    /// Event and quantity → this event's harm.
    pub harm: Model,
    /// Figure and speaker → said by.
    pub said_by: Model,
    /// Event and speaker → aspect and stance.
    pub claims: Model,
    /// Sentence → why it is refused.
    pub refusals: Model,
    /// Sentence → worth the encoder's time.
    pub sieve: Model,
    /// How likely a thing must be to be coded.
    pub limits: Limits,
    /// How often an event so likely is right.
    pub calibration: Calibration,
}

impl Weights {
    /// Builds the set from a function that gives each model by name. A model that is absent is empty:
    /// its scores are all zero and nothing is decided by it.
    pub fn from_models(mut get: impl FnMut(&str) -> Model) -> Weights {
        Weights {
            events: get("events"),
            same: get("same"),
            sides: get("sides"),
            time: get("time"),
            place: get("place"),
            standing: get("standing"),
            figures: get("figures"),
            harm: get("harm"),
            said_by: get("said_by"),
            claims: get("claims"),
            refusals: get("refusals"),
            sieve: get("sieve"),
            limits: Limits::default(),
            calibration: Calibration::default(),
        }
    }

    /// The model of that name; none where there is no such decision.
    pub fn model(&self, name: &str) -> Option<&Model> {
        Some(match name {
            "events" => &self.events,
            "same" => &self.same,
            "sides" => &self.sides,
            "time" => &self.time,
            "place" => &self.place,
            "standing" => &self.standing,
            "figures" => &self.figures,
            "harm" => &self.harm,
            "said_by" => &self.said_by,
            "claims" => &self.claims,
            "refusals" => &self.refusals,
            "sieve" => &self.sieve,
            _ => return None,
        })
    }

    /// The weights compiled in with the heads that training put on them, and their own limits: for reports
    /// that the encoder has read. Read once.
    pub fn trained() -> &'static Weights {
        static TRAINED: std::sync::LazyLock<Weights> = std::sync::LazyLock::new(|| {
            Weights::with_heads("encoder", HEADS, Limits::trained(), trained_file)
        });
        &TRAINED
    }

    /// As [`Weights::trained`], for reports that the fast reader's network has read.
    pub fn fast() -> &'static Weights {
        static FAST: std::sync::LazyLock<Weights> =
            std::sync::LazyLock::new(|| Weights::with_heads("fast", HEADS_CNN, Limits::fast(), |_| &[]));
        &FAST
    }

    /// `own` gives the weights that the heads were put on; where it has none, the rules' are used.
    fn with_heads(reader: &str, heads: &[u8], limits: Limits, own: fn(&str) -> &'static [u8]) -> Weights {
        let heads = read_heads(heads).unwrap_or_default();
        let model = |name: &str| {
            let bytes = Some(own(name)).filter(|bytes| !bytes.is_empty()).unwrap_or(file(name));
            let model = Model::read(bytes).unwrap_or_default();
            match heads.iter().find(|h| h.name() == name) {
                Some(head) => model.with_head(Arc::clone(head)),
                None => model,
            }
        };
        Weights { limits, calibration: Calibration::embedded(reader), ..Weights::from_models(model) }
    }

    /// The weights compiled in. Read once; a few milliseconds.
    pub fn embedded() -> &'static Weights {
        static WEIGHTS: std::sync::LazyLock<Weights> = std::sync::LazyLock::new(|| {
            let calibration = Calibration::embedded("rules");
            let model = |name: &str| Model::read(file(name)).unwrap_or_default();
            Weights { calibration, ..Weights::from_models(model) }
        });
        &WEIGHTS
    }
}

/// Weights that were learnt for the trained reader: from more reports, and from each sentence alone.
fn trained_file(name: &str) -> &'static [u8] {
    macro_rules! files {
        ($($name:literal),+) => {
            match name {
                $($name => include_bytes!(concat!("../../weights/trained/", $name, ".bin")),)+
                _ => &[]
            }
        };
    }
    files!("events", "same", "sides", "standing", "figures", "harm", "refusals")
}

static HEADS: &[u8] = include_bytes!("../../weights/heads.bin");
static HEADS_CNN: &[u8] = include_bytes!("../../weights/heads_cnn.bin");

fn file(name: &str) -> &'static [u8] {
    macro_rules! files {
        ($($name:literal),+) => {
            match name { $($name => include_bytes!(concat!("../../weights/", $name, ".bin")),)+ _ => &[] }
        };
    }
    files!(
        "events", "same", "sides", "time", "place", "standing", "figures", "harm", "said_by", "claims",
        "refusals", "sieve"
    )
}
