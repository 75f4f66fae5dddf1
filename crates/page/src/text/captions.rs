//! Words under pictures, known by their credit ("REUTERS/A. Name", "(File photo / Agency)"), by their
//! opening ("FILE PHOTO:", "In this March 23, 2021 photo") or by naming the picture in a line that
//! stands between headline and text ("satellite image showing …").

use super::marks::Marks;
use dateline_terms::{FurnitureKind, Span};
use regex::Regex;
use std::sync::LazyLock;

/// Lines that begin so are captions.
static OPENING: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r"^(?:FILE ?(?:PHOTO|PIC|IMAGE|-|–|—)|File (?:photo|picture|image|pic)(?-u:\b)|(?:PHOTO|Photo|IMAGE|Image|PC|Picture|Illustration|Feature Image|Featured [Ii]mage)s?(?: (?:[Cc]redit|[Ss]ource|by|via|courtesy))? ?[:|]|Photo (?:by|courtesy)|(?:Credit|Source) ?: (?:AP|AFP|Reuters|Getty)|Click to expand Image|Show Caption|In this (?:[A-Za-z]+\.? [0-9]|photo|image|picture|file|handout|undated|frame|still|screen)|(?:ABOVE|BELOW|PICTURED|Pictured|CAPTION|Caption) ?:|Feature Image via)",
    )
    .ok()
});

/// Lines that end so are captions.
static CREDIT: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r"(?:\((?:File |AP |AFP |EPA |Reuters |Getty )?(?:[Pp]hoto|[Ii]mage|[Pp]icture|[Ff]ile)s?(?-u:\b)[^()]{0,80}\)|\([^()]{0,60}(?:/|via |via)(?:AFP|AP|Reuters|REUTERS|EPA|Getty(?: Images)?|Gett|Xinhua|Anadolu|Handout)[^()]{0,40}\)|\((?:AFP|AP|Reuters|REUTERS|EPA|Getty Images|Xinhua|Anadolu)(?: [Pp]hoto| [Ff]ile)?\)|[.!] (?:AFP|AP|Reuters|EPA|Xinhua|Getty Images)|(?-u:\b)(?:REUTERS|AFP|EPA|AP Photo|AP|Getty Images)/[A-Z][A-Za-z.'’-]+(?: [A-Z][A-Za-z.'’-]+){0,3}(?:/[A-Za-z]+(?: [A-Za-z]+)?)?|\| ?(?:Photo Credit|License Photo)(?-u:\b).{0,40}|(?:PHOTO|Photo|Photograph|Credit|Image|Picture): ?[A-Z][A-Za-z./ -]{1,40})\.?$",
    )
    .ok()
});

/// A noun for a picture and what it shows, near the start of a line.
static SHOWS: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r"(?i)(?-u:\b)(?:photo|photograph|picture|image|snap|snapshot|screenshot|screengrab|frame grab|footage|still|illustration|map|video grab|handout)(?-u:\b)(?: (?:taken|provided|released|obtained|made available|from|by|of)(?-u:\b)[^.]{0,60}?)? (?:shows?|showing|shown|depicts?|depicting|purporting to show)(?-u:\b)",
    )
    .ok()
});

/// A picture credit between two sentences: "… in the town (Reuters Photo) Two people …".
static INSIDE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"\((?:(?:File )?[Pp]hoto[:/ ]+)?(?:(?:AFP|AP|EPA|Reuters|REUTERS|AA|Anadolu|Getty|Xinhua|[A-Z]{2,4} World)(?: Photo| PHOTO| File| [Aa]rchive| Images| and Agencies| photo)?|(?:File|AP|AFP) ?/? ?[Pp]hoto(?: ?/ ?[A-Z][A-Za-z ]{1,30})?)\)").ok()
});

/// How far down picture credits between sentences are looked for, in bytes; further down an agency in
/// brackets may be any mention.
const TOP: usize = 600;

/// Sets aside picture credits between sentences, so that the caption does not run on into the report.
/// The caption itself stays: in such text nothing tells where it begins.
pub fn credits(text: &str, marks: &mut Marks) {
    let top = text.get(..text.floor_char_boundary(TOP)).unwrap_or("");
    for m in INSIDE.iter().flat_map(|r| r.find_iter(top)) {
        let after = text.get(m.end()..).unwrap_or("").strip_prefix(' ');
        if after.is_some_and(|a| a.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit())) {
            marks.add(text, Span::new(m.start(), m.end()), FurnitureKind::Caption);
        }
    }
}

/// Longest caption, in bytes.
const LONGEST: usize = 420;

/// How many bytes of a caption line may stand before the noun for the picture.
const NOUN_BY: usize = 70;

/// Finds caption lines and sets them aside. `lead` is the number of lines at the top among which an
/// uncredited line may be a caption.
pub fn find(text: &str, lines: &[Span], lead: usize, marks: &mut Marks) -> Vec<String> {
    let mut out = Vec::new();
    for (i, line) in lines.iter().enumerate() {
        if lines.len() > 1
            && line.len() <= LONGEST
            && !marks.touches(*line)
            && is_caption(line.of(text), i < lead, i + 2 < lines.len())
        {
            marks.add(text, *line, FurnitureKind::Caption);
            out.push(line.of(text).to_string());
        }
    }
    out
}

fn is_caption(line: &str, leads: bool, inside: bool) -> bool {
    let has = |r: &LazyLock<Option<Regex>>| r.as_ref().is_some_and(|r| r.is_match(line));
    let shows = || {
        leads
            && SHOWS
                .as_ref()
                .and_then(|r| r.find(line.get(..line.floor_char_boundary(240))?))
                .is_some_and(|m| m.start() <= NOUN_BY && single(line))
    };
    has(&OPENING) || credited(line, inside) || shows()
}

/// Ends with a picture credit. A bare agency ends reports and follows its own full name
/// too, so such a line is a caption only when it is one short sentence with a stop before the agency
/// and stands inside the report.
fn credited(line: &str, inside: bool) -> bool {
    let tail = line.floor_char_boundary(line.len().saturating_sub(160));
    let Some(m) = CREDIT.as_ref().and_then(|r| r.find(line.get(tail..)?)) else { return false };
    let bare = m.as_str().len() <= 15 && m.as_str().starts_with(['(', '.', '!']);
    let before = line.get(..tail + m.start()).unwrap_or("").trim_end();
    let stopped = before.ends_with(['.', '!', '?']) || !m.as_str().starts_with('(');
    !bare || (inside && stopped && single(line) && line.len() <= 200)
}

/// Whether `line` is one sentence, but for a short one at its end.
fn single(line: &str) -> bool {
    let end = super::lines::sentence_end(line, 0);
    line.len() - end <= 60
}
