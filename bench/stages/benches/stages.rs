//! Time of each stage over the reports of a JSONL file: `cargo bench -p dateline-bench`.
//!
//! `DATELINE_CORPUS` names the file; without it our own examples are used.

#![allow(missing_docs, reason = "criterion's macro makes a function without any")]

use criterion::{BatchSize, Criterion, Throughput, criterion_group, criterion_main};
use dateline::{Coder, contract};
use dateline_bench::{Stage, pages, take};
use dateline_code::fuse::{Edge, Ties, cluster, edge};
use dateline_code::pair::{Account, Heading, Pairing};
use dateline_terms::Page;
use dateline_terms::told::Event;
use std::path::Path;

fn corpus() -> String {
    let examples = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/gold.jsonl");
    let path = std::env::var_os("DATELINE_CORPUS").map_or(examples, Into::into);
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn stages(criterion: &mut Criterion) {
    let pages = pages(&corpus(), 50);
    let coder = Coder::new();
    let mut group = criterion.benchmark_group("stages");
    group.throughput(Throughput::Elements(pages.len() as u64)).sample_size(10);
    for (name, stage) in Stage::ALL.into_iter().filter(|(_, stage)| *stage != Stage::None) {
        group.bench_function(name, |bencher| {
            let all = || pages.iter().map(|page| take(&coder, page, stage)).sum::<usize>();
            bencher.iter_batched(|| (), |()| all(), BatchSize::PerIteration);
        });
    }
    group.finish();
}

/// The events that are coded, laid out for comparison.
fn accounts() -> Vec<Account> {
    let (coder, pairing) = (Coder::new(), Pairing::embedded());
    let mut accounts = Vec::new();
    for (n, page) in pages(&corpus(), 50).into_iter().enumerate() {
        // Of one report's events none are compared.
        let coded = coder.code(&Page { id: n.to_string(), ..page });
        let mut object = contract::object(&coded);
        let events: Vec<Event> = serde_json::from_value(object["events"].take()).expect("events");
        let report = &coded.report;
        let heading = Heading { report: &report.id, published: report.day(), title: report.title.as_deref() };
        accounts.extend(events.iter().map(|e| Account::new(e, &heading, coder.books(), &pairing.words)));
    }
    accounts
}

/// Every pair of the events that are coded: how likely the two are one incident, and whether it is an edge.
fn pairs(criterion: &mut Criterion) {
    let (accounts, pairing) = (accounts(), Pairing::embedded());
    let each = || accounts.iter().flat_map(|a| accounts.iter().map(move |b| (a, b)));
    let mut group = criterion.benchmark_group("pairs");
    group.throughput(Throughput::Elements((accounts.len() * accounts.len()) as u64)).sample_size(10);
    group.bench_function("likelihood", |bencher| {
        bencher.iter(|| each().map(|(a, b)| pairing.likelihood(a, b)).sum::<f32>());
    });
    group.bench_function("edge", |bencher| {
        bencher.iter(|| each().filter_map(|(a, b)| edge(a, b, pairing)).sum::<f32>());
    });
    group.finish();
}

/// One component: 5,000 claims with 100,000 edges, most of them within incidents of fifty claims.
fn component(criterion: &mut Criterion) {
    let mut seed = 1u64;
    let mut random = |below: usize| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (seed >> 33) as usize % below
    };
    let edges: Vec<Edge> = (0..100_000)
        .map(|n| {
            let a = random(5_000);
            let b = if n % 10 == 0 { random(5_000) } else { a / 50 * 50 + random(50) };
            Edge { a: a as u32, b: b as u32, likelihood: 0.2 + 0.8 * random(1_000) as f32 / 1_000.0 }
        })
        .filter(|edge| edge.a != edge.b)
        .collect();
    let ids: Vec<usize> = (0..5_000).collect();
    criterion.bench_function("cluster/5000 claims, 100000 edges", |bencher| {
        bencher.iter(|| cluster(&ids, &edges, &Ties::default(), |a, b| a % 97 == b % 97, 0.35).len());
    });
}

criterion_group!(benches, stages, pairs, component);
criterion_main!(benches);
