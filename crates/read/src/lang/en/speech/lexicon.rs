//! The cues of saying, and where they occur in a sentence.

use super::line::Line;
use dateline_terms::Stance;
use serde::Deserialize;
use std::collections::{HashMap, HashSet};
use std::ops::Range;

/// A `[[speech]]` table of the word file.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::lang::en) struct CueRow {
    frame: String,
    stance: String,
    inverts: bool,
    listener: bool,
    nested: bool,
    weak: bool,
    person: bool,
    words: String,
    phrases: Vec<String>,
    needs: String,
    unless: String,
}

/// Where a cue's speaker stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Frame {
    /// Before it, or after it where it inverts.
    Subject,
    /// Right after it; what is said comes before, or after the speaker.
    After,
    /// Right after it, the saying being in the passive or a noun ("was claimed by", "a statement from").
    By,
}

/// What the cues of one table have in common.
#[derive(Debug)]
pub(super) struct CueKind {
    pub frame: Frame,
    pub stance: Stance,
    /// "said X" as well as "X said".
    pub inverts: bool,
    /// Whoever it is said to follows.
    pub listener: bool,
    /// Gives a speaker's own source, which then is the speaker.
    pub nested: bool,
    /// Also has meanings other than saying, so that its subject must look like a speaker.
    pub weak: bool,
    /// Its subject must have a listed head noun ("residents saw").
    pub person: bool,
    needs: HashSet<String>,
    unless: HashSet<String>,
}

/// A cue in a sentence.
#[derive(Clone, Debug)]
pub(super) struct CueHit {
    pub at: Range<usize>,
    pub kind: usize,
}

/// All cues, by their first word.
#[derive(Debug, Default)]
pub(in crate::lang::en) struct SpeechLexicon {
    kinds: Vec<CueKind>,
    first: HashMap<String, Vec<(Vec<String>, usize)>>,
}

impl SpeechLexicon {
    /// From the tables of the word file; a table with an unknown frame or stance is left out (a test tells).
    pub(in crate::lang::en) fn new(rows: &[CueRow]) -> SpeechLexicon {
        let mut lexicon = SpeechLexicon::default();
        for row in rows {
            let Some(kind) = kind(row) else { continue };
            let index = lexicon.kinds.len();
            lexicon.kinds.push(kind);
            for phrase in row.words.split_whitespace().chain(row.phrases.iter().map(String::as_str)) {
                let mut words = phrase.split_whitespace().map(str::to_owned);
                let Some(first) = words.next() else { continue };
                lexicon.first.entry(first).or_default().push((words.collect(), index));
            }
        }
        for cues in lexicon.first.values_mut() {
            cues.sort_by_key(|(rest, kind)| (std::cmp::Reverse(rest.len()), *kind));
        }
        lexicon
    }

    pub(super) fn kind(&self, hit: &CueHit) -> Option<&CueKind> {
        self.kinds.get(hit.kind)
    }

    /// The cues of a sentence, longest first where they compete, in order of place and without overlap.
    pub(super) fn find(&self, line: &Line) -> Vec<CueHit> {
        let mut found: Vec<CueHit> = Vec::new();
        let mut i = 0;
        while i < line.len() {
            match self.at(line, i) {
                Some(hit) => {
                    i = hit.at.end;
                    found.push(hit);
                }
                None => i += 1,
            }
        }
        found
    }

    fn at(&self, line: &Line, i: usize) -> Option<CueHit> {
        let cues = self.first.get(line.norm(i))?;
        cues.iter().find_map(|(rest, kind)| {
            let end = follow(line, i + 1, rest)?;
            (self.kinds.get(*kind)?.allows(line, end)).then_some(CueHit { at: i..end, kind: *kind })
        })
    }
}

/// One past the words of `rest` from token `i` on; adverbs may stand between them ("could not independently verify").
fn follow(line: &Line, mut i: usize, rest: &[String]) -> Option<usize> {
    for word in rest {
        let loose = matches!(
            line.norm(i),
            "independently"
                | "immediately"
                | "officially"
                | "publicly"
                | "yet"
                | "also"
                | "so"
                | "directly"
                | "formally"
        );
        i += usize::from(loose && line.norm(i) != word);
        if line.norm(i) != word {
            return None;
        }
        i += 1;
    }
    Some(i)
}

impl CueKind {
    /// Whether the words after the cue (five at most, inside the clause) let it count.
    fn allows(&self, line: &Line, end: usize) -> bool {
        let next =
            || (end..end + 5).map(|k| line.norm(k)).take_while(|w| !matches!(*w, "." | ";" | "\"" | "”"));
        (self.needs.is_empty() || next().any(|w| self.needs.contains(w)))
            && !next().take(3).any(|w| self.unless.contains(w))
    }
}

fn kind(row: &CueRow) -> Option<CueKind> {
    let frame = match row.frame.as_str() {
        "subject" => Frame::Subject,
        "after" => Frame::After,
        "by" => Frame::By,
        _ => return None,
    };
    let set = |words: &str| words.split_whitespace().map(str::to_owned).collect();
    Some(CueKind {
        frame,
        stance: Stance::parse(&row.stance)?,
        inverts: row.inverts,
        listener: row.listener,
        nested: row.nested,
        weak: row.weak,
        person: row.person,
        needs: set(&row.needs),
        unless: set(&row.unless),
    })
}
