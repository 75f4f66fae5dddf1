//! Numbers that look random and are the same on every machine: SplitMix64 (Steele, Lea and Flood 2014).

/// A stream of numbers that follows from what it was made of.
#[derive(Clone, Debug)]
pub struct Chance(u64);

impl Chance {
    /// The stream that `parts` name together.
    pub fn of(parts: &[u64]) -> Chance {
        let mut chance = Chance(0x9e37_79b9_7f4a_7c15);
        for part in parts {
            chance.0 ^= *part;
            chance.0 = chance.bits();
        }
        chance
    }

    /// The next 64 bits.
    pub fn bits(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let z = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// From 0 up to but not including 1.
    pub fn unit(&mut self) -> f64 {
        (self.bits() >> 11) as f64 / (1u64 << 53) as f64
    }

    /// Less than `n`; 0 where that is 0.
    pub fn below(&mut self, n: usize) -> usize {
        ((u128::from(self.bits()) * n as u128) >> 64) as usize
    }

    /// Whether something of probability `p` happens.
    pub fn often(&mut self, p: f64) -> bool {
        self.unit() < p
    }

    /// One of a list.
    ///
    /// # Panics
    /// When the list is empty.
    pub fn pick<'t, T>(&mut self, list: &'t [T]) -> &'t T {
        &list[self.below(list.len())]
    }

    /// One of a list, the first ones much more often: the n-th about 1 / n times as often as the first.
    ///
    /// # Panics
    /// When the list is empty.
    pub fn lean<'t, T>(&mut self, list: &'t [T]) -> &'t T {
        let n = (list.len() as f64 + 1.0).powf(self.unit()) as usize;
        &list[n.clamp(1, list.len()) - 1]
    }
}
