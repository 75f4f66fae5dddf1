//! A source of bytes that can be gone back in a little, so that reading can go on where something was broken.

use std::io::{self, BufRead, Read};

/// Bytes that are read at once.
const CHUNK: usize = 64 << 10;
/// Bytes that are held at most, about: how far back reading can go.
const HELD: usize = 1 << 20;

/// The bytes of a source, those that were read of late still held.
#[derive(Debug)]
pub(crate) struct Window<R> {
    source: R,
    held: Vec<u8>,
    /// Where in `held` the next byte to be read stands.
    at: usize,
    /// Where in `held` reading can go back to.
    mark: usize,
    /// Bytes of the source before those that are held.
    before: u64,
    ended: bool,
    /// What went wrong behind the bytes that are held.
    failed: Option<io::Error>,
}

impl<R: Read> Window<R> {
    /// A window on a source whose first byte is the byte `start` of a file.
    pub fn new(source: R, start: u64) -> Window<R> {
        Window { source, held: Vec::new(), at: 0, mark: 0, before: start, ended: false, failed: None }
    }

    /// Where the next byte stands in the file.
    pub fn position(&self) -> u64 {
        self.before + self.at as u64
    }

    /// Remembers this place, for [`Window::back`].
    pub fn mark(&mut self) {
        self.mark = self.at;
    }

    /// Goes back to the mark, or to the oldest byte that is still held.
    pub fn back(&mut self) {
        self.at = self.mark;
    }

    /// The source, to be told to go on after its end; what was held of it has been read.
    pub fn renewed(&mut self) -> &mut R {
        self.ended = false;
        self.failed = None;
        &mut self.source
    }

    /// What is read from.
    pub fn source(&self) -> &R {
        &self.source
    }

    /// Passes over all that is held.
    pub fn skip_held(&mut self) {
        self.at = self.held.len();
    }

    /// What went wrong behind the bytes that are held.
    pub fn failure(&self) -> Option<&io::Error> {
        self.failed.as_ref()
    }

    /// At least `want` bytes from here on, or all up to the end.
    ///
    /// # Errors
    /// When the source fails before there is any byte.
    pub fn peek(&mut self, want: usize) -> io::Result<&[u8]> {
        while self.held.len() - self.at < want && !self.ended && self.failed.is_none() {
            self.read_on();
        }
        let here = self.held.get(self.at..).unwrap_or_default();
        match self.failed.as_ref().filter(|_| here.is_empty()) {
            Some(error) => Err(again(error)),
            None => Ok(here),
        }
    }

    fn read_on(&mut self) {
        self.make_room();
        match (&mut self.source).take(CHUNK as u64).read_to_end(&mut self.held) {
            Ok(0) => self.ended = true,
            Ok(_) => {}
            Err(error) => self.failed = Some(error),
        }
    }

    fn make_room(&mut self) {
        if self.held.len() < HELD {
            return;
        }
        let gone = if self.mark > 0 { self.mark.min(self.at) } else { self.at };
        self.held.drain(..gone);
        self.before += gone as u64;
        self.at -= gone;
        self.mark = 0;
    }
}

/// The same error once more.
fn again(error: &io::Error) -> io::Error {
    io::Error::new(error.kind(), error.to_string())
}

impl<R: Read> BufRead for Window<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        self.peek(1)
    }

    fn consume(&mut self, bytes: usize) {
        self.at = (self.at + bytes).min(self.held.len());
    }
}

impl<R: Read> Read for Window<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let n = self.fill_buf()?.read(buffer)?;
        self.consume(n);
        Ok(n)
    }
}
