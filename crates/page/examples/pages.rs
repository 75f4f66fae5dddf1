//! Cleans every page of a tar.gz of gzipped pages and prints one JSON object a page: id, text, title,
//! published, and the milliseconds that cleaning took (and finding the date alone); with `--figures` every block and its figures, to train
//! on. `bench/pages.sh` reads the one, `train/page` the other.

use dateline_terms::{Format, Page};
use std::io::{Read, Write};
use std::time::Instant;

fn main() -> std::io::Result<()> {
    let Some(path) = std::env::args().nth(1) else {
        eprintln!("usage: pages PAGES.tar.gz [--figures]");
        std::process::exit(2);
    };
    let figures = std::env::args().any(|given| given == "--figures");
    let mut archive = Vec::new();
    flate2::read::GzDecoder::new(std::fs::File::open(path)?).read_to_end(&mut archive)?;
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    for (name, packed) in members(&archive) {
        let mut bytes = Vec::new();
        if flate2::read::MultiGzDecoder::new(packed).read_to_end(&mut bytes).is_err() {
            continue;
        }
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

/// Names and contents of the gzipped files of a tar archive.
fn members(archive: &[u8]) -> Vec<(String, &[u8])> {
    let mut out = Vec::new();
    let mut at = 0;
    let mut long_name = None;
    while let Some(header) = archive.get(at..at + 512) {
        let field = |from: usize, to: usize| {
            String::from_utf8_lossy(header.get(from..to).unwrap_or(&[])).trim_end_matches('\0').to_string()
        };
        let size = usize::from_str_radix(field(124, 136).trim(), 8).unwrap_or(0);
        let body = archive.get(at + 512..at + 512 + size).unwrap_or(&[]);
        at += 512 + size.div_ceil(512) * 512;
        let words = || String::from_utf8_lossy(body).into_owned();
        match header.get(156) {
            Some(b'L') => long_name = Some(words().trim_end_matches('\0').to_string()),
            Some(b'x') => {
                let words = words();
                let path = words.lines().find_map(|line| line.split_once(" path="));
                long_name = path.map(|(_, path)| path.to_string()).or(long_name);
            }
            _ => {}
        }
        if matches!(header.get(156), Some(b'L' | b'x')) {
            continue;
        }
        let prefix = field(345, 500);
        let short = if prefix.is_empty() { field(0, 100) } else { format!("{prefix}/{}", field(0, 100)) };
        let name = long_name.take().unwrap_or(short);
        if name.ends_with(".gz") {
            out.push((name, body));
        }
    }
    out
}
