//! The codebook: which acts are coded as which event type, by which words they are known, and examples
//! that show where the lines run. One TOML file a type stands under `codebook/events/`; all are compiled
//! in, and a user may hand in a folder of their own.

mod check;
mod entry;
mod parse;
mod pattern;
mod render;

pub use entry::{EventType, Family, MustNot, Plover, REFUSALS, Roles};
pub use pattern::Pattern;

use crate::problem::Problem;
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::{LazyLock, OnceLock};

/// One compiled-in file: its text, and the part of it that is needed at start, taken out by `build.rs`.
struct Embedded {
    file: &'static str,
    text: &'static str,
    id: &'static str,
    family: &'static str,
    acts: &'static [&'static str],
    patterns: &'static [&'static str],
}

include!(concat!(env!("OUT_DIR"), "/codebook.rs"));

/// What coding needs of one type.
#[derive(Debug)]
struct Head {
    id: Cow<'static, str>,
    family: Family,
    acts: Vec<Cow<'static, str>>,
}

/// All event types, in the order of their file names.
#[derive(Debug)]
pub struct Codebook {
    heads: Vec<Head>,
    /// Act word in lower case, to the types (index into `heads`) that it tells of beside a companion.
    patterns: BTreeMap<String, Vec<(usize, Pattern)>>,
    types: OnceLock<Vec<EventType>>,
    warnings: Vec<Problem>,
}

static OURS: LazyLock<Codebook> = LazyLock::new(|| {
    let heads = EMBEDDED.iter().map(|e| Head {
        id: Cow::Borrowed(e.id),
        family: Family::parse(e.family).unwrap_or(Family::Development),
        acts: e.acts.iter().map(|a| Cow::Borrowed(*a)).collect(),
    });
    let patterns = EMBEDDED.iter().map(|e| e.patterns.iter().filter_map(|p| Pattern::parse(p)).collect());
    Codebook::from_parts(heads.collect(), patterns.collect(), OnceLock::new(), Vec::new())
});

impl Codebook {
    /// The codebook that is compiled in. Nothing is parsed until definitions or examples are asked for.
    pub fn embedded() -> &'static Codebook {
        &OURS
    }

    /// A codebook from the text of TOML files, each with the name to report problems by.
    ///
    /// # Errors
    /// Every problem found in any file, in order: TOML that cannot be read, unknown or missing keys, an
    /// unknown family, two entries with one id, patterns whose act word no entry lists. What is merely
    /// poor, such as too few examples, is left to [`Codebook::warnings`].
    pub fn parse(files: &[(&str, &str)]) -> Result<Codebook, Vec<Problem>> {
        let mut problems = Vec::new();
        let parsed: Vec<_> =
            files.iter().filter_map(|(file, text)| parse::entry(file, text, &mut problems)).collect();
        let mut warnings = Vec::new();
        check::all(&parsed, &mut problems, &mut warnings);
        if problems.is_empty() {
            Ok(Codebook::from_types(parsed.into_iter().map(|p| p.entry).collect(), warnings))
        } else {
            Err(problems)
        }
    }

    /// These entries laid over those of `base`: an entry replaces the one with its id, others are added
    /// at the end.
    pub fn over(&self, base: &Codebook) -> Codebook {
        let own = |id: &str| self.types().iter().find(|t| t.id == id);
        let kept = base.types().iter().map(|t| own(&t.id).unwrap_or(t).clone());
        let added = self.types().iter().filter(|t| !base.has(&t.id)).cloned();
        Codebook::from_types(kept.chain(added).collect(), self.warnings.clone())
    }

    fn from_types(types: Vec<EventType>, warnings: Vec<Problem>) -> Codebook {
        let heads = types.iter().map(|t| Head {
            id: Cow::Owned(t.id.clone()),
            family: t.family,
            acts: t.acts.iter().cloned().map(Cow::Owned).collect(),
        });
        let heads = heads.collect();
        let patterns = types.iter().map(|t| t.patterns.clone()).collect();
        Codebook::from_parts(heads, patterns, OnceLock::from(types), warnings)
    }

    fn from_parts(
        heads: Vec<Head>,
        listed: Vec<Vec<Pattern>>,
        types: OnceLock<Vec<EventType>>,
        warnings: Vec<Problem>,
    ) -> Codebook {
        let mut patterns: BTreeMap<String, Vec<(usize, Pattern)>> = BTreeMap::new();
        for (index, list) in listed.into_iter().enumerate() {
            for pattern in list {
                patterns.entry(pattern.act.clone()).or_default().push((index, pattern));
            }
        }
        Codebook { heads, patterns, types, warnings }
    }

    /// Ids of all types, in codebook order.
    pub fn ids(&self) -> impl Iterator<Item = &str> {
        self.heads.iter().map(|h| h.id.as_ref())
    }

    /// Whether there is a type `id`.
    pub fn has(&self, id: &str) -> bool {
        self.family(id).is_some()
    }

    /// The family of type `id`.
    pub fn family(&self, id: &str) -> Option<Family> {
        self.heads.iter().find(|h| h.id == id).map(|h| h.family)
    }

    /// Every act word or phrase, in lower case, with the id of the type that lists it, in codebook order.
    /// One phrase may come several times, once for each of its types.
    pub fn lexicon_entries(&self) -> Vec<(&str, &str)> {
        self.heads.iter().flat_map(|h| h.acts.iter().map(|a| (a.as_ref(), h.id.as_ref()))).collect()
    }

    /// Types that the act word `act` (lower case, as listed) tells of because of a companion word in
    /// `sentence` (lower case too), in codebook order.
    pub fn types_beside(&self, act: &str, sentence: &str) -> Vec<&str> {
        let fits = self.patterns.get(act).into_iter().flatten().filter(|(_, p)| p.fits(sentence));
        let mut found: Vec<_> = fits.map(|(index, _)| *index).collect();
        found.dedup();
        found.into_iter().filter_map(|i| Some(self.heads.get(i)?.id.as_ref())).collect()
    }

    /// All entries in full, in codebook order. Those compiled in are parsed on the first call.
    pub fn types(&self) -> &[EventType] {
        self.types.get_or_init(|| {
            let parsed = EMBEDDED.iter().filter_map(|e| parse::entry(e.file, e.text, &mut Vec::new()));
            parsed.map(|p| p.entry).collect()
        })
    }

    /// The entry of type `id` in full.
    pub fn get(&self, id: &str) -> Option<&EventType> {
        self.types().iter().find(|t| t.id == id)
    }

    /// What is poor but does not keep the codebook from being used.
    pub fn warnings(&self) -> &[Problem] {
        &self.warnings
    }

    /// The compiled-in files: name and text. For tests and for writing a copy to start one's own from.
    pub fn sources() -> Vec<(&'static str, &'static str)> {
        EMBEDDED.iter().map(|e| (e.file, e.text)).collect()
    }
}

#[cfg(test)]
mod tests;
