/// A number as stated, with its bounds: "at least 16" is 16 and open, "up to 16" is 0 to 16,
/// "dozens" is 24 to 99. The table of words is the annotation guide's (`docs/codebook`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Quantity {
    /// Least number that the words allow.
    pub low: u64,
    /// Greatest; `None` where the words leave it open.
    pub high: Option<u64>,
}

impl Quantity {
    /// An exact number.
    pub fn exactly(n: u64) -> Quantity {
        Quantity { low: n, high: Some(n) }
    }

    /// `n` or more.
    pub fn at_least(n: u64) -> Quantity {
        Quantity { low: n, high: None }
    }
}
