//! Cleans every page of a tar.gz of gzipped pages and prints one JSON object a page: id, text, title,
//! published, and the milliseconds that cleaning took (and finding the date alone); with `--figures` every block and its figures, to train
//! on. `bench/pages.sh` reads the one, `train/page` the other.

mod archive;

use dateline_terms::{Format, Page};
use std::io::Write;
use std::time::Instant;

fn main() -> std::io::Result<()> {
    let Some(path) = std::env::args().nth(1) else {
        eprintln!("usage: pages PAGES.tar.gz [--figures]");
        std::process::exit(2);
    };
    let figures = std::env::args().any(|given| given == "--figures");
    let packed = std::fs::read(path)?;
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    for (name, bytes) in archive::pages(&packed)? {
        let page = Page::new(name.clone(), bytes, Format::Html);
        if figures {
            let blocks = dateline_page::blocks_with_figures(&page);
            writeln!(out, "{}", serde_json::json!({"id": name, "blocks": blocks}))?;
            continue;
        }
        let ((report, _), ms) = timed(|| dateline_page::clean(&page));
        let (day, date_ms) = timed(|| dateline_page::published_on(&page));
        let row = serde_json::json!({
            "id": name, "text": report.text, "title": report.title, "outlet": report.outlet,
            "byline": report.byline, "section": report.section, "language": report.language,
            "published": report.day().map(|day| day.to_string()), "day": day.map(|day| day.to_string()),
            "ms": ms, "date_ms": date_ms,
        });
        writeln!(out, "{row}")?;
    }
    out.flush()
}

/// What `work` gives, and the milliseconds that it took.
fn timed<T>(work: impl FnOnce() -> T) -> (T, f64) {
    let (begin, before) = (Instant::now(), busy());
    let out = work();
    let spent = match (before, busy()) {
        (Some(from), Some(to)) => (to - from) as f64 / 1e6,
        _ => begin.elapsed().as_secs_f64() * 1e3,
    };
    (out, spent)
}

/// Nanoseconds that this thread has had a processor, where the system tells (Linux): other programs'
/// load does not count.
fn busy() -> Option<u64> {
    std::fs::read_to_string("/proc/thread-self/schedstat").ok()?.split(' ').next()?.parse().ok()
}
