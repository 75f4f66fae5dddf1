use super::{Anchor, resolve, resolve_literally};
use dateline_read::lang::en::time::find;
use dateline_terms::{Date, Span};

/// Wednesday 8 November 2017.
fn wednesday() -> Anchor {
    Anchor { published: "2017-11-08".parse().ok(), focus: None }
}

/// What the first expression of a sentence resolves to, as "start" or "start/end".
fn says(sentence: &str, anchor: &Anchor, literally: bool) -> String {
    let found = find(sentence, Span::new(0, sentence.len()));
    let Some((_, expr)) = found.first() else { return "nothing found".into() };
    let days = if literally { resolve_literally(expr, anchor) } else { resolve(expr, anchor) };
    match days {
        Some((start, end, _)) if start == end => start.to_string(),
        Some((start, end, _)) => format!("{start}/{end}"),
        None => format!("nothing from {expr:?}"),
    }
}

#[test]
fn news_prefers_the_past() {
    let table = [
        ("on Monday", "2017-11-06"),
        ("on Wednesday evening", "2017-11-08"),
        ("Saturdays attack", "2017-11-04"),
        ("last Friday", "2017-11-03"),
        ("last Tuesday", "2017-10-31"),
        ("on November 4th", "2017-11-04"),
        ("on 9 November", "2016-11-09"),
        ("last month", "2017-10-01/2017-10-31"),
        ("last week", "2017-10-30/2017-11-05"),
        ("this week", "2017-11-06/2017-11-08"),
        ("over the weekend", "2017-11-04/2017-11-05"),
        ("in 2013", "2013-01-01/2013-12-31"),
        ("since October", "2017-10-01/2017-11-08"),
        ("in October", "2017-10-01/2017-10-31"),
        ("in November", "2017-11-01/2017-11-30"),
        ("this month", "2017-11-01/2017-11-08"),
        ("in the past 24 hours", "2017-11-07/2017-11-08"),
        ("two days ago", "2017-11-06"),
        ("two months ago", "2017-09-01/2017-09-30"),
        ("earlier this year", "2017-01-01/2017-11-08"),
        ("late last year", "2016-10-01/2016-12-31"),
        ("in early September", "2017-09-01/2017-09-10"),
        ("overnight", "2017-11-07/2017-11-08"),
        ("last night", "2017-11-07"),
        ("this morning", "2017-11-08"),
        ("from 2014 to 2016", "2014-01-01/2016-12-31"),
        ("between Monday and Tuesday", "2017-11-06/2017-11-07"),
        ("Sept. 11", "2017-09-11"),
        ("on the 17th of October", "2017-10-17"),
        ("last September", "2017-09-01/2017-09-30"),
        ("in the fall of 2016", "2016-09-01/2016-11-30"),
        ("4-6 November", "2017-11-04/2017-11-06"),
        ("11/04/2017", "2017-11-04"),
        ("2017-11-04", "2017-11-04"),
        ("during Eid al-Adha", "2017-09-01/2017-09-04"),
        ("at Easter", "2017-04-16"),
    ];
    for (words, want) in table {
        assert_eq!(says(words, &wednesday(), false), want, "{words}");
    }
}

#[test]
fn focus_is_what_later_words_count_from() {
    let day: Option<Date> = "2017-10-20".parse().ok();
    let anchor = Anchor { focus: day.zip(day), ..wednesday() };
    for (words, want) in [
        ("a day earlier", "2017-10-19"),
        ("the same day", "2017-10-20"),
        ("two days later", "2017-10-22"),
        ("the previous day", "2017-10-19"),
        ("the following month", "2017-11-01/2017-11-08"),
        ("since then", "2017-10-20/2017-11-08"),
        ("a day ago", "2017-11-07"),
    ] {
        assert_eq!(says(words, &anchor, false), want, "{words}");
    }
}

#[test]
fn by_the_letter_units_are_whole() {
    for (words, want) in [
        ("this week", "2017-11-06/2017-11-12"),
        ("two months ago", "2017-09-08"),
        ("late last year", "2016-07-01/2016-12-31"),
        ("this Friday", "2017-11-10"),
        ("the third quarter of 2016", "2016-07-01/2016-09-30"),
        ("next week", "2017-11-13/2017-11-19"),
    ] {
        assert_eq!(says(words, &wednesday(), true), want, "{words}");
    }
}

#[test]
fn nothing_to_count_from_gives_no_day() {
    let none = Anchor::default();
    assert!(says("on Monday", &none, false).starts_with("nothing from"));
    assert_eq!(says("in May 2016", &none, false), "2016-05-01/2016-05-31");
    assert!(says("on 30 February 2016", &none, false).starts_with("nothing from"));
}
