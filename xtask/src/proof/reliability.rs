//! `cargo xtask reliability DEV.jsonl [--reader KIND]`: how often events are right by how sure they are.

use super::{decider, page};
use anyhow::{Context, Result};
use dateline::eval::{Reliability, judged, read_reports};
use dateline::{Coder, code_gold};

/// Runs the task.
///
/// # Errors
/// Names what could not be read or written.
pub fn run(args: &[String]) -> Result<()> {
    let path = args.first().context("usage: cargo xtask reliability DEV.jsonl [--reader KIND]")?;
    let (decider, reader) = decider(args)?;
    let text = std::fs::read_to_string(path).with_context(|| format!("{path} could not be read"))?;
    let gold = read_reports(&text)?;
    let coded = code_gold(&Coder::new().decided_by(decider), &gold, true)?;
    let curve = Reliability::new(&judged(&gold, &coded));
    let table = table(&curve);
    println!("{table}");
    let drawing = format!("reliability-{reader}.svg");
    std::fs::write(page::docs().join(&drawing), svg(&curve))?;
    page::put(
        &format!("reliability {reader}"),
        &format!("![How sure, and how often right]({drawing})\n\n{table}"),
    )
}

fn table(curve: &Reliability) -> String {
    let mut out =
        String::from("| confidence | events | mean confidence | share right |\n|---|---|---|---|\n");
    for (k, band) in curve.0.iter().enumerate() {
        let (from, to) = (k as f64 / 10.0, (k + 1) as f64 / 10.0);
        let of = |x: f64| if band.events > 0 { format!("{x:.3}") } else { "-".to_string() };
        out += &format!(
            "| {from:.1}–{to:.1} | {} | {} | {} |\n",
            band.events,
            of(band.confidence),
            of(band.right)
        );
    }
    let events: usize = curve.0.iter().map(|b| b.events).sum();
    out + &format!(
        "\nExpected calibration error over these bands: {:.3}, of {events} events.\n",
        curve.error()
    )
}

/// Side of the square that the curve is drawn in, in pixels, and the room around it.
const SIDE: f64 = 280.0;
const ROOM: f64 = 40.0;

/// The curve: a dot a band, as large as the band has events, on the line where a perfect one would lie.
fn svg(curve: &Reliability) -> String {
    let x = |p: f64| ROOM + p * SIDE;
    let y = |p: f64| ROOM / 2.0 + (1.0 - p) * SIDE;
    let (width, height) = (SIDE + 1.5 * ROOM, SIDE + 1.5 * ROOM);
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width:.0} {height:.0}\" width=\"{width:.0}\" role=\"img\" \
         aria-label=\"Share of events that are right, by confidence\">\n<rect width=\"100%\" height=\"100%\" fill=\"#fff\"/>\n\
         <g font-family=\"sans-serif\" font-size=\"11\" fill=\"#333\">\n"
    );
    for tenth in 0..=5 {
        let p = f64::from(tenth) / 5.0;
        let (a, b) = (x(p), y(p));
        out += &format!(
            "<line x1=\"{a:.0}\" y1=\"{:.0}\" x2=\"{a:.0}\" y2=\"{:.0}\" stroke=\"#e5e5e5\"/>\
             <line x1=\"{:.0}\" y1=\"{b:.0}\" x2=\"{:.0}\" y2=\"{b:.0}\" stroke=\"#e5e5e5\"/>\
             <text x=\"{a:.0}\" y=\"{:.0}\" text-anchor=\"middle\">{p:.1}</text>\
             <text x=\"{:.0}\" y=\"{:.0}\" text-anchor=\"end\">{p:.1}</text>\n",
            y(0.0),
            y(1.0),
            x(0.0),
            x(1.0),
            y(0.0) + 16.0,
            x(0.0) - 6.0,
            b + 4.0
        );
    }
    out += &format!(
        "<text x=\"{:.0}\" y=\"{:.0}\" text-anchor=\"middle\">confidence</text>\
         <text transform=\"translate(11 {:.0}) rotate(-90)\" text-anchor=\"middle\">share right</text>\n\
         <line x1=\"{:.0}\" y1=\"{:.0}\" x2=\"{:.0}\" y2=\"{:.0}\" stroke=\"#999\" stroke-dasharray=\"4 3\"/>\n",
        x(0.5),
        height - 6.0,
        y(0.5),
        x(0.0),
        y(0.0),
        x(1.0),
        y(1.0)
    );
    for band in curve.0.iter().filter(|b| b.events > 0) {
        let size = 2.0 + (band.events as f64).sqrt();
        out += &format!(
            "<circle cx=\"{:.1}\" cy=\"{:.1}\" r=\"{size:.1}\" fill=\"#3b6ea5\" fill-opacity=\"0.75\"><title>{} events</title></circle>\n",
            x(band.confidence),
            y(band.right),
            band.events
        );
    }
    out + "</g>\n</svg>\n"
}
