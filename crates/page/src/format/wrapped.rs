//! Lines that were broken to fit a page, joined again: a sentence that goes on in the next line is one sentence.

/// Characters from which on a line may have been broken because it was full. Mail programs break at 72 to 78, columns of
/// newspapers and reports at 40 and more.
const FULL: usize = 38;

/// What a line begins with that stands on a line of its own: a list's mark, a quoted line.
const OWN: [char; 5] = ['-', '•', '*', '>', '–'];

/// The text with each paragraph on one line; paragraphs are parted by blank lines, and by lines that were not full.
pub(super) fn unwrapped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut full = false;
    for line in text.lines().map(str::trim_end) {
        let bare = line.trim_start();
        let goes_on = full && !bare.is_empty() && !bare.starts_with(OWN);
        match goes_on {
            true => join(&mut out, bare),
            false => {
                if !out.is_empty() {
                    out.push('\n');
                }
                out.push_str(line);
            }
        }
        full = bare.chars().count() >= FULL;
    }
    out
}

/// Adds a line to the one that it goes on from. A word that was divided by a hyphen is one word again.
fn join(out: &mut String, line: &str) {
    let divided = out.strip_suffix('-').is_some_and(|rest| rest.ends_with(char::is_lowercase));
    if divided && line.starts_with(char::is_lowercase) {
        out.pop();
    } else {
        out.push(' ');
    }
    out.push_str(line);
}

#[cfg(test)]
mod tests {
    use super::unwrapped;

    #[test]
    fn full_lines_are_joined_and_short_ones_stay() {
        let text = "Base struck\n\nRockets struck the base in the north on Mon-\nday, and two soldiers were wounded, an army\n\
                    spokesman said.\nNobody claimed it.\n\n- first point of a list that is rather long\n- second point\n";
        let joined = "Base struck\n\nRockets struck the base in the north on Monday, and two soldiers were wounded, an army \
                      spokesman said.\nNobody claimed it.\n\n- first point of a list that is rather long\n- second point";
        assert_eq!(unwrapped(text), joined);
    }

    #[test]
    fn a_hyphen_before_a_capital_stays() {
        let text = "The meeting of both sides was held by the US-\nRussia commission in the capital.";
        assert!(unwrapped(text).contains("US- Russia"));
    }
}
