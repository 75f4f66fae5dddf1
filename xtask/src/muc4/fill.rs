//! When an answered fill is the key's.

use super::Fill;
use dateline::eval::same_name;

/// Small words that end the head of a phrase ("members OF the armed forces").
const ENDS: [&str; 10] = ["of", "in", "from", "with", "who", "that", "at", "on", "and", "for"];

/// Words that come before a phrase and tell nothing.
const ARTICLES: [&str; 3] = ["the", "a", "an"];

/// Lower-case words of letters and digits, without articles.
pub fn words(text: &str) -> Vec<String> {
    let low = text.to_lowercase();
    let words = low.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty() && !ARTICLES.contains(w));
    words.map(str::to_string).collect()
}

/// The last word before a preposition, without a plural's s.
fn head(text: &str) -> Option<String> {
    let words = words(text);
    let end = words.iter().position(|w| ENDS.contains(&w.as_str())).filter(|end| *end > 0);
    let head = words.get(..end.unwrap_or(words.len()))?.last()?;
    Some(head.strip_suffix('s').filter(|w| w.len() > 2).unwrap_or(head).to_string())
}

/// Strings: any text of one equals any of the other when case, articles and marks are gone, or their heads do.
pub fn agree(a: &Fill, b: &Fill) -> bool {
    pairs(a, b, |x, y| words(x) == words(y) || head(x).is_some_and(|h| head(y) == Some(h)))
}

/// Values of a closed list, and days: equal.
pub fn equal(a: &Fill, b: &Fill) -> bool {
    pairs(a, b, |x, y| x == y)
}

/// Places: alike as the scorer of coded reports has it.
pub fn alike(a: &Fill, b: &Fill) -> bool {
    pairs(a, b, same_name)
}

fn pairs(a: &Fill, b: &Fill, same: impl Fn(&str, &str) -> bool) -> bool {
    a.texts.iter().any(|x| b.texts.iter().any(|y| same(x, y)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn same(a: &str, b: &str) -> bool {
        let fill = |text: &str| Fill { texts: vec![text.to_string()], optional: false };
        agree(&fill(a), &fill(b))
    }

    #[test]
    fn a_string_is_right_when_equal_or_of_the_same_head() {
        assert!(same("The FMLN", "FMLN"));
        assert!(same("two Jesuit priests", "PRIESTS"));
        assert!(same("a member of the ELN", "MEMBERS OF THE ARMED FORCES"));
        assert!(same("car bomb", "BOMBS"));
        assert!(!same("car bomb", "CAR"));
        assert!(!same("guerrillas", "TERRORISTS"));
    }
}
