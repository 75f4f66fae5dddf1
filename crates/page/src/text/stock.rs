//! Lines and tails that pages carry around every report: sharing, sign-up, cookies, menus, comment
//! forms, advertising, "Also read" lines.

use super::cards::Card;
use super::lines::{is_headline, plain, sentence_end};
use super::marks::Marks;
use super::pattern::Pattern;
use FurnitureKind::{Advertising, CommentForm, Navigation, Related};
use dateline_terms::{FurnitureKind, Span};
use regex::Regex;
use std::sync::LazyLock;

fn is_share_word(word: &str) -> bool {
    SHARE_WORDS.split(' ').any(|w| w == word)
}

/// Words of rows of sharing buttons, lower case.
const SHARE_WORDS: &str = "share this news story article facebook twitter whatsapp email e-mail print linkedin pinterest reddit messenger \
    tumblr pocket telegram skype tweet copy link on viber vk x google+ instagram pin flipboard";

/// How stock lines begin, lower case, and what they are. Matched against whole lines of at most
/// `LONGEST` bytes.
const OPENINGS: [(&str, FurnitureKind); 64] = [
    ("back to top", Navigation),
    ("spread this news", Navigation),
    ("spread the word", Navigation),
    ("share this", Navigation),
    ("share on", Navigation),
    ("share via", Navigation),
    ("play video", Navigation),
    ("watch video", Navigation),
    ("get short url", Navigation),
    ("print this page", Navigation),
    ("skip to", Navigation),
    ("slideshow (", Navigation),
    ("like this: like", Navigation),
    ("(visited ", Navigation),
    ("follow us on", Navigation),
    ("like us on facebook", Navigation),
    ("join us on", Navigation),
    ("to get the latest", Navigation),
    ("for the latest news from", Navigation),
    ("get the latest news", Navigation),
    ("click here to", Navigation),
    ("download our app", Navigation),
    ("sign up for", Navigation),
    ("sign up to", Navigation),
    ("sign in to", Navigation),
    ("log in to", Navigation),
    ("subscribe to our", Navigation),
    ("subscribe to the", Navigation),
    ("subscribe now", Navigation),
    ("daily newsletter", Navigation),
    ("by providing an email", Navigation),
    ("enter your email", Navigation),
    ("your email address", CommentForm),
    ("required fields are marked", CommentForm),
    ("this site uses cookies", Navigation),
    ("this website uses cookies", Navigation),
    ("we use cookies", Navigation),
    ("privacy policy", Navigation),
    ("terms of use", Navigation),
    ("terms and conditions", Navigation),
    ("copyright ", Navigation),
    ("copyright©", Navigation),
    ("©", Navigation),
    ("(c) ", Navigation),
    ("all rights reserved", Navigation),
    ("our standards:", Navigation),
    ("an error occurred", Navigation),
    ("[[title]]", Navigation),
    ("page not found", Navigation),
    ("placeholder while", Navigation),
    ("giftoutline", Navigation),
    ("advertisement", Advertising),
    ("advertising", Advertising),
    ("sponsored", Advertising),
    ("support local journalism", Advertising),
    ("support independent journalism", Advertising),
    ("support our journalism", Advertising),
    ("donate now", Advertising),
    ("donate today", Advertising),
    ("please donate", Advertising),
    ("become a member", Advertising),
    ("post a comment", CommentForm),
    ("save my name", CommentForm),
    ("comments are closed", CommentForm),
];

/// Longest stock line, in bytes; a longer one is likelier to be a paragraph of the report.
const LONGEST: usize = 260;

/// Headings after which comments or their form follow to the end of the page.
const COMMENT_HEADINGS: [&str; 8] = [
    "leave a reply",
    "leave a comment",
    "add a comment",
    "write a comment",
    "post a comment",
    "join the conversation",
    "comments",
    "0 comments",
];

/// Headings over lists of other stories.
const RELATED_HEADINGS: [&str; 20] = [
    "related articles",
    "related article",
    "related stories",
    "related story",
    "related news",
    "related posts",
    "related topics",
    "related content",
    "related",
    "read also",
    "also read",
    "read more",
    "see also",
    "more from",
    "more news",
    "more stories",
    "you may also like",
    "recommended",
    "read next",
    "further reading",
];

/// Openings of lines that lead to another story; the rest of the line is its headline.
const LEADS: [&str; 13] = [
    "read more",
    "also read",
    "read also",
    "see also",
    "related article",
    "related",
    "must read",
    "more on this",
    "watch",
    "don't miss",
    "recommended",
    "you may also like",
    "in pictures",
];

/// Sets stock lines aside; gives the related stories that they lead to.
pub fn find(text: &str, lines: &[Span], marks: &mut Marks) -> Vec<Card> {
    let mut cards = Vec::new();
    let mut i = 0;
    while let Some(&line) = lines.get(i) {
        i += 1;
        if line.len() > LONGEST {
            continue;
        }
        let words = line.of(text).trim_start_matches(['-', '–', '•', '*', '>', ' ']);
        let low = plain(words);
        let low = low.as_str();
        if let Some(kind) = stock_line(low) {
            marks.add(text, line, kind);
        } else if comment_heading(low) && rest_is_short(text, line) {
            marks.add(text, Span::new(line.start, text.len()), CommentForm);
            break;
        } else if related_heading(low) {
            marks.add(text, line, Related);
            i = related_list(text, lines, i, marks, &mut cards);
        } else if let Some(title) = lead(words, low) {
            marks.add(text, line, Related);
            cards.push(Card { span: line, title: title.to_string(), stamp: None });
        }
    }
    runs(text, marks);
    tags(text, marks);
    tail(text, marks);
    cards
}

fn stock_line(low: &str) -> Option<FurnitureKind> {
    if low.contains(|c: char| c.is_alphabetic())
        && low != "news"
        && low.split_whitespace().all(|w| is_share_word(w.trim_matches([':', '|', ',', '.'])))
    {
        return Some(Navigation);
    }
    let opening = OPENINGS.iter().find(|(o, _)| low.starts_with(o)).map(|(_, kind)| *kind);
    opening
        .filter(|kind| {
            *kind != Advertising || low.len() < 80 || low.starts_with("support") || low.starts_with("donate")
        })
        .or_else(|| {
            (low.ends_with("all rights reserved.") || low.ends_with("all rights reserved"))
                .then_some(Navigation)
        })
        .or_else(|| low.contains("you agree to our privacy").then_some(Navigation))
        .or_else(|| {
            (low.contains("please become a member")
                || low.contains("monthly donor")
                || low.contains("donate now"))
            .then_some(Advertising)
        })
}

fn comment_heading(low: &str) -> bool {
    COMMENT_HEADINGS.contains(&low.trim_end_matches([':', '.', ' ']))
}

/// Comments that would take more than this share of the text are left alone: the heading may be part
/// of a story about comments.
fn rest_is_short(text: &str, line: Span) -> bool {
    text.len() - line.start <= text.len() * 2 / 5 + 400
}

fn related_heading(low: &str) -> bool {
    RELATED_HEADINGS.contains(&low.trim_end_matches([':', '.', ' ']))
}

/// Headlines on the lines after a heading, at most twelve.
fn related_list(text: &str, lines: &[Span], from: usize, marks: &mut Marks, cards: &mut Vec<Card>) -> usize {
    let mut i = from;
    while let Some(&line) = lines.get(i).filter(|_| i < from + 12) {
        let words = line.of(text);
        if !is_headline(words) || stock_line(&plain(words)).is_some() || comment_heading(&plain(words)) {
            break;
        }
        marks.add(text, line, Related);
        cards.push(Card { span: line, title: words.to_string(), stamp: None });
        i += 1;
    }
    i
}

/// "READ MORE: Headline", "ALSO READ| Headline": the headline. Without a mark after the words the rest
/// must look like a headline, so that "Read more than once" stays in the report.
fn lead<'t>(line: &'t str, low: &str) -> Option<&'t str> {
    let opening = LEADS.iter().find(|l| low.starts_with(**l))?;
    let rest = line.get(opening.len()..)?;
    let capitals = line.starts_with("READ")
        || line.starts_with("ALSO")
        || line.starts_with("SEE")
        || line.starts_with("RELATED");
    let marked = rest.trim_start().starts_with([':', '|', '>', '»', '–', '-', '—']);
    let title = rest.trim_start_matches([':', '|', '>', '»', '–', '-', '—', ' ', '\t']);
    let headline =
        is_headline(title) && title.starts_with(|c: char| c.is_uppercase()) && opening.contains("also");
    let fits = (marked || ((capitals || headline) && rest.starts_with(' ')))
        && title.split_whitespace().count() >= 2;
    fits.then_some(title)
}

/// Stock phrases that scraping runs into the text: words that each holds, its pattern, what it is.
/// A pattern is compiled when its words are first met.
static RUNS: LazyLock<Vec<(&str, Pattern, FurnitureKind)>> = LazyLock::new(|| {
    [
        (
            "Get short URL",
            r"Get short URL(?: Topic [^()\n]{3,80} \([0-9]+\))?(?: 0 [0-9]+| [0-9]+)?",
            Navigation,
        ),
        ("Print ", r"Print (?:this page|Tweet(?: Views [0-9]+)?)", Navigation),
        ("Community standards", r"Community standards ?Discussion[\s\S]{0,400}\z", CommentForm),
        ("Comment via ", r"Comment via [A-Z][\s\S]{0,200}\z", CommentForm),
        ("Our Standards", r"Our Standards: ?The [A-Z][A-Za-z ]{2,40} Principles\.?", Navigation),
        ("SEND http", r"SEND https?[^\s]{6,}", Navigation),
        ("t.co", r"https?:?/?/?t\.co/?[A-Za-z0-9]{6,}", Navigation),
        ("pic.twitter.com", r"pic\.twitter\.com/[A-Za-z0-9]{6,}", Navigation),
        ("Leave a ", r"Leave a (?:Reply|Comment)\b[\s\S]{0,600}\z", CommentForm),
        (
            "Your email",
            r"Your email address will not be published\.?(?: Required fields are marked ?\*?)?",
            CommentForm,
        ),
        ("Back to top", r"Back to top(?: button)?", Navigation),
        (
            " on Facebook",
            r"(?:Share|Tweet) (?:this )?on Facebook\b(?: Twitter| WhatsApp| Email| LinkedIn| Print)*",
            Navigation,
        ),
    ]
    .map(|(words, pattern, kind)| (words, Pattern::new(pattern), kind))
    .into()
});

fn runs(text: &str, marks: &mut Marks) {
    for (_, pattern, kind) in RUNS.iter().filter(|(words, ..)| text.contains(words)) {
        for m in pattern.regex().iter().flat_map(|r| r.find_iter(text)) {
            marks.add(text, Span::new(m.start(), m.end()), *kind);
        }
    }
}

/// The list of tags that stands between summary and body: "Tags Example Town Example Army At least".
/// It has no end mark; the body begins at the first word that opens sentences and no names.
static TAGS: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r"(?P<tags>Tags:? [A-Z][^.\n]+?) (?:At least|The|A|An|Dozens|Scores|Hundreds|Thousands|Several|Some|More than|Nearly|Over|In|On|As|After|When|It|This|There|Two|Three|Four|Five|Six|Seven|Eight|Nine|Ten|Eleven|Twelve|[0-9]+) ",
    )
    .ok()
});

/// Bytes of the longest list of tags; no bound in the pattern, since counted repetition takes long to compile.
const LONGEST_TAGS: usize = 220;

/// Words that tags don't hold; with one of them the run has reached the body.
const PROSE: [&str; 22] = [
    "a", "in", "on", "at", "by", "to", "after", "with", "have", "has", "had", "say", "says", "said",
    "killed", "was", "were", "is", "are", "which", "who", "that",
];

fn tags(text: &str, marks: &mut Marks) {
    for c in TAGS.iter().flat_map(|r| r.captures_iter(text)) {
        let opens = |m: &regex::Match| {
            text.get(..m.start()).is_some_and(|b| b.is_empty() || b.ends_with(char::is_whitespace))
        };
        if let Some(m) = c
            .name("tags")
            .filter(opens)
            .filter(|m| m.len() <= LONGEST_TAGS)
            .filter(|m| !m.as_str().split(' ').any(|w| PROSE.contains(&w)))
        {
            marks.add(text, Span::new(m.start(), m.end()), Navigation);
        }
    }
}

/// Words of site menus; three of them after the last full stop make a menu of what stands there.
const MENU: [&str; 16] = [
    "contact us",
    "terms of use",
    "privacy policy",
    "careers",
    "cookie policy",
    "press releases",
    "about us",
    "advertise",
    "legal",
    "ios",
    "android",
    "youtube",
    "newsletter",
    "subscribe",
    "follow us",
    "sitemap",
];

/// Last words of a page: "Read Also", "Twitter", a menu.
fn tail(text: &str, marks: &mut Marks) {
    let end = text.trim_end().len();
    let mut from = end.saturating_sub(600);
    while !text.is_char_boundary(from) {
        from += 1;
    }
    let start = last_sentence(text, from, end);
    let words = plain(text.get(start..end).unwrap_or(""));
    let menu = MENU.iter().filter(|m| words.contains(**m)).count() >= 3;
    let last =
        related_heading(words.trim()) || matches!(words.trim(), "twitter" | "facebook" | "print" | "share");
    if menu || last {
        marks.add(
            text,
            Span::new(start, end),
            if last && related_heading(words.trim()) { Related } else { Navigation },
        );
    }
}

fn last_sentence(text: &str, from: usize, end: usize) -> usize {
    let mut start = from;
    loop {
        let next = sentence_end(text, start);
        if next >= end || next <= start {
            return start;
        }
        start = next;
    }
}
