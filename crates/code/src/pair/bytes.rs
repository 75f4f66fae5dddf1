//! Accounts as bytes: little-endian numbers, lists and words behind their length, no padding.

use crate::codebook::Family;
use dateline_terms::{ActorKind, Date};
use dateline_terms::{Cursor, HarmKind, Precision, Standing, Status};

/// What can be written to bytes and read back.
pub(super) trait Bytes: Sized {
    /// Appends its bytes.
    fn put(&self, out: &mut Vec<u8>);
    /// Reads what [`Bytes::put`] wrote; `None` where the bytes are something else.
    fn take(at: &mut Cursor<'_>) -> Option<Self>;
}

macro_rules! number {
    ($($kind:ty),+) => {$(
        impl Bytes for $kind {
            fn put(&self, out: &mut Vec<u8>) {
                out.extend(self.to_le_bytes());
            }
            fn take(at: &mut Cursor<'_>) -> Option<Self> {
                at.array().map(<$kind>::from_le_bytes)
            }
        }
    )+};
}
number!(u8, u16, u32, u64, i32, f32);

/// Words of a fixed list are written as their place in it.
macro_rules! word {
    ($($kind:ty),+) => {$(
        impl Bytes for $kind {
            fn put(&self, out: &mut Vec<u8>) {
                out.push(<$kind>::ALL.iter().position(|x| x == self).unwrap_or(0) as u8);
            }
            fn take(at: &mut Cursor<'_>) -> Option<Self> {
                <$kind>::ALL.get(usize::from(u8::take(at)?)).copied()
            }
        }
    )+};
}
word!(HarmKind, Precision, Standing, Status, ActorKind, Family);

impl Bytes for bool {
    fn put(&self, out: &mut Vec<u8>) {
        out.push(u8::from(*self));
    }

    fn take(at: &mut Cursor<'_>) -> Option<bool> {
        match u8::take(at)? {
            0 => Some(false),
            1 => Some(true),
            _ => None,
        }
    }
}

impl<T: Bytes> Bytes for Option<T> {
    fn put(&self, out: &mut Vec<u8>) {
        self.is_some().put(out);
        self.iter().for_each(|x| x.put(out));
    }

    fn take(at: &mut Cursor<'_>) -> Option<Option<T>> {
        Some(if bool::take(at)? { Some(T::take(at)?) } else { None })
    }
}

impl<A: Bytes, B: Bytes> Bytes for (A, B) {
    fn put(&self, out: &mut Vec<u8>) {
        self.0.put(out);
        self.1.put(out);
    }

    fn take(at: &mut Cursor<'_>) -> Option<(A, B)> {
        Some((A::take(at)?, B::take(at)?))
    }
}

/// At most 65,535 items.
impl<T: Bytes> Bytes for Vec<T> {
    fn put(&self, out: &mut Vec<u8>) {
        let count = u16::try_from(self.len()).unwrap_or(u16::MAX);
        count.put(out);
        self.iter().take(count.into()).for_each(|x| x.put(out));
    }

    fn take(at: &mut Cursor<'_>) -> Option<Vec<T>> {
        (0..u16::take(at)?).map(|_| T::take(at)).collect()
    }
}

impl Bytes for String {
    fn put(&self, out: &mut Vec<u8>) {
        self.as_bytes().to_vec().put(out);
    }

    fn take(at: &mut Cursor<'_>) -> Option<String> {
        String::from_utf8(Vec::take(at)?).ok()
    }
}

impl Bytes for Iso {
    fn put(&self, out: &mut Vec<u8>) {
        out.extend(self.0);
    }

    fn take(at: &mut Cursor<'_>) -> Option<Iso> {
        at.array().map(Iso)
    }
}

/// A country: the two letters of ISO 3166-1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Iso([u8; 2]);

impl Iso {
    /// The letters.
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or_default()
    }

    /// The country of that code; `None` where it has not two letters.
    pub fn new(code: &str) -> Option<Iso> {
        code.as_bytes().try_into().ok().map(Iso)
    }
}

/// Days since 1970, negative before.
pub(crate) type Day = i32;

/// The number of a date.
pub(super) fn day(date: Date) -> Day {
    (date - Date::constant(1970, 1, 1)).get_days()
}
