//! Whatever is done to our example reports, all rooms together neither panic nor break the evidence law, and
//! give the same twice.

mod program;

use dateline::{Coder, contract};
use dateline_terms::{Format, Page};
use program::{quotes, root};
use proptest::prelude::*;
use std::sync::LazyLock;

static CODER: LazyLock<Coder> = LazyLock::new(Coder::new);

/// Raw bytes of our examples.
static SEEDS: LazyLock<Vec<Vec<u8>>> = LazyLock::new(|| {
    let mut paths: Vec<_> = std::fs::read_dir(root().join("examples/reports"))
        .expect("the examples")
        .map(|entry| entry.expect("a file").path())
        .collect();
    paths.sort();
    paths.iter().map(|path| std::fs::read(path).expect("a file")).collect()
});

/// Two examples cut and put together at any byte, with junk between.
fn spliced() -> impl Strategy<Value = Vec<u8>> {
    let junk = prop_oneof![
        3 => "\\PC{0,6}".prop_map(String::into_bytes),
        1 => proptest::collection::vec(any::<u8>(), 0..6),
        1 => proptest::sample::select(&["at least 99999999999999999999 dead", "</p>", "\u{202e}", "”", "on the 31st of February"][..])
            .prop_map(|s| s.as_bytes().to_vec()),
    ];
    let cut = || (any::<prop::sample::Index>(), any::<prop::sample::Index>());
    (cut(), cut(), proptest::collection::vec(junk, 0..4)).prop_map(|((a, x), (b, y), junk)| {
        let (a, b) = (a.get(&SEEDS[..]), b.get(&SEEDS[..]));
        [&a[..x.index(a.len())], &junk.concat(), &b[y.index(b.len())..]].concat()
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn spliced_reports_are_coded_with_evidence(bytes in spliced(), as_text in any::<bool>()) {
        let mut page = Page::new("x", bytes, if as_text { Format::Text } else { Format::Unknown });
        page.published = "2024-01-09".parse().ok();
        let coded = CODER.code(&page);
        let line = contract::line(&coded);
        prop_assert_eq!(&line, &contract::line(&CODER.code(&page)));
        let report: serde_json::Value = serde_json::from_str(&line).expect("JSON");
        quotes::check(&report, &coded.report.text);
    }
}
