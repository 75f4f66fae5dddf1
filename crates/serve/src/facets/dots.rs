//! Rows in pieces. Pictures of different moments share those that are the same in both, so that following a change
//! copies the pieces that it touches and not all rows.

use super::Dot;
use std::sync::Arc;

/// Rows in a piece: 230 kB are copied for each that a change touches, and half a million rows make 130 of them.
const PIECE: usize = 4096;

/// Rows in order of number.
#[derive(Clone, Debug, Default)]
pub(super) struct Dots {
    /// None is empty; all but the last are full, unless rows were cleared away.
    pieces: Vec<Arc<Vec<Dot>>>,
    len: usize,
}

impl Dots {
    /// How many there are.
    pub fn len(&self) -> usize {
        self.len
    }

    /// Adds a row whose number is the largest.
    pub fn push(&mut self, dot: Dot) {
        match self.pieces.last_mut().filter(|piece| piece.len() < PIECE) {
            Some(piece) => Arc::make_mut(piece).push(dot),
            None => self.pieces.push(Arc::new(vec![dot])),
        }
        self.len += 1;
    }

    /// Alters the row of a number where `alter` says that it does.
    pub fn alter(&mut self, number: i64, alter: impl FnOnce(&mut Dot)) {
        let at = self.piece_of(number);
        if let Some(piece) = self.pieces.get_mut(at)
            && let Ok(row) = piece.binary_search_by_key(&number, |dot| dot.number)
            && let Some(dot) = Arc::make_mut(piece).get_mut(row)
        {
            alter(dot);
        }
    }

    /// All of them, in order.
    pub fn iter(&self) -> impl Iterator<Item = &Dot> {
        self.pieces.iter().flat_map(|piece| piece.iter())
    }

    /// Those of some numbers, which rise.
    pub fn of<'s>(&'s self, numbers: &'s [i64]) -> impl Iterator<Item = &'s Dot> {
        let (mut at, mut rest): (usize, &[Dot]) = (0, &[]);
        numbers.iter().filter_map(move |number| {
            if rest.last().is_none_or(|last| last.number < *number) {
                at += self.pieces.get(at..)?.partition_point(|piece| ends_before(piece, *number));
                rest = self.pieces.get(at)?;
            }
            let row = rest.partition_point(|dot| dot.number < *number);
            rest = rest.get(row..)?;
            rest.first().filter(|dot| dot.number == *number)
        })
    }

    /// Clears rows away; the others keep their order.
    pub fn retain(&mut self, keep: impl Fn(&Dot) -> bool) {
        let kept: Vec<Dot> = self.iter().filter(|dot| keep(dot)).copied().collect();
        *self = Dots::from(kept);
    }

    fn piece_of(&self, number: i64) -> usize {
        self.pieces.partition_point(|piece| ends_before(piece, number))
    }
}

fn ends_before(piece: &[Dot], number: i64) -> bool {
    piece.last().is_some_and(|last| last.number < number)
}

impl From<Vec<Dot>> for Dots {
    /// Of rows in any order.
    fn from(mut dots: Vec<Dot>) -> Dots {
        dots.sort_unstable_by_key(|dot| dot.number);
        let pieces = dots.chunks(PIECE).map(|piece| Arc::new(piece.to_vec())).collect();
        Dots { pieces, len: dots.len() }
    }
}

#[cfg(test)]
mod tests {
    use super::{Dot, Dots, PIECE};

    fn dot(number: i64) -> Dot {
        Dot {
            number,
            lat: 0.0,
            lon: 0.0,
            y: 0.0,
            first: 0,
            last: 0,
            killed: -1,
            event_type: 0,
            country: 0,
            family: 0,
            word: 0,
            foiled: false,
            gone: false,
        }
    }

    fn numbers(dots: &Dots) -> Vec<i64> {
        dots.iter().filter(|dot| !dot.gone).map(|dot| dot.number).collect()
    }

    #[test]
    fn pieces_hold_the_rows_that_one_list_would() {
        let many = 3 * PIECE as i64 + 7;
        let all: Vec<i64> = (0..many).map(|n| n * 3).collect();
        let mut dots = Dots::from(all.iter().rev().map(|n| dot(*n)).collect::<Vec<_>>());
        let before = dots.clone();
        let gone = [0, 3, 3 * PIECE as i64, all[all.len() - 1]];
        gone.iter().chain(&[1, -5, many * 3]).for_each(|n| dots.alter(*n, |dot| dot.gone = true));
        let left: Vec<i64> = all.iter().copied().filter(|n| !gone.contains(n)).collect();
        assert_eq!((numbers(&dots), numbers(&before)), (left.clone(), all.clone()));
        (many..many + 5).for_each(|n| dots.push(dot(n * 3)));
        dots.retain(|dot| !dot.gone);
        let left: Vec<i64> = left.into_iter().chain((many..many + 5).map(|n| n * 3)).collect();
        assert_eq!((dots.len(), numbers(&dots)), (left.len(), left.clone()));
        for step in [1, 2, 50, PIECE, 2 * PIECE + 1] {
            let asked: Vec<i64> = (-4..many * 3 + 20).step_by(step).collect();
            let found: Vec<i64> = dots.of(&asked).map(|dot| dot.number).collect();
            let held: Vec<i64> = asked.into_iter().filter(|n| left.binary_search(n).is_ok()).collect();
            assert_eq!(found, held, "every {step}");
        }
    }
}
