use super::credit::credits;
use super::outlet;
use crate::gazetteer::fold::fold;
use crate::outlets::Outlets;
use crate::weigh::key64;
use dateline_terms::Cursor;

/// Words of a run that is hashed.
pub const RUN_WORDS: usize = 8;
/// Runs of which the least hash is kept: a shared stretch of `RUN_WORDS + WINDOW - 1`, 15 words, always shares a
/// fingerprint (winnowing: Schleimer, Wilkerson and Aiken 2003).
pub const WINDOW: usize = 8;
/// Words of a direct quotation that is long enough to tell.
pub const QUOTED_WORDS: usize = 6;

/// What is kept of a report to tell copies: some 90 fingerprints for 400 words.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sketch {
    /// Id of the outlet in `outlets/`, else its folded name.
    pub outlet: Option<String>,
    /// Ids of the agencies that it credits, in the order in which it names them: byline, head, foot.
    pub agencies: Vec<String>,
    /// Hashes of runs of words, in order, each once.
    pub(super) runs: Vec<u32>,
    /// Hashes of direct quotations, in order, each once.
    pub(super) quotes: Vec<u32>,
}

/// First byte of a written sketch; another layout takes another.
const LAYOUT: u8 = 1;

impl Sketch {
    /// The sketch of a report. `text`: its body, best without furniture such as "read next" and sign-up lines, which
    /// reports of one site share; `outlet`: the name that it is published under, or its address; `byline`: who wrote
    /// it, where an agency may be named.
    pub fn new(text: &str, outlet_name: Option<&str>, byline: Option<&str>, outlets: &Outlets) -> Sketch {
        let own = outlet_name.map(str::trim).filter(|name| !name.is_empty());
        Sketch {
            outlet: own.map(|name| outlet(name, outlets).map_or_else(|| fold(name), |o| o.id.clone())),
            agencies: credits(text, byline, outlets),
            runs: fingerprints(&word_hashes(text)),
            quotes: quotations(text),
        }
    }

    /// Who speaks: the agency credited first, else the outlet.
    pub fn speaker(&self) -> Option<&str> {
        self.agencies.first().or(self.outlet.as_ref()).map(String::as_str)
    }

    /// As bytes: four a fingerprint, in a fixed order.
    pub fn write(&self) -> Vec<u8> {
        let mut out = vec![LAYOUT];
        let names: Vec<&String> = self.outlet.iter().chain(&self.agencies).collect();
        out.push(u8::from(self.outlet.is_some()));
        push(&mut out, names.len());
        for name in names {
            push(&mut out, name.len());
            out.extend(name.as_bytes());
        }
        for list in [&self.runs, &self.quotes] {
            push(&mut out, list.len());
            list.iter().for_each(|hash| out.extend(hash.to_le_bytes()));
        }
        out
    }

    /// A sketch that [`Sketch::write`] wrote; `None` for any other bytes.
    pub fn read(bytes: &[u8]) -> Option<Sketch> {
        let mut from = Cursor::new(bytes);
        if from.take(1)? != [LAYOUT] {
            return None;
        }
        let has_outlet = from.take(1)? == [1];
        let count = from.u32()?;
        let mut names = (0..count).map_while(|_| from.word()).collect::<Vec<_>>();
        if names.len() < count || (has_outlet && names.is_empty()) {
            return None;
        }
        let outlet = has_outlet.then(|| names.remove(0));
        let (runs, quotes) = (hashes(&mut from)?, hashes(&mut from)?);
        Some(Sketch { outlet, agencies: names, runs, quotes })
    }
}

fn push(out: &mut Vec<u8>, n: usize) {
    out.extend(u32::try_from(n).unwrap_or(u32::MAX).to_le_bytes());
}

fn hashes(from: &mut Cursor<'_>) -> Option<Vec<u32>> {
    let bytes = from.u32()?.checked_mul(4).and_then(|n| from.take(n))?;
    Some(bytes.chunks_exact(4).filter_map(|b| b.try_into().ok().map(u32::from_le_bytes)).collect())
}

/// Hashes of the folded words of a text, in order.
fn word_hashes(text: &str) -> Vec<u64> {
    fold(text).split(' ').filter(|word| !word.is_empty()).map(|word| key64(&[word])).collect()
}

/// The hash of a run of words; which words and in which order both tell.
fn run(words: &[u64]) -> u32 {
    let mixed = words.iter().fold(0x9e37_79b9_7f4a_7c15_u64, |h, word| {
        (h ^ word).wrapping_mul(0xff51_afd7_ed55_8ccd).rotate_left(29)
    });
    (mixed ^ (mixed >> 32)) as u32
}

/// The least hash of every window of runs.
fn fingerprints(words: &[u64]) -> Vec<u32> {
    let runs: Vec<u32> = words.windows(RUN_WORDS).map(run).collect();
    let window = WINDOW.min(runs.len()).max(1);
    in_order(runs.windows(window).filter_map(|w| w.iter().min().copied()).collect())
}

/// Hashes of the first words of each direct quotation: outlets end a quotation where they like. The marks may be
/// curly or straight; a quotation ends with its paragraph.
fn quotations(text: &str) -> Vec<u32> {
    let marks = ['"', '“', '”', '„', '«', '»'];
    let quoted = text.split('\n').flat_map(|line| line.split(marks).skip(1).step_by(2));
    in_order(quoted.map(word_hashes).filter_map(|words| words.get(..QUOTED_WORDS).map(run)).collect())
}

fn in_order(mut hashes: Vec<u32>) -> Vec<u32> {
    hashes.sort_unstable();
    hashes.dedup();
    hashes
}
