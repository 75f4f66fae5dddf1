//! Measures the finding of speakers: `speakers FILE [--misses N] [--split NAME]`.
//!
//! FILE is gold in the shape of the contract (rows with `said_by`) or attributions with `source`, `cue` and
//! `content` spans (in code points), JSON Lines, maybe gzipped. For gold a row is found when a saying whose
//! content or sentence touches the row's quote has its speaker (all words of the shorter name in the longer).

use dateline_read::{Lexicon, Reader};
use dateline_terms::{Reading, Report, Span, SpeechMention};
use serde_json::Value;
use std::io::Read;

#[derive(Default)]
struct Share(usize, usize);

impl Share {
    fn add(&mut self, hit: bool) {
        self.0 += usize::from(hit);
        self.1 += 1;
    }

    fn show(&self, name: &str) {
        println!("{name:34} {:.3}  ({} of {})", self.0 as f64 / self.1.max(1) as f64, self.0, self.1);
    }
}

fn main() {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let option = |name: &str| args.iter().position(|a| a == name).and_then(|i| args.get(i + 1)).cloned();
    let misses = option("--misses").and_then(|n| n.parse().ok()).unwrap_or(0);
    let split = option("--split");
    let Some(path) = args.first() else {
        return eprintln!("usage: speakers FILE [--misses N] [--split NAME]");
    };
    let mut raw = Vec::new();
    match std::fs::File::open(path) {
        Ok(file) if path.ends_with(".gz") => flate2::read::MultiGzDecoder::new(file).read_to_end(&mut raw),
        Ok(mut file) => file.read_to_end(&mut raw),
        Err(problem) => return eprintln!("{path}: {problem}"),
    }
    .unwrap_or_default();
    let rows: Vec<Value> = String::from_utf8_lossy(&raw)
        .lines()
        .filter_map(|l| serde_json::from_str(l).ok())
        .filter(|v: &Value| split.is_none() || v["split"].as_str() == split.as_deref())
        .collect();
    if rows.iter().any(|r| r.get("annotators").is_some()) {
        attributions(&rows, misses)
    } else {
        gold(&rows, misses)
    }
}

fn read(row: &Value) -> (Report, Reading) {
    let report = Report { text: row["text"].as_str().unwrap_or("").to_owned(), ..Report::default() };
    let (reading, _) = Reader::new(&Lexicon::default()).read(&report);
    (report, reading)
}

fn gold(rows: &[Value], mut misses: usize) {
    let (mut harm, mut claims, mut stance, mut precise) = <(Share, Share, Share, Share)>::default();
    let mut bytes = 0;
    let began = std::time::Instant::now();
    let read: Vec<_> = rows.iter().map(read).collect();
    let took = began.elapsed();
    for (row, (report, reading)) in rows.iter().zip(&read) {
        let text = &report.text;
        bytes += text.len();
        let mut named: Vec<&str> = Vec::new();
        let mut told: Vec<Span> = Vec::new();
        for event in row["events"].as_array().into_iter().flatten() {
            let evidence = place(text, &event["evidence"], 0);
            told.extend(evidence);
            let quotes = event["claims"].as_array().into_iter().flatten().map(|c| (c, true));
            let figures = event["harm"].as_array().into_iter().flatten().map(|h| (h, false));
            for (item, claim) in quotes.chain(figures) {
                let Some(said_by) = item["said_by"].as_str() else { continue };
                named.push(said_by);
                let from = evidence.map_or(0, |e| e.start);
                let key = if claim { &item["quote"] } else { &item["text"] };
                let Some(at) = place(text, key, if claim { 0 } else { from }).or(place(text, key, 0)) else {
                    continue;
                };
                let near: Vec<&SpeechMention> =
                    reading.speech.iter().filter(|m| touches(reading, m, at)).collect();
                let named_so = near.iter().filter(|m| same_name(m.speaker.of(text), said_by));
                let found: Vec<&SpeechMention> = named_so.copied().collect();
                if claim {
                    claims.add(!found.is_empty())
                } else {
                    harm.add(!found.is_empty())
                }
                if claim && !found.is_empty() {
                    let right = found.iter().any(|m| item["stance"].as_str() == Some(m.stance.as_str()));
                    stance.add(right);
                    if !right && misses > 0 {
                        println!(
                            "STANCE gold {} {}, read {:?} {:?} | {}",
                            item["stance"],
                            item["about"],
                            found[0].stance,
                            found[0].cue.of(text),
                            item["quote"]
                        );
                    }
                }
                if found.is_empty() && misses > 0 {
                    misses -= 1;
                    let others: Vec<_> = near.iter().map(|m| m.speaker.of(text)).collect();
                    let around = reading
                        .sentence_at(at)
                        .and_then(|i| reading.sentences.get(i))
                        .map_or("", |s| s.span.of(text));
                    println!(
                        "MISS {:?} {said_by:?} {:?}\n   have {others:?}\n   {around}",
                        row["id"].as_str().unwrap_or(""),
                        item["stance"]
                    );
                }
            }
        }
        let on_events = reading.speech.iter().filter(|m| told.iter().any(|t| t.overlaps(m.content)));
        let right = |m: &SpeechMention| named.iter().any(|n| same_name(n, m.speaker.of(text)));
        extras(text, reading, on_events, right, &mut precise, &mut misses);
    }
    claims.show("claims: speaker found");
    harm.show("harm: speaker found");
    stance.show("claims: stance right, if found");
    precise.show("sayings on events, speaker in gold");
    println!("{:.3} ms for 1,800 characters", took.as_secs_f64() * 1e3 * 1800.0 / bytes.max(1) as f64);
}

/// Counts the sayings that are right, and prints those that are not.
fn extras<'r>(
    text: &str,
    reading: &Reading,
    sayings: impl Iterator<Item = &'r SpeechMention>,
    right: impl Fn(&SpeechMention) -> bool,
    precise: &mut Share,
    misses: &mut usize,
) {
    for m in sayings {
        let right = right(m);
        precise.add(right);
        if !right && *misses > 0 {
            *misses -= 1;
            let sentence = reading.sentences[m.sentence].span.of(text);
            println!("EXTRA {:?} {:?} | {sentence}", m.speaker.of(text), m.cue.of(text));
        }
    }
}

fn place(text: &str, quote: &Value, from: usize) -> Option<Span> {
    let quote = quote.as_str()?;
    let at = from + text.get(from..)?.find(quote)?;
    Some(Span::new(at, at + quote.len()))
}

fn touches(reading: &Reading, m: &SpeechMention, at: Span) -> bool {
    m.content.overlaps(at) || reading.sentences.get(m.sentence).is_some_and(|s| s.span.overlaps(at))
}

/// The rule of the scorer, less its edit distance.
fn same_name(a: &str, b: &str) -> bool {
    let words = |s: &str| -> Vec<String> {
        let plain: String = s
            .to_lowercase()
            .chars()
            .filter(|c| c.is_alphanumeric() || c.is_whitespace() || *c == '-')
            .collect();
        let all: Vec<String> =
            plain.split(|c: char| c.is_whitespace() || c == '-').map(str::to_owned).collect();
        all.into_iter().skip_while(|w| matches!(w.as_str(), "the" | "al")).collect()
    };
    let (a, b) = (words(a), words(b));
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    (short.join(" ").len() >= 4 && short.iter().all(|w| long.contains(w)))
        || (short == long && !short.is_empty())
}

fn attributions(rows: &[Value], mut misses: usize) {
    let (mut cues, mut sources, mut saying, mut precise) = <(Share, Share, Share, Share)>::default();
    for row in rows {
        let (report, reading) = read(row);
        let text = &report.text;
        let bytes: Vec<usize> = text.char_indices().map(|(i, _)| i).chain([text.len()]).collect();
        let list = &row["annotators"][0]["attributions"];
        let spans = |item: &Value| -> Vec<Span> {
            let all = item
                .as_array()
                .into_iter()
                .flatten()
                .flat_map(|p| p["spans"].as_array().into_iter().flatten());
            let at = |v: &Value| v.as_u64().and_then(|n| bytes.get(n as usize)).copied().unwrap_or(0);
            all.map(|s| Span::new(at(&s[0]), at(&s[1]))).collect()
        };
        let gold: Vec<(Vec<Span>, Vec<Span>)> = list
            .as_array()
            .into_iter()
            .flatten()
            .map(|a| (spans(&a["source"]), spans(&a["cue"])))
            .filter(|(s, c)| !s.is_empty() && !c.is_empty())
            .collect();
        let overlap = |spans: &[Span], at: Span| spans.iter().any(|s| s.overlaps(at));
        for (source, cue) in &gold {
            let by_cue = reading.speech.iter().any(|m| overlap(cue, m.cue));
            let right = reading
                .speech
                .iter()
                .any(|m| overlap(cue, m.cue) && (overlap(source, m.speaker) || is_pronoun(source, text)));
            cues.add(by_cue);
            sources.add(right);
            let words = cue.iter().map(|c| c.of(text)).collect::<Vec<_>>().join(" ");
            let plain = words.split(|c: char| !c.is_alphanumeric()).any(|w| {
                matches!(w, "said" | "says" | "told" | "according" | "announced" | "added" | "reported")
            });
            if plain {
                saying.add(right);
                if !right && misses > 0 {
                    misses -= 1;
                    let around = source
                        .first()
                        .and_then(|s| reading.sentence_at(*s))
                        .map_or("", |i| reading.sentences[i].span.of(text));
                    println!(
                        "MISS {:?} {words:?} | {around}",
                        source.iter().map(|s| s.of(text)).collect::<Vec<_>>()
                    );
                }
            }
        }
        let right = |m: &SpeechMention| {
            gold.iter().any(|(s, c)| overlap(c, m.cue) && (overlap(s, m.speaker) || is_pronoun(s, text)))
        };
        extras(text, &reading, reading.speech.iter(), right, &mut precise, &mut misses);
    }
    cues.show("cues found");
    sources.show("sources found with their cue");
    saying.show("  of plain sayings (said, told, …)");
    precise.show("sayings right in cue and source");
}

fn is_pronoun(spans: &[Span], text: &str) -> bool {
    spans.iter().any(|s| {
        matches!(
            s.of(text).to_lowercase().as_str(),
            "he" | "she" | "it" | "they" | "i" | "we" | "who" | "his" | "her"
        )
    })
}
