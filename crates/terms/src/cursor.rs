/// Reads bytes, front to back; `None` where they end too soon.
pub struct Cursor<'b> {
    bytes: &'b [u8],
}

impl<'b> Cursor<'b> {
    /// From the first byte on.
    pub fn new(bytes: &'b [u8]) -> Cursor<'b> {
        Cursor { bytes }
    }

    /// The next `n` bytes.
    pub fn take(&mut self, n: usize) -> Option<&'b [u8]> {
        let (head, tail) = self.bytes.split_at_checked(n)?;
        self.bytes = tail;
        Some(head)
    }

    /// Whether nothing is left.
    pub fn is_done(&self) -> bool {
        self.bytes.is_empty()
    }

    /// The next `N` bytes, as the number types take them.
    pub fn array<const N: usize>(&mut self) -> Option<[u8; N]> {
        self.take(N)?.try_into().ok()
    }

    /// A little-endian number of four bytes.
    pub fn u32(&mut self) -> Option<usize> {
        Some(u32::from_le_bytes(self.array()?) as usize)
    }

    /// A word: its length in bytes, then the bytes.
    pub fn word(&mut self) -> Option<String> {
        let n = self.u32()?;
        String::from_utf8(self.take(n)?.to_vec()).ok()
    }

    /// `n` little-endian floats of four bytes.
    pub fn floats(&mut self, n: usize) -> Option<Vec<f32>> {
        let bytes = self.take(n.checked_mul(4)?)?;
        Some(bytes.chunks_exact(4).filter_map(|b| b.try_into().ok().map(f32::from_le_bytes)).collect())
    }

    /// A rows × columns table, row by row: one scale a row, then the weights as 8-bit steps of it.
    pub fn steps(&mut self, rows: usize, columns: usize) -> Option<Vec<f32>> {
        let scales = self.floats(rows)?;
        let steps = self.take(rows.checked_mul(columns)?)?;
        let row = |(steps, scale): (&'b [u8], f32)| steps.iter().map(move |s| f32::from(*s as i8) * scale);
        Some(steps.chunks_exact(columns.max(1)).zip(scales).flat_map(row).collect())
    }
}
