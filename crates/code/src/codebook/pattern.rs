/// An act word that tells of a type only beside a companion word in the same sentence: "killed" tells of
/// an air strike beside "warplanes". Written `act + companion | companion`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pattern {
    /// Act word, in lower case; some entry lists it among its acts.
    pub act: String,
    /// Companions, in lower case; one is enough.
    pub companions: Vec<String>,
}

impl Pattern {
    /// The pattern that `text` writes; `None` where the act word or the companions are missing.
    pub fn parse(text: &str) -> Option<Pattern> {
        let (act, companions) = text.split_once(" + ")?;
        let companions: Vec<_> = companions.split('|').map(|c| c.trim().to_lowercase()).collect();
        let act = act.trim().to_lowercase();
        let whole = !act.is_empty() && companions.iter().all(|c| !c.is_empty());
        whole.then_some(Pattern { act, companions })
    }

    /// Whether a companion stands in `sentence` (lower case) as a word of its own.
    pub fn fits(&self, sentence: &str) -> bool {
        self.companions.iter().any(|companion| has_word(sentence, companion))
    }
}

impl std::fmt::Display for Pattern {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} + {}", self.act, self.companions.join(" | "))
    }
}

/// Whether `word` stands in `text` with no letter or digit touching it.
fn has_word(text: &str, word: &str) -> bool {
    text.match_indices(word).any(|(at, found)| {
        let before = text.get(..at).and_then(|t| t.chars().next_back());
        let after = text.get(at + found.len()..).and_then(|t| t.chars().next());
        !before.is_some_and(char::is_alphanumeric) && !after.is_some_and(char::is_alphanumeric)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_companion_must_be_a_word_of_its_own() {
        let pattern = Pattern::parse("Killed + jets | air raid").expect("well formed");
        assert_eq!(pattern.act, "killed");
        assert!(pattern.fits("four were killed by jets."));
        assert!(pattern.fits("four were killed in an air raid"));
        assert!(!pattern.fits("four were killed by jetskis"));
        assert_eq!(pattern.to_string(), "killed + jets | air raid");
    }

    #[test]
    fn a_pattern_without_act_or_companion_is_none() {
        for text in ["killed", "killed + ", " + jets", "killed + jets | "] {
            assert_eq!(Pattern::parse(text), None, "{text:?}");
        }
    }
}
