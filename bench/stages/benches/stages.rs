//! Time of each stage over the reports of a JSONL file: `cargo bench -p dateline-bench`.
//!
//! `DATELINE_CORPUS` names the file; without it our own examples are used.

#![allow(missing_docs, reason = "criterion's macro makes a function without any")]

use criterion::{BatchSize, Criterion, Throughput, criterion_group, criterion_main};
use dateline::Coder;
use dateline_bench::{Stage, pages, take};
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

criterion_group!(benches, stages);
criterion_main!(benches);
