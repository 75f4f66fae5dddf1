//! What the trained reader learns from, as JSON Lines: for each coded report the pieces that the encoder
//! reads, and every decision with what the rules say of it and what the coder decided.

use super::gold::{self, GoldReport};
use super::{Lesson, aside};
use anyhow::Result;
use dateline_code::Books;
use dateline_code::attribute::view::View;
use dateline_code::weigh::{Example, Model};
use dateline_read::encode::{Cutter, Pieces};
use dateline_terms::Vectors;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::io::Write;

/// Folds over which the rules' own judgement is made: each report is judged by weights that were not
/// learnt from it, so that training does not take them for surer than they are.
const FOLDS: usize = 5;

/// What is dumped beside the reports that the rules learn from.
pub struct Beside<'b> {
    /// Reports never trained on, to watch training by.
    pub apart: Vec<GoldReport>,
    /// Reports made from templates: see [`aside::templates`].
    pub templates: Vec<GoldReport>,
    /// A file of attributions: see [`aside::attributions`].
    pub attributions: Option<&'b str>,
}

/// Writes `out`: first a line with the classes of each decision, then one a report. Reports of `reports`
/// are judged crosswise; those beside them (which the rules never learn from) by weights learnt from all of
/// `reports`.
///
/// # Errors
/// When `out` cannot be written.
pub fn dump(reports: &[GoldReport], beside: &Beside<'_>, out: &str) -> Result<()> {
    let mut file = std::io::BufWriter::new(std::fs::File::create(out)?);
    let cutter = Cutter::new(dateline_read::encode::VOCABULARY);
    let whole = Lesson::read(reports).learn();
    let mut classes: BTreeMap<&str, &[String]> = whole.iter().map(|(n, m)| (*n, m.classes())).collect();
    let yes = ["yes".to_string()];
    classes.insert(aside::SPEAKS, &yes);
    writeln!(file, "{}", json!({ "classes": classes }))?;
    for k in 0..FOLDS {
        let rest: Vec<GoldReport> =
            reports.iter().enumerate().filter(|(i, _)| i % FOLDS != k).map(|(_, r)| r.clone()).collect();
        let held: Vec<GoldReport> =
            reports.iter().enumerate().filter(|(i, _)| i % FOLDS == k).map(|(_, r)| r.clone()).collect();
        lines(&held, &Lesson::read(&rest).learn(), &whole, &cutter, "train", &mut file)?;
    }
    lines(&beside.apart, &whole, &whole, &cutter, "apart", &mut file)?;
    let codebook = Books::embedded().codebook;
    let primer: Vec<GoldReport> = codebook.types().iter().flat_map(|t| gold::examples(t, codebook)).collect();
    lines(&primer, &whole, &whole, &cutter, PRIMER, &mut file)?;
    aside::templates(&beside.templates, &whole, &cutter, &mut file)?;
    beside.attributions.map_or(Ok(()), |path| aside::attributions(path, &whole, &cutter, &mut file))
}

/// The part of the codebook's own examples. They show types that coded reports seldom do; the rules' judgement
/// of them is by weights that learnt from them.
const PRIMER: &str = "primer";

/// What a codebook's example says for sure.
const PRIMED: [&str; 2] = ["events", "refusals"];

/// Weights by the names of the decisions.
pub type Models = BTreeMap<&'static str, Model>;

fn lines(
    reports: &[GoldReport],
    models: &Models,
    whole: &Models,
    cutter: &Cutter,
    part: &str,
    file: &mut impl Write,
) -> Result<()> {
    let lesson = Lesson::read(reports);
    let books = Books::embedded();
    for ((report, reading), gold) in lesson.read.iter().zip(reports) {
        let view = View::new(report, reading, &books);
        let pieces = cutter.cut(&report.text, reading, |_| true);
        let vectors = Vectors { spans: pieces.spans.clone(), ..Vectors::default() };
        let mut decisions: BTreeMap<&str, Vec<Value>> = BTreeMap::new();
        for (group, (name, examples)) in lesson.decisions(&view, gold, whole).into_iter().enumerate() {
            if part == PRIMER && !PRIMED.contains(&name) {
                continue;
            }
            let rows = examples.iter().map(|e| row(e, group, &vectors, models.get(name), whole.get(name)));
            decisions.entry(name).or_default().extend(rows);
        }
        writeln!(
            file,
            "{}",
            json!({ "id": gold.id, "part": part, "stretches": stretches(&pieces), "decisions": decisions })
        )?;
    }
    Ok(())
}

/// The pieces of each stretch.
pub fn stretches(pieces: &Pieces) -> Vec<&[i32]> {
    pieces.stretches.iter().map(|r| &pieces.ids[r.clone()]).collect()
}

/// Piece ranges of what it is about, the rules' logits in the order of the classes, labels, weight, and
/// the number of the list that it is one candidate of (the day of one event, say).
pub fn row(
    e: &Example,
    group: usize,
    vectors: &Vectors,
    model: Option<&Model>,
    whole: Option<&Model>,
) -> Value {
    let ranges: Vec<[usize; 2]> =
        e.features.spans().iter().map(|s| vectors.pieces(*s)).map(|r| [r.start, r.end]).collect();
    let said = model.map(|m| m.logits(&e.features)).unwrap_or_default();
    let of = |class: &String| model.and_then(|m| m.class(class)).and_then(|c| said.get(c).copied());
    let logits: Vec<f32> =
        whole.map(|w| w.classes().iter().map(|c| of(c).unwrap_or(-6.0)).collect()).unwrap_or_default();
    let labels: Vec<u8> = e.labels.iter().map(|l| u8::from(*l)).collect();
    json!([ranges, logits, labels, e.weight, group])
}
