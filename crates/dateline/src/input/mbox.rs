//! Mailboxes: messages one after the other in one file (RFC 4155, and the variant that marks "From " with ">").

use super::unpack::Packed;
use super::{Failure, Input, PAGE_LIMIT, in_words};
use dateline_terms::{Format, Page};
use std::io::{BufRead, Read};

/// What the line before each message begins with.
const MARK: &[u8] = b"From ";

/// The messages of a mailbox, lazily.
pub(super) struct Mailbox {
    source: Option<Packed>,
    name: String,
    id: String,
    number: usize,
}

impl Mailbox {
    pub fn new(source: Packed, name: String, id: String) -> Mailbox {
        Mailbox { source: Some(source), name, id, number: 0 }
    }

    /// The next line with its end; a line that is longer than a message may be comes in parts.
    fn line(&mut self) -> std::io::Result<Vec<u8>> {
        let mut line = Vec::new();
        if let Some(source) = &mut self.source {
            source.take(PAGE_LIMIT as u64).read_until(b'\n', &mut line)?;
        }
        Ok(line)
    }

    /// The next message without the line before it, and whether it was too large to be kept whole; `None` at the end.
    fn message(&mut self) -> std::io::Result<Option<(Vec<u8>, bool)>> {
        let (mut message, mut too_large, mut blank, mut any) = (Vec::new(), false, false, false);
        loop {
            let line = self.line()?;
            if line.is_empty() {
                self.source = None;
                return Ok(any.then_some((message, too_large)));
            }
            if line.starts_with(MARK) && (blank || !any) {
                if any && !message.is_empty() {
                    return Ok(Some((message, too_large)));
                }
                any = true;
                continue;
            }
            any = true;
            blank = line.trim_ascii().is_empty();
            too_large |= message.len() + line.len() > PAGE_LIMIT;
            if !too_large {
                message.extend_from_slice(unmarked(&line));
            }
        }
    }
}

/// A line whose "From " was marked so that it begins no message.
fn unmarked(line: &[u8]) -> &[u8] {
    let marks = line.iter().take_while(|byte| **byte == b'>').count();
    let marked = marks > 0 && line.get(marks..).is_some_and(|rest| rest.starts_with(MARK));
    if marked { line.get(1..).unwrap_or(line) } else { line }
}

/// The id that a message bears: the value of its field Message-ID.
fn own(message: &[u8]) -> Option<String> {
    const FIELD: &str = "message-id:";
    let header = message.split(|byte| *byte == b'\n').take_while(|line| !line.trim_ascii().is_empty());
    let text = |line: &[u8]| String::from_utf8_lossy(line).trim().to_string();
    let found = header
        .map(text)
        .find(|line| line.get(..FIELD.len()).is_some_and(|f| f.eq_ignore_ascii_case(FIELD)))?;
    let id = found.get(FIELD.len()..)?.trim().trim_matches(['<', '>']);
    (!id.is_empty()).then(|| id.to_string())
}

impl Iterator for Mailbox {
    type Item = Result<Input, Failure>;

    fn next(&mut self) -> Option<Self::Item> {
        self.source.as_ref()?;
        let message = self.message();
        self.number += 1;
        let name = format!("{}: message {}", self.name, self.number);
        match message {
            Ok(Some((message, false))) => {
                let own = own(&message);
                let page = Page::new(format!("{}:{}", self.id, self.number), message, Format::Mail);
                Some(Ok(Input { name, page, own, notes: Vec::new() }))
            }
            Ok(Some(_)) => {
                let what = format!(
                    "It is over {} MB, more than one report can have, and was left out.",
                    PAGE_LIMIT >> 20
                );
                Some(Err(Failure::new(name, what)))
            }
            Ok(None) => None,
            Err(error) => {
                self.source = None;
                Some(Err(Failure::new(name, in_words(&error))))
            }
        }
    }
}
