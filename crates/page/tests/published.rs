//! Publication dates found in the words of a text.

use dateline_page::clean;
use dateline_terms::{Flaw, Format, Page, PublishedBasis, Report};
use jiff::civil::Date;
use serde_json::Value;
use std::path::PathBuf;

fn read(text: &str, given: Option<&str>) -> (Report, Vec<Flaw>) {
    let mut page = Page::new("test", text, Format::Text);
    page.keep_text = true;
    page.published = given.and_then(|d| d.parse().ok());
    clean(&page)
}

/// The date and its basis.
fn found(text: &str, given: Option<&str>) -> Option<(String, PublishedBasis)> {
    read(text, given).0.published.map(|p| (p.date.to_string(), p.basis))
}

fn stated(text: &str) -> Option<String> {
    found(text, None).filter(|(_, basis)| *basis == PublishedBasis::Stated).map(|(date, _)| date)
}

fn inferred(text: &str) -> Option<String> {
    found(text, None).filter(|(_, basis)| *basis == PublishedBasis::Inferred).map(|(date, _)| date)
}

#[test]
fn a_date_at_the_top_is_the_reports_own() {
    let cases = [
        ("Sat Nov 18 2017 Army foils attack. The army foiled an attack.", "2017-11-18"),
        ("Monday 02 May 2016 20:08 Town council meets again.", "2016-05-02"),
        ("Last updated at Jul 012016 EXAMPLETOWN Nine people died.", "2016-07-01"),
        ("Updated: 5 March 2016\n\nNine people died in the town.", "2016-03-05"),
        ("2013-07-21\nNine people died in the town.", "2013-07-21"),
        ("07.08.2015Get short URL Nine people died.", "2015-08-07"),
        ("Nine die in town AFP Friday 1 Jul 2016 Nine people died.", "2016-07-01"),
        ("EXAMPLETOWN, March 7, 2022 (Example Wire) -- Nine people died.", "2022-03-07"),
        ("   EXAMPLETOWN, 3 JAN 90 (EXAMPLE RADIO) -- [TEXT] NINE PEOPLE DIED.", "1990-01-03"),
        ("Nine people died in the town.\nPublished in Example Times, January 27th, 2021", "2021-01-27"),
    ];
    for (text, day) in cases {
        assert_eq!(stated(text).as_deref(), Some(day), "{text}");
    }
}

#[test]
fn a_date_inside_a_sentence_is_news_and_no_dateline() {
    let cases = [
        "On August 21 2013 shells fell on the town, killing nine.",
        "The blast of Tuesday, May 4, 2021 killed nine people in the town.",
        "The army, which took the town on 3 June 2016, left it.",
        "A report published on 3 May 2016 spoke of nine deaths.",
        "In this March 23, 2021 photo, workers gather at the gate.\nThe plant closed for good, its owner said.",
    ];
    for text in cases {
        assert_eq!(stated(text), None, "{text}");
    }
}

#[test]
fn the_texts_own_date_beats_a_given_one_and_says_so() {
    let text = "Sun Aug 17 2014 Fighters kill nine. Fighters killed nine men on Sunday.";
    let (report, flaws) = read(text, Some("2014-08-02"));
    assert_eq!(report.day().map(|d| d.to_string()).as_deref(), Some("2014-08-17"));
    assert_eq!(report.published.as_ref().map(|p| p.basis), Some(PublishedBasis::Stated));
    assert!(
        flaws.iter().any(|f| f.what.contains("2014-08-17") && f.what.contains("2014-08-02")),
        "{flaws:?}"
    );
}

#[test]
fn a_given_date_that_the_text_bears_out_stays_given() {
    let (report, flaws) = read("17 August 2014 Fighters killed nine men on Sunday.", Some("2014-08-17"));
    let published = report.published.as_ref().map(|p| (p.basis, p.at.map(|at| at.of(&report.text))));
    assert_eq!(published, Some((PublishedBasis::Given, Some("17 August 2014"))));
    assert!(flaws.is_empty(), "{flaws:?}");
}

#[test]
fn a_given_date_settles_what_numbers_leave_open() {
    let open = "04/05/2016 Nine die in blast. Nine people died.";
    assert_eq!(found(open, Some("2016-04-05")), Some(("2016-04-05".into(), PublishedBasis::Given)));
    assert_eq!(found(open, None), Some(("2016-05-04".into(), PublishedBasis::Stated)));
}

#[test]
fn a_first_digit_that_scraping_cut_off_is_put_back() {
    let cut = "5-04-2016 Nine die in blast. Nine people died on Monday.";
    assert_eq!(found(cut, Some("2016-04-25")), Some(("2016-04-25".into(), PublishedBasis::Given)));
    assert_eq!(found(cut, None), Some(("2016-04-25".into(), PublishedBasis::Stated)));
}

#[test]
fn a_dateline_without_year_takes_it_from_the_given_day() {
    let text = "EXAMPLETOWN, Dec 30 (Example Wire) – Nine people died.";
    assert_eq!(found(text, Some("2022-01-02")), Some(("2021-12-30".into(), PublishedBasis::Stated)));
}

#[test]
fn dated_cards_and_the_weekday_of_the_news_give_the_day() {
    let text = "Rockets fell on the base on Monday morning, its commander said.WorldTen Years of War in the Valley5 January, \
                08:45 GMTMost of the attacks, which began in October 2023, had come at night. The minister had said last Friday \
                that talks would begin.WorldMinister Blames Neighbours for the War4 January, 13:50 GMTHe did not say when.";
    assert_eq!(inferred(text).as_deref(), Some("2024-01-08"));
}

#[test]
fn a_dateline_without_year_finds_it_in_the_text() {
    let text = "EXAMPLETOWN, Dec 10 — Nine people died on Friday, the mayor said. The town had been quiet since November 2021.";
    assert_eq!(inferred(text).as_deref(), Some("2021-12-10"));
}

#[test]
fn a_weekday_printed_with_its_date_finds_the_year() {
    let text = "Nine people died on Friday, February 18, the mayor said. The last such blast was in 2020.";
    assert_eq!(inferred(text).as_deref(), Some("2022-02-18"));
}

#[test]
fn no_day_is_given_where_several_remain() {
    let cases = [
        "Nine people died on Monday, the mayor said.",
        "Nine people died on Monday, the mayor said. The war began on March 15, 2011.",
        "Nine people died in the town.WorldTen Years of War in the Valley5 January, 08:45 GMTThe mayor spoke of a bomb.",
        "Nine people died on Friday, February 18, the mayor said.",
        "",
    ];
    for text in cases {
        assert_eq!(found(text, None), None, "{text}");
    }
}

fn gold(name: &str) -> Option<Vec<Value>> {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/gold").join(name);
    let text = std::fs::read_to_string(path).ok()?;
    Some(text.lines().filter_map(|l| serde_json::from_str(l).ok()).collect())
}

fn field(report: &Value, name: &str) -> String {
    report.get(name).and_then(Value::as_str).unwrap_or_default().to_string()
}

/// Floors on gold reports that nothing was tuned on. A stated date that differs from the given one is
/// borne out where gold's main events, which are dated by the text, lie in the week up to it.
#[test]
fn dates_withheld_on_gold_dev_are_found() {
    let Some(reports) = gold("dev.jsonl") else {
        println!("skipped: no gold reports here");
        return;
    };
    let (mut right, mut borne_out, mut wrong) = (0, 0, 0);
    for report in &reports {
        let given: Date = field(report, "published").parse().expect("gold is dated");
        let near = |day: Date| {
            main_days(report).any(|d| (0..7).contains(&d.until(day).map_or(-1, |s| s.get_days())))
        };
        match read(&field(report, "text"), None).0.day() {
            None => {}
            Some(day) if day == given => right += 1,
            Some(day) if near(day) => borne_out += 1,
            Some(_) => wrong += 1,
        }
    }
    assert!(
        right >= 38 && borne_out >= 10 && wrong <= 2,
        "right {right}, borne out {borne_out}, wrong {wrong}"
    );
}

fn main_days(report: &Value) -> impl Iterator<Item = Date> {
    let events = report.get("events").and_then(Value::as_array).into_iter().flatten();
    let main = events.filter(|e| e.get("standing").and_then(Value::as_str) == Some("main"));
    main.filter_map(|e| e.get("time")?.get("start")?.as_str()?.parse().ok())
}

#[test]
fn the_reference_report_is_dated_from_its_cards() {
    let Some(reports) = gold("reference.jsonl") else {
        println!("skipped: no gold reports here");
        return;
    };
    for report in &reports {
        assert_eq!(inferred(&field(report, "text")), Some(field(report, "published")));
    }
}

/// What is set aside is not coded: next to none of gold's evidence may stand there.
#[test]
fn gold_evidence_is_not_set_aside() {
    let Some(reports) = gold("dev.jsonl") else {
        println!("skipped: no gold reports here");
        return;
    };
    for report in &reports {
        let (clean, _) = read(&field(report, "text"), None);
        for event in report.get("events").and_then(Value::as_array).into_iter().flatten() {
            let quote = field(event, "evidence");
            let span = |i: usize| dateline_terms::Span::new(i, i + quote.len());
            let free = clean.text.match_indices(&quote).any(|(i, _)| !clean.is_furniture(span(i)));
            assert!(free, "{}: {quote}", field(report, "id"));
        }
    }
}
