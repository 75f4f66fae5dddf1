//! `cargo xtask ecb DOCUMENTS.jsonl[.gz]`: how far fusion, which is made for incidents of conflict, goes on ECB+, a
//! corpus of coreference between events of any kind in news reports. Mentions and topics are given; mentions that
//! corpus annotates are all that is scored.

mod score;

use crate::pair::of_mention;
use anyhow::{Context, Result};
use dateline::Coder;
use dateline_code::attribute::view::View;
use dateline_code::fuse::{Ties, fuse};
use dateline_code::gazetteer::fold::fold;
use dateline_code::pair::{Account, Heading, Pairing};
use dateline_terms::told::{Actor, Event, Quote, Time};
use dateline_terms::{Format, Page, Span, Standing, Status};
use score::{Clusters, measures};
use serde_json::Value;
use std::collections::BTreeMap;

/// One annotated mention of an event.
struct Mention {
    document: String,
    /// The documents that are given as of one topic.
    topic: String,
    chain: String,
    /// Its longest word, without its end.
    word: String,
    account: Account,
}

/// Runs the task.
///
/// # Errors
/// Names what could not be read.
pub fn run(args: &[String]) -> Result<()> {
    let path = args.first().context("usage: cargo xtask ecb DOCUMENTS.jsonl[.gz]")?;
    let coder = Coder::new();
    let mut splits: BTreeMap<String, Vec<Mention>> = BTreeMap::new();
    for line in crate::muc4::read(path)?.lines().filter(|l| !l.trim().is_empty()) {
        let document: Value =
            serde_json::from_str(line).with_context(|| format!("{path}: a line is no JSON"))?;
        let split = document["split"].as_str().unwrap_or_default().to_string();
        splits.entry(split).or_default().extend(mentions(&document, &coder));
    }
    println!("split | mentions joined by | MUC | B³ | CEAF-e | mean (CoNLL) F1");
    for (split, mentions) in &splits {
        let key = by(mentions, |m| m.chain.clone());
        let row = |name: &str, told: &Clusters| {
            let f1 = measures(&key, told).map(|rates| rates.f1());
            let mean = f1.iter().sum::<f64>() / 3.0;
            println!("{split} | {name} | {:.3} | {:.3} | {:.3} | {mean:.3}", f1[0], f1[1], f1[2]);
        };
        row("nothing", &(0..mentions.len()).map(|n| vec![n]).collect());
        row("the same word", &by(mentions, |m| format!("{} {}", m.topic, m.word)));
        row("fusion", &fused(mentions, false));
        row("fusion, chains within a document given", &fused(mentions, true));
        row("chains within a document given", &by(mentions, |m| format!("{} {}", m.document, m.chain)));
    }
    Ok(())
}

fn by(mentions: &[Mention], name: impl Fn(&Mention) -> String) -> Clusters {
    let mut clusters: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    mentions.iter().enumerate().for_each(|(n, m)| clusters.entry(name(m)).or_default().push(n));
    clusters.into_values().collect()
}

/// Fuses the mentions of each topic; with `chains`, those that are one event in one document are joined beforehand.
fn fused(mentions: &[Mention], chains: bool) -> Clusters {
    let mut clusters = Clusters::new();
    for topic in by(mentions, |m| m.topic.clone()) {
        let claims: Vec<(usize, &Account)> = topic.iter().map(|n| (*n, &mentions[*n].account)).collect();
        let mut ties = Ties::default();
        if chains {
            let known = by(mentions, |m| format!("{} {}", m.document, m.chain));
            ties.same = known.iter().flat_map(|chain| chain.windows(2).map(|two| (two[0], two[1]))).collect();
        }
        let groups = fuse(&claims, &ties, Pairing::embedded());
        clusters
            .extend(groups.into_iter().map(|group| group.into_iter().map(|n| topic[n]).collect::<Vec<_>>()));
    }
    clusters
}

/// The mentions of one document, each as a claim: its sentence is the evidence, and the sentence's first day and
/// place and the actors before and after it are its own. Its type is that of the codebook's act word; for other
/// words the word itself.
fn mentions(document: &Value, coder: &Coder) -> Vec<Mention> {
    let string = |name: &str| document[name].as_str().unwrap_or_default().to_string();
    let text = string("text");
    let mut page = Page::new(string("id"), text.clone().into_bytes(), Format::Text);
    page.keep_text = true;
    let (report, reading, ..) = coder.read(&page);
    let view = View::new(&report, &reading, coder.books());
    let heading = Heading { report: &report.id, published: report.day(), title: None };
    let bytes: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
    let place = |v: &Value| bytes.get(v.as_u64()? as usize).copied();
    let rows = document["events"].as_array().map_or(&[][..], Vec::as_slice);
    let mention = |row: &Value| {
        let at = Span::new(place(&row["start"])?, place(&row["end"])?);
        let word = word(at.of(&text));
        let event = event(&view, at, &word);
        Some(Mention {
            document: report.id.clone(),
            topic: string("cluster"),
            chain: row["chain"].as_str()?.to_string(),
            account: Account::new(&event, &heading, coder.books(), &Pairing::embedded().words),
            word,
        })
    };
    rows.iter().filter_map(mention).collect()
}

/// Letters of a word that are kept: most endings go.
const STEM: usize = 5;

fn word(mention: &str) -> String {
    let folded = fold(mention);
    let longest = folded.split(' ').max_by_key(|word| word.len()).unwrap_or_default();
    longest.chars().take(STEM).collect()
}

fn event(view: &View<'_>, at: Span, word: &str) -> Event {
    let text = view.report.text.as_str();
    let sentence = view.reading.sentences.iter().position(|s| s.span.overlaps(at));
    let span = sentence.map_or(at, |n| view.reading.sentences[n].span);
    let held = sentence.map(|n| view.held[n].clone()).unwrap_or_default();
    let act = view.reading.acts.iter().find(|act| act.span.overlaps(at));
    let time = view.times[held.times].iter().find_map(|moment| moment.days);
    let side = |wanted: fn(Span, Span) -> bool| -> Vec<Actor> {
        let actors = view.actors[held.actors.clone()].iter().filter(|actor| wanted(actor.at, at));
        let told = |actor: &dateline_terms::Actor| Actor {
            quote: Quote::new(text, actor.at),
            name: actor.name.clone(),
            kind: actor.kind,
            actor: actor.id.clone(),
            basis: actor.basis.as_str().to_string(),
        };
        actors.map(told).collect()
    };
    Event {
        eid: String::new(),
        incident: None,
        evidence: Quote::new(text, span),
        more_evidence: Vec::new(),
        event_type: act.and_then(|act| act.types.first().cloned()).unwrap_or_else(|| word.to_string()),
        status: Status::Occurred,
        standing: if sentence.is_some_and(|n| n < 2) { Standing::Main } else { Standing::Background },
        time: time.map(|(start, end)| Time { start, end, text: None, at: None, basis: "stated".to_string() }),
        place: view.places[held.places].first().map(|place| of_mention(place, text)),
        side_a: side(|actor, act| actor.end <= act.start),
        side_b: side(|actor, act| actor.start >= act.end),
        weapons: Vec::new(),
        harm: Vec::new(),
        claims: Vec::new(),
        confidence: 1.0,
        why: Vec::new(),
    }
}
