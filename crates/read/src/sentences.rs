//! Cuts blocks into sentences, over their tokens.

use crate::blocks::Block;
use crate::tokens;
use dateline_terms::{Case, Furniture, Sentence, Span, Token, TokenKind};

/// What sentence splitting needs to know of a language. All words in lower case without full stops.
#[derive(Clone, Debug, Default)]
pub struct Stops {
    /// Abbreviations that never end a sentence, since a name or number follows ("gen", "lt", "mr").
    pub before_name: Vec<String>,
    /// Abbreviations that end none before a number ("no", "sept").
    pub before_number: Vec<String>,
    /// Abbreviations that may end one, if a word of `openers` follows ("u.s", "inc", "jr").
    pub maybe: Vec<String>,
    /// Words that often open sentences and seldom follow an abbreviation in one ("the", "in", "he").
    pub openers: Vec<String>,
}

/// Sentences of the blocks and their tokens. `marks` are pieces of furniture that sentences reach over
/// (footnote marks); tokens in them are left out.
pub fn sentences(
    text: &str,
    blocks: &[Block],
    marks: &[Furniture],
    stops: &Stops,
) -> (Vec<Sentence>, Vec<Token>) {
    let (mut found, mut all) = (Vec::new(), Vec::new());
    for block in blocks {
        let mut cut = tokens::tokens(text, block.span);
        cut.retain(|t| !marks.iter().any(|m| m.span.overlaps(t.span)));
        let ends = ends(text, &cut, stops);
        let mut from = 0;
        for to in ends {
            let bullets = cut.get(from..to).unwrap_or(&[]).iter().take_while(|t| is_bullet(text, t)).count();
            from += bullets;
            let (Some(first), Some(last)) = (cut.get(from), cut.get(to - 1).filter(|_| from < to)) else {
                continue;
            };
            found.push(Sentence {
                span: first.span.cover(last.span),
                tokens: all.len() + from..all.len() + to,
                paragraph: block.paragraph,
                headline: block.headline,
            });
            from = to;
        }
        all.append(&mut cut);
    }
    (found, all)
}

/// Where sentences end: for each, one past its last token.
fn ends(text: &str, tokens: &[Token], stops: &Stops) -> Vec<usize> {
    let mut found = Vec::new();
    let mut open_quote = false;
    let lower_text = !tokens.iter().any(|t| t.case != Case::Lower);
    let mut i = 0;
    while let Some(token) = tokens.get(i) {
        let mark = token.span.of(text);
        match mark {
            "“" => open_quote = true,
            "”" => open_quote = false,
            "\"" => open_quote = !open_quote,
            _ => {}
        }
        i += 1;
        if is_bullet(text, token) && i > 1 && found.last() != Some(&(i - 1)) {
            found.push(i - 1);
            continue;
        }
        if !is_stop(text, tokens, i - 1) {
            continue;
        }
        let after = past_closers(text, tokens, i, &mut open_quote);
        if after >= tokens.len() {
            break;
        }
        if ends_here(text, tokens, i - 1, after, stops, lower_text) {
            found.push(after);
        }
        i = after;
    }
    if !tokens.is_empty() {
        found.push(tokens.len());
    }
    found.dedup();
    found
}

/// Whether a token is a list item's bullet, which stands in no sentence when it begins one.
fn is_bullet(text: &str, token: &Token) -> bool {
    token.kind == TokenKind::Punct && token.span.of(text).starts_with(crate::blocks::is_bullet)
}

/// Whether the token at `i` may close a sentence: a stop, or an initialism's own full stop.
fn is_stop(text: &str, tokens: &[Token], i: usize) -> bool {
    tokens.get(i).is_some_and(|t| match t.kind {
        TokenKind::Punct => matches!(t.span.of(text), "." | "!" | "?" | "…" | "؟" | "۔" | "。"),
        TokenKind::Word => t.norm.ends_with('.'),
        TokenKind::Number => false,
    })
}

/// One past the further stops, closing quotation marks and brackets that belong to the sentence ended at `i - 1`.
fn past_closers(text: &str, tokens: &[Token], mut i: usize, open_quote: &mut bool) -> usize {
    while let Some(token) = tokens.get(i) {
        let mark = token.span.of(text);
        let touches = tokens.get(i - 1).is_some_and(|t| t.span.end == token.span.start);
        let closes = match mark {
            "." | "!" | "?" | "…" => true,
            "”" | "»" => true,
            "’" | "'" | ")" | "]" => touches,
            "\"" => *open_quote,
            _ => false,
        };
        if !closes {
            break;
        }
        if matches!(mark, "”" | "\"") {
            *open_quote = false;
        }
        i += 1;
    }
    i
}

/// Whether the stop at `stop`, followed by the token at `after`, ends a sentence.
fn ends_here(
    text: &str,
    tokens: &[Token],
    stop: usize,
    after: usize,
    stops: &Stops,
    lower_text: bool,
) -> bool {
    let (Some(end), Some(next)) = (tokens.get(stop), tokens.get(after)) else { return true };
    let spaced = tokens.get(after - 1).is_some_and(|t| t.span.end < next.span.start);
    let mark = end.span.of(text);
    if !begins_sentence(text, tokens, after, lower_text) {
        return false;
    }
    if end.kind == TokenKind::Word {
        return after > stop + 1 || opens(next, stops);
    }
    if mark != "." || after > stop + 1 {
        return spaced || next.case == Case::Title;
    }
    let Some(before) = stop.checked_sub(1).and_then(|b| tokens.get(b)) else { return false };
    let touching = before.span.end == end.span.start;
    if !touching {
        return true;
    }
    if is_abbreviation(before, next, stops) {
        return false;
    }
    spaced
        || (next.kind == TokenKind::Word && next.case != Case::Lower && before.norm.chars().count() > 1)
        || !matches!(next.kind, TokenKind::Word | TokenKind::Number)
}

/// Whether `before`, written with a full stop and followed by `next`, is an abbreviation inside a sentence.
fn is_abbreviation(before: &Token, next: &Token, stops: &Stops) -> bool {
    let has = |list: &[String]| list.binary_search(&before.norm).is_ok();
    let initial =
        before.kind == TokenKind::Word && before.case == Case::Title && before.norm.chars().count() == 1;
    initial
        || (has(&stops.before_name) && before.case != Case::Lower)
        || (has(&stops.before_number) && next.kind == TokenKind::Number)
        || (has(&stops.maybe) && !opens(next, stops))
}

fn opens(next: &Token, stops: &Stops) -> bool {
    next.kind == TokenKind::Punct || stops.openers.binary_search(&next.norm).is_ok()
}

/// Whether the token at `i` can begin a sentence: a capital, a number, an opening mark before one.
fn begins_sentence(text: &str, tokens: &[Token], i: usize, lower_text: bool) -> bool {
    let Some(token) = tokens.get(i) else { return true };
    match token.kind {
        TokenKind::Word => {
            token.case != Case::Lower
                || lower_text
                || starts_caseless(token.span.of(text))
                || starts_number(token.span.of(text))
        }
        TokenKind::Number => true,
        TokenKind::Punct => match token.span.of(text) {
            "“" | "\"" | "‘" | "'" | "(" | "[" | "«" | "-" | "–" | "—" | "*" | "#" | "$" | "€" | "£" => {
                tokens
                    .get(i + 1)
                    .is_none_or(|t| t.kind != TokenKind::Word || t.case != Case::Lower || lower_text)
            }
            _ => false,
        },
    }
}

/// Scripts without capitals, such as Arabic.
fn starts_caseless(word: &str) -> bool {
    word.chars().next().is_some_and(|c| c.is_alphabetic() && !c.is_lowercase() && !c.is_uppercase())
}

fn starts_number(word: &str) -> bool {
    word.starts_with(|c: char| c.is_ascii_digit())
}

/// `Span` from the first to the last token of a range; empty where the range is.
pub fn span_of(tokens: &[Token], range: std::ops::Range<usize>) -> Span {
    match tokens.get(range) {
        Some([first, .., last]) => first.span.cover(last.span),
        Some([only]) => only.span,
        _ => Span::default(),
    }
}
