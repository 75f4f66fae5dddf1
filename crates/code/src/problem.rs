use std::fmt;

/// What is wrong with one line of a data file that a person may write: a codebook entry, an actor row,
/// a landmark. Every check of such a file reports these, all of them at once.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Problem {
    /// File as it was handed in, such as "actors/africa.toml".
    pub file: String,
    /// Line, counted from 1; 0 where the problem belongs to no line.
    pub line: usize,
    /// Full sentence: what is wrong, and what would be right.
    pub what: String,
}

impl Problem {
    /// A problem at `line` of `file`.
    pub fn new(file: impl Into<String>, line: usize, what: impl Into<String>) -> Problem {
        Problem { file: file.into(), line, what: what.into() }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            0 => write!(f, "{}: {}", self.file, self.what),
            line => write!(f, "{}:{line}: {}", self.file, self.what),
        }
    }
}

/// The line, counted from 1, that byte `at` of `text` stands on.
pub fn line_of(text: &str, at: usize) -> usize {
    let before = text.as_bytes().get(..at.min(text.len())).unwrap_or_default();
    1 + before.iter().filter(|b| **b == b'\n').count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_problem_prints_as_compilers_do() {
        let problem = Problem::new("actors/own.toml", 7, "There is no group \"x\".");
        assert_eq!(problem.to_string(), "actors/own.toml:7: There is no group \"x\".");
    }

    #[test]
    fn lines_count_from_one_and_stop_at_the_end() {
        assert_eq!(line_of("a\nb\nc", 0), 1);
        assert_eq!(line_of("a\nb\nc", 2), 2);
        assert_eq!(line_of("a\nb\nc", 99), 3);
    }
}
