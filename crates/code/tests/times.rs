//! Holds the finding and resolving of times against Recognizers-Text where its cases are at hand.

#[allow(dead_code)]
#[path = "../examples/times.rs"]
mod times;

use std::path::Path;

#[test]
fn nine_in_ten_cases_of_recognizers_text_are_right() {
    let path =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/sets/time/recognizers_english.tar.gz");
    if !path.exists() {
        println!("skipped: the cases of Recognizers-Text are not at hand");
        return;
    }
    for name in ["DateParser.json", "DatePeriodParser.json"] {
        let tally = times::score(&path, name, false, false);
        assert!(tally.all > 50, "{name} was not read");
        assert!(tally.right * 10 >= tally.all * 9, "{name}: {} of {}", tally.right, tally.all);
    }
}
