//! The fast reader's network: a table of word pieces and four blocks of convolution over them, in plain loops.
//! `train/reader/cnn.py` says the same in PyTorch and makes the weights.

use super::dense::Dense;
use super::{Cutter, VOCABULARY};
use dateline_terms::{Cursor, Flaw, Reading, Report, Vectors};
use std::sync::LazyLock;

static NETWORK: &[u8] = include_bytes!("../../weights/cnn.bin");

const MAGIC: &[u8; 4] = b"DLC1";

/// Reads reports with a small convolutional network. Make one and share it.
#[derive(Debug)]
pub struct Cnn {
    cutter: Cutter,
    width: usize,
    /// One row a piece of the vocabulary, as 8-bit steps of the scale beside it.
    words: Vec<i8>,
    scales: Vec<f32>,
    norm: Norm,
    blocks: Vec<Block>,
    /// What is added to each piece from the mean of its stretch, and before which block.
    around: (usize, Dense),
}

/// Brings the numbers of a row to mean 0 and spread 1, then to a gain and a bias of its own for each.
#[derive(Debug)]
struct Norm {
    gain: Vec<f32>,
    bias: Vec<f32>,
}

/// Added to the variance, so that nothing is divided by zero.
const LEAST: f32 = 1e-5;

impl Norm {
    fn apply(&self, row: &mut [f32]) {
        let count = row.len().max(1) as f32;
        let mean = sum(row, |x| x) / count;
        let variance = sum(row, |x| (x - mean) * (x - mean)) / count;
        let spread = 1.0 / (variance + LEAST).sqrt();
        for ((x, gain), bias) in row.iter_mut().zip(&self.gain).zip(&self.bias) {
            *x = (*x - mean) * spread * gain + bias;
        }
    }

    fn read(at: &mut Cursor<'_>, width: usize) -> Option<Norm> {
        Some(Norm { gain: at.floats(width)?, bias: at.floats(width)? })
    }
}

/// Sum of what `of` makes of each number, in eight sums side by side: fast, and the same on every run.
fn sum(row: &[f32], of: impl Fn(f32) -> f32) -> f32 {
    let mut sums = [0f32; 8];
    for eight in row.chunks(8) {
        sums.iter_mut().zip(eight).for_each(|(s, x)| *s += of(*x));
    }
    sums.iter().sum()
}

/// Looks at each piece with one before it and one after it, and adds what it sees.
#[derive(Debug)]
struct Block {
    /// How many pieces away those two are.
    reach: usize,
    mix: Dense,
    norm: Norm,
}

impl Block {
    fn apply(&self, rows: &mut [f32], width: usize) {
        let seen = self.mix.apply(&windows(rows, width, self.reach));
        for (row, seen) in rows.chunks_exact_mut(width).zip(seen.chunks_exact(width)) {
            row.iter_mut().zip(seen).for_each(|(x, s)| *x += s.max(0.0));
            self.norm.apply(row);
        }
    }
}

/// Each row with the one `reach` before it to its left and the one `reach` after it to its right; zeros beyond
/// either end.
fn windows(rows: &[f32], width: usize, reach: usize) -> Vec<f32> {
    let zeros = vec![0f32; width];
    let row = |k: usize| rows.get(k * width..(k + 1) * width).unwrap_or(&zeros);
    let mut out = Vec::with_capacity(rows.len() * 3);
    for k in 0..rows.len() / width.max(1) {
        out.extend_from_slice(k.checked_sub(reach).map_or(&zeros, row));
        out.extend_from_slice(row(k));
        out.extend_from_slice(row(k + reach));
    }
    out
}

impl Cnn {
    /// The network that ships with Dateline, made ready on first use: some milliseconds.
    ///
    /// # Errors
    /// Says that the weights are broken.
    pub fn embedded() -> Result<&'static Cnn, Flaw> {
        static CNN: LazyLock<Result<Cnn, Flaw>> = LazyLock::new(|| Cnn::from_bytes(NETWORK));
        CNN.as_ref().map_err(Clone::clone)
    }

    /// A network with weights of the caller's own, in the form that `train/reader/pack.py` makes.
    ///
    /// # Errors
    /// Says that the weights are broken.
    pub fn from_bytes(bytes: &[u8]) -> Result<Cnn, Flaw> {
        network(&mut Cursor::new(bytes)).ok_or_else(|| Flaw::new("read", BROKEN))
    }

    /// The vectors of a report's words. `keep` chooses sentences; the others get none.
    pub fn read(&self, report: &Report, reading: &Reading, keep: impl Fn(usize) -> bool) -> Vectors {
        let pieces = self.cutter.cut(&report.text, reading, keep);
        let mut values = Vec::with_capacity(pieces.ids.len() * self.width);
        for ids in pieces.stretches.iter().filter_map(|r| pieces.ids.get(r.clone())) {
            values.extend_from_slice(&self.stretch(ids));
        }
        Vectors { width: self.width, spans: pieces.spans, values, ..Vectors::default() }
    }

    /// The vectors of one stretch of pieces.
    fn stretch(&self, ids: &[i32]) -> Vec<f32> {
        let mut rows: Vec<f32> = ids.iter().flat_map(|id| self.word(*id)).collect();
        rows.chunks_exact_mut(self.width).for_each(|row| self.norm.apply(row));
        for (k, block) in self.blocks.iter().enumerate() {
            if k == self.around.0 {
                self.look_around(&mut rows);
            }
            block.apply(&mut rows, self.width);
        }
        rows
    }

    fn word(&self, id: i32) -> impl Iterator<Item = f32> {
        let id = usize::try_from(id).unwrap_or(0);
        let scale = self.scales.get(id).copied().unwrap_or(0.0);
        let steps = self.words.get(id * self.width..(id + 1) * self.width).unwrap_or(&[]);
        steps.iter().map(move |s| f32::from(*s) * scale)
    }

    /// Adds to each piece what the mean of the stretch tells.
    fn look_around(&self, rows: &mut [f32]) {
        let mut mean = vec![0f32; self.width];
        for row in rows.chunks_exact(self.width) {
            mean.iter_mut().zip(row).for_each(|(m, x)| *m += x);
        }
        let count = (rows.len() / self.width).max(1) as f32;
        mean.iter_mut().for_each(|m| *m /= count);
        let told = self.around.1.apply(&mean);
        for row in rows.chunks_exact_mut(self.width) {
            row.iter_mut().zip(&told).for_each(|(x, t)| *x += t);
        }
    }
}

const BROKEN: &str = "The fast reader's weights are broken; --reader rules does without them.";

/// Reads magic, width, number of words, their scales and steps, a norm, the blocks (reach, layer, norm), and
/// the layer over the mean with the block that it goes before; `None` where the bytes are no such network.
fn network(at: &mut Cursor<'_>) -> Option<Cnn> {
    if at.take(4)? != MAGIC {
        return None;
    }
    let (width, words) = (at.u32()?, at.u32()?);
    let scales = at.floats(words)?;
    let steps = at.take(words.checked_mul(width)?)?.iter().map(|s| *s as i8).collect();
    let norm = Norm::read(at, width)?;
    let count = at.u32()?;
    let blocks: Vec<Block> = (0..count).map(|_| block(at, width)).collect::<Option<_>>()?;
    let around = (at.u32()?, square(at, width, 1)?);
    let whole = width > 0 && words == VOCABULARY.lines().count();
    whole.then(|| Cnn { cutter: Cutter::new(VOCABULARY), width, words: steps, scales, norm, blocks, around })
}

fn block(at: &mut Cursor<'_>, width: usize) -> Option<Block> {
    Some(Block { reach: at.u32()?, mix: square(at, width, 3)?, norm: Norm::read(at, width)? })
}

/// A layer from `rows` rows to one.
fn square(at: &mut Cursor<'_>, width: usize, rows: usize) -> Option<Dense> {
    Dense::read(at).filter(|d| d.outputs() == width && d.inputs() == width * rows)
}
