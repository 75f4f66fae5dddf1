//! Unpacking `.gz` and `.zst`, in bounded memory and with an eye on decompression bombs.

use super::kind::Packing;
use flate2::read::MultiGzDecoder;
use ruzstd::decoding::errors::{FrameDecoderError, ReadFrameHeaderError};
use ruzstd::decoding::{BlockDecodingStrategy, FrameDecoder};
use std::io::{self, BufRead, BufReader, Chain, Cursor, Read};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// An unpacked file.
pub(super) type Packed = Box<dyn BufRead + Send>;

const BUFFER: usize = 64 << 10;
/// Unpacked bytes up to which no ratio is suspicious.
const HARMLESS: u64 = 64 << 20;
/// Times that a file may grow beyond that. News as JSONL grows about fivefold, repeated pages fiftyfold;
/// a gzip bomb about a thousandfold, or by the quickest encoders, which spend 13 bits on 258 bytes, 160-fold.
const MOST_GROWTH: u64 = 100;

/// Opens a file that may be packed, whatever its name says.
///
/// # Errors
/// When reading fails, or the name says that it is packed and the bytes say that it is not.
pub(super) fn open(mut source: Box<dyn Read + Send>, said: Option<Packing>) -> io::Result<Packed> {
    let mut head = [0; 4];
    let filled = fill(&mut source, &mut head)?;
    let packing = match head {
        [0x1f, 0x8b, ..] if filled >= 2 => Some(Packing::Gzip),
        [0x28, 0xb5, 0x2f, 0xfd] => Some(Packing::Zstd),
        // A skippable frame of zstd.
        [0x50..=0x5f, 0x2a, 0x4d, 0x18] => Some(Packing::Zstd),
        _ => None,
    };
    if said.is_some() && packing != said && filled > 0 {
        return Err(io::Error::other(
            "Its name says that it is compressed, but its bytes are not: rename it, or fetch it again.",
        ));
    }
    let source = Cursor::new(head[..filled].to_vec()).chain(source);
    let read = Arc::new(AtomicU64::new(0));
    let source = Counted { source, read: Arc::clone(&read) };
    Ok(match packing {
        None => Box::new(BufReader::with_capacity(BUFFER, source)),
        Some(Packing::Gzip) => bounded(MultiGzDecoder::new(BufReader::with_capacity(BUFFER, source)), read),
        Some(Packing::Zstd) => bounded(Frames::new(BufReader::with_capacity(BUFFER, source)), read),
    })
}

fn fill(source: &mut impl Read, buffer: &mut [u8]) -> io::Result<usize> {
    let mut filled = 0;
    while filled < buffer.len() {
        match source.read(&mut buffer[filled..]) {
            Ok(0) => break,
            Ok(n) => filled += n,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(filled)
}

/// Counts the bytes that are read.
struct Counted<R> {
    source: Chain<Cursor<Vec<u8>>, R>,
    read: Arc<AtomicU64>,
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let n = self.source.read(buffer)?;
        self.read.fetch_add(n as u64, Ordering::Relaxed);
        Ok(n)
    }
}

fn bounded(decoder: impl Read + Send + 'static, packed: Arc<AtomicU64>) -> Packed {
    Box::new(BufReader::with_capacity(BUFFER, Bounded { decoder, unpacked: 0, packed }))
}

/// Stops where a file grows beyond all reason.
struct Bounded<R> {
    decoder: R,
    unpacked: u64,
    packed: Arc<AtomicU64>,
}

impl<R: Read> Read for Bounded<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let n = self.decoder.read(buffer).map_err(|error| {
            io::Error::other(format!(
                "It cannot be unpacked ({error}): fetch it again, or unpack it by hand."
            ))
        })?;
        self.unpacked += n as u64;
        if self.unpacked > most(self.packed.load(Ordering::Relaxed)) {
            return Err(io::Error::other(grows()));
        }
        Ok(n)
    }
}

/// Bytes that so many packed ones may unpack to.
pub(super) fn most(packed: u64) -> u64 {
    HARMLESS.max(packed.saturating_mul(MOST_GROWTH))
}

/// What is said of a file that unpacks to more.
pub(super) fn grows() -> String {
    format!(
        "It grows more than {MOST_GROWTH}-fold when it is unpacked, as decompression bombs do: unpack it by hand if you \
         trust it."
    )
}

/// Zstandard frames, one after the other; frames that are to be skipped are skipped.
struct Frames<R> {
    source: R,
    decoder: FrameDecoder,
    inside: bool,
}

impl<R: BufRead> Frames<R> {
    fn new(source: R) -> Frames<R> {
        Frames { source, decoder: FrameDecoder::new(), inside: false }
    }

    /// Begins the next frame; false at the end of the file.
    fn begin(&mut self) -> io::Result<bool> {
        while !self.source.fill_buf()?.is_empty() {
            match self.decoder.init(&mut self.source) {
                Ok(()) => return Ok(true),
                Err(FrameDecoderError::ReadFrameHeaderError(ReadFrameHeaderError::SkipFrame {
                    length,
                    ..
                })) => {
                    io::copy(&mut self.source.by_ref().take(u64::from(length)), &mut io::sink())?;
                }
                Err(error) => return Err(io::Error::other(error.to_string())),
            }
        }
        Ok(false)
    }
}

impl<R: BufRead> Read for Frames<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        loop {
            if !self.inside {
                if !self.begin()? {
                    return Ok(0);
                }
                self.inside = true;
            }
            while self.decoder.can_collect() == 0 && !self.decoder.is_finished() {
                self.decoder
                    .decode_blocks(&mut self.source, BlockDecodingStrategy::UptoBlocks(1))
                    .map_err(|error| io::Error::other(error.to_string()))?;
            }
            let n = self.decoder.read(buffer)?;
            if n > 0 || buffer.is_empty() {
                return Ok(n);
            }
            self.inside = false;
        }
    }
}
