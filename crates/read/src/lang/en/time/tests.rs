use super::find;
use dateline_terms::Span;

/// The words of each expression found.
fn words(sentence: &str) -> Vec<&str> {
    find(sentence, Span::new(0, sentence.len())).into_iter().map(|(span, _)| span.of(sentence)).collect()
}

#[test]
fn finds_the_words_that_speak_of_a_time() {
    let table: &[(&str, &[&str])] = &[
        ("Rockets fell on Monday evening near the base.", &["on Monday evening"]),
        ("Saturdays attack followed one in October 2017.", &["Saturdays", "in October 2017"]),
        ("IT BEGAN ON NOVEMBER 4TH AND WENT ON FOR TWO DAYS", &["ON NOVEMBER 4TH", "FOR TWO DAYS"]),
        ("Fighting went on from 2014 to 2017.", &["from 2014 to 2017"]),
        ("They met between Monday and Wednesday.", &["between Monday and Wednesday"]),
        ("It happened 4-6 November.", &["4-6 November"]),
        ("In the past 24 hours two fell.", &["In the past 24 hours"]),
        ("The town fell early this month.", &["early this month"]),
        ("It was taken a day earlier.", &["a day earlier"]),
        ("Since October they have fled.", &["Since October"]),
        ("It was the worst in the summer of 2012.", &["in the summer of 2012"]),
        ("They may march in May.", &["in May"]),
        ("Two men were shot overnight.", &["overnight"]),
    ];
    for (sentence, want) in table {
        assert_eq!(&words(sentence), want, "{sentence}");
    }
}

#[test]
fn leaves_other_words_alone() {
    for sentence in [
        "The second attack hit a march.",
        "They may have fled in 20 cars.",
        "Resolution 2254 was read.",
        "He was jailed for life.",
        "The sun rose and they sat.",
        "Some 2000 people fled.",
        "The fall of the city shocked them.",
    ] {
        assert_eq!(words(sentence), Vec::<&str>::new(), "{sentence}");
    }
}
