//! JSONL files of any length, a line at a time.

use super::unpack::Packed;
use super::{Failure, Input, PAGE_LIMIT, in_words, json};
use std::io::{BufRead, Read};

/// The pages of a JSONL file, lazily; blank lines are passed over.
pub(super) struct Lines {
    source: Option<Packed>,
    name: String,
    id: String,
    number: usize,
}

impl Lines {
    pub fn new(source: Packed, name: String, id: String) -> Lines {
        Lines { source: Some(source), name, id, number: 0 }
    }

    /// The next line without its end; `None` at the end of the file or after what cannot be read on.
    fn line(&mut self) -> Option<Result<Vec<u8>, Failure>> {
        let source = self.source.as_mut()?;
        let mut line = Vec::new();
        self.number += 1;
        // JSON escapes can make the line longer than the page in it.
        let limit = 2 * PAGE_LIMIT as u64;
        let what = match source.take(limit + 1).read_until(b'\n', &mut line) {
            Ok(0) => {
                self.source = None;
                return None;
            }
            Ok(n) if n as u64 <= limit => return Some(Ok(line)),
            Ok(_) => format!(
                "The line is over {} MB, more than one report can have, and the rest of the file was not read: \
                 write one report a line.",
                limit >> 20
            ),
            Err(error) => in_words(&error),
        };
        self.source = None;
        Some(Err(Failure::new(format!("{}: line {}", self.name, self.number), what)))
    }
}

impl Iterator for Lines {
    type Item = Result<Input, Failure>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let line = match self.line()? {
                Ok(line) => line,
                Err(failure) => return Some(Err(failure)),
            };
            let line =
                if self.number == 1 { line.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&line) } else { &line };
            let line = line.trim_ascii();
            if !line.is_empty() {
                let name = format!("{}: line {}", self.name, self.number);
                return Some(json::line(line, name, &format!("{}:{}", self.id, self.number)));
            }
        }
    }
}
