//! Time of each stage over the reports of a JSONL file: `cargo bench -p dateline-bench`.
//!
//! `DATELINE_CORPUS` names the file; without it our own examples are used.

#![allow(missing_docs, reason = "criterion's macro makes a function without any")]

use criterion::{BatchSize, Criterion, Throughput, criterion_group, criterion_main};
use dateline::Coder;
use dateline_bench::{Stage, pages, take};
use dateline_code::pair::{Account, Pairing};
use dateline_terms::Page;
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

/// Every pair of the events that are coded: how likely the two are one incident.
fn pairs(criterion: &mut Criterion) {
    let (coder, pairing) = (Coder::new(), Pairing::embedded());
    let mut accounts = Vec::new();
    for (n, page) in pages(&corpus(), 50).into_iter().enumerate() {
        // Of one report's events none are compared.
        let coded = coder.code(&Page { id: n.to_string(), ..page });
        let (report, vectors) = (&coded.report, &coded.reading.vectors);
        let account = |claim| Account::new(claim, report, vectors, coder.books(), &pairing.words);
        accounts.extend(coded.coded.claims.iter().map(account));
    }
    let mut group = criterion.benchmark_group("pairs");
    group.throughput(Throughput::Elements((accounts.len() * accounts.len()) as u64)).sample_size(10);
    group.bench_function("likelihood", |bencher| {
        bencher.iter(|| {
            let each = accounts.iter().flat_map(|a| accounts.iter().map(move |b| (a, b)));
            each.map(|(a, b)| pairing.likelihood(a, b)).sum::<f32>()
        });
    });
    group.finish();
}

criterion_group!(benches, stages, pairs);
criterion_main!(benches);
