//! What a WARC file holds, unpacked: a plain file is one segment, a gzip file one for each member that begins a record.

use super::window::Window;
use flate2::bufread::GzDecoder;
use std::io::{self, BufRead, Read};

/// Unpacked bytes of a segment up to which no ratio is suspicious, and how much it may grow beyond that: as other packed
/// files may.
const HARMLESS: u64 = 64 << 20;
const MOST_GROWTH: u64 = 100;

/// How a record begins.
const BEGINNING: &[u8] = b"WARC/";

/// A file in segments. Reading gives the bytes of one; [`Segments::begin`] goes on to the next.
#[derive(Debug)]
pub(crate) struct Segments<R> {
    state: State<R>,
    /// First bytes of the segment under way, which were looked at.
    ahead: Vec<u8>,
    /// Where the next segment begins, where that was found out already.
    next: Option<u64>,
    /// Unpacked bytes of the segment under way, and where it began.
    unpacked: u64,
    begun: u64,
}

#[derive(Debug)]
enum State<R> {
    /// Between members.
    Between(Window<R>),
    /// In a file that is not packed.
    Plain(Window<R>),
    /// In a member.
    Member(Box<GzDecoder<Window<R>>>),
    /// While one becomes another.
    Nowhere,
}

impl<R: Read> Segments<R> {
    /// The segments of a file from its byte `start` on, which is the first of `source`.
    pub fn new(source: R, start: u64) -> Segments<R> {
        let state = State::Between(Window::new(source, start));
        Segments { state, ahead: Vec::new(), next: None, unpacked: 0, begun: start }
    }

    /// Begins the next segment, passing over what is none; gives its place in the file, `None` at the file's end.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn begin(&mut self) -> io::Result<Option<u64>> {
        loop {
            if let Some(begun) = self.next.take() {
                (self.begun, self.unpacked) = (begun, 0);
                return Ok(Some(begun));
            }
            self.leave();
            if !self.enter()? {
                return Ok(None);
            }
        }
    }

    /// Where the file was read up to, at its end.
    pub fn position(&self) -> u64 {
        match &self.state {
            State::Between(window) | State::Plain(window) => window.position(),
            State::Member(decoder) => decoder.get_ref().position(),
            State::Nowhere => self.begun,
        }
    }

    /// Whether the file is packed, so that places count in unpacked bytes of a segment.
    pub fn is_packed(&self) -> bool {
        !matches!(self.state, State::Plain(_))
    }

    /// Ends the segment under way, wherever it stands.
    fn leave(&mut self) {
        self.ahead.clear();
        self.state = match std::mem::replace(&mut self.state, State::Nowhere) {
            State::Member(decoder) => State::Between(decoder.into_inner()),
            State::Plain(window) => State::Between(window),
            state => state,
        };
    }

    /// Enters what comes next and looks at its first bytes; false at the end of the file.
    fn enter(&mut self) -> io::Result<bool> {
        let State::Between(mut window) = std::mem::replace(&mut self.state, State::Nowhere) else {
            return Ok(false);
        };
        let found = find(&mut window);
        let at = window.position();
        window.mark();
        match found {
            Ok(Some(Found::Plain)) => {
                self.next = Some(at);
                self.state = State::Plain(window);
                Ok(true)
            }
            Ok(Some(Found::Member)) => {
                self.state = State::Member(Box::new(GzDecoder::new(window)));
                self.look(at);
                Ok(true)
            }
            other => {
                self.state = State::Between(window);
                other.map(|_| false)
            }
        }
    }

    /// Reads a member's first bytes: one that begins a record begins a segment, others go on with the one before. What
    /// cannot be unpacked is no member.
    fn look(&mut self, at: u64) {
        let State::Member(decoder) = &mut self.state else { return };
        let read = decoder.take(BEGINNING.len() as u64).read_to_end(&mut self.ahead);
        if read.is_err() {
            self.go_back();
        } else if self.ahead == BEGINNING {
            self.next = Some(at);
        }
    }

    /// Goes back behind the beginning of a member that is none, to look for the next.
    fn go_back(&mut self) {
        self.leave();
        if let State::Between(window) = &mut self.state
            && window.failure().is_none()
        {
            window.back();
            window.consume(1);
        }
    }

    fn read_member(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let State::Member(decoder) = &mut self.state else { return Ok(0) };
        let read = decoder.read(buffer).and_then(|n| {
            self.unpacked += n as u64;
            let packed = decoder.get_ref().position().saturating_sub(self.begun);
            let bound = HARMLESS.max(packed.saturating_mul(MOST_GROWTH));
            if self.unpacked > bound { Err(io::Error::other(BOMB)) } else { Ok(n) }
        });
        if read.is_err() {
            self.go_back();
        }
        read
    }
}

const BOMB: &str = "it grows more than a hundredfold when it is unpacked, as decompression bombs do";

impl<R: Read> Read for Segments<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        loop {
            if self.next.is_some() || buffer.is_empty() {
                return Ok(0);
            }
            if !self.ahead.is_empty() {
                let n = self.ahead.as_slice().read(buffer)?;
                self.ahead.drain(..n);
                return Ok(n);
            }
            match &mut self.state {
                State::Plain(window) => return window.read(buffer),
                State::Between(_) | State::Nowhere => return Ok(0),
                State::Member(_) => match self.read_member(buffer)? {
                    0 => self.leave(),
                    n => return Ok(n),
                },
            }
            // The member ended; one that begins no record goes on with this segment.
            if !self.enter()? {
                return Ok(0);
            }
        }
    }
}

enum Found {
    Member,
    Plain,
}

/// Goes on to what looks like a member or a record; `None` at the end of the file.
fn find<R: Read>(window: &mut Window<R>) -> io::Result<Option<Found>> {
    loop {
        let here = window.peek(BEGINNING.len())?;
        if here.is_empty() {
            return Ok(None);
        }
        // Method 8 is the only one there is, and the upper flags are always clear (RFC 1952).
        if matches!(here, [0x1f, 0x8b, 8, flags, ..] if flags & 0xe0 == 0) {
            return Ok(Some(Found::Member));
        }
        if here.starts_with(BEGINNING) {
            return Ok(Some(Found::Plain));
        }
        let rest = here.get(1..).unwrap_or_default();
        let far = memchr::memchr2(0x1f, b'W', rest).unwrap_or(rest.len());
        window.consume(1 + far);
    }
}
