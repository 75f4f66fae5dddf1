//! The items of a JSON array, however long it is, one at a time: chat programs write all of years into one.

use super::in_words;
use super::unpack::Packed;
use std::io::BufRead;

/// Objects inside the first array that follows a key.
pub(super) struct Items {
    source: Packed,
    limit: usize,
    /// Whether the array has ended, or nothing more can be read.
    is_over: bool,
}

/// An item, or why there is none.
pub(super) type Item = Result<Vec<u8>, String>;

impl Items {
    /// The items of the array that `"key":` leads to, none of them kept that has more than `limit` bytes. Gives what stands
    /// before the array too, up to `limit` bytes of it.
    ///
    /// # Errors
    /// When the array does not come.
    pub fn after(mut source: Packed, key: &str, limit: usize) -> Result<(Vec<u8>, Items), String> {
        let key = format!("\"{key}\"");
        let mut head = Vec::new();
        loop {
            let Some(byte) = next(&mut source)? else { return Err(format!("It has no {key}.")) };
            head.push(byte);
            let before = head.strip_suffix(b"[").map(<[u8]>::trim_ascii_end);
            let colon = before.and_then(|before| before.strip_suffix(b":")).map(<[u8]>::trim_ascii_end);
            if colon.is_some_and(|before| before.ends_with(key.as_bytes())) {
                return Ok((head, Items { source, limit, is_over: false }));
            }
            if head.len() > limit {
                return Err(format!("It has no {key} in its first {} MB.", limit >> 20));
            }
        }
    }

    /// An object whose first brace was read.
    fn object(&mut self) -> Item {
        let (mut item, mut whole) = (vec![b'{'], true);
        let (mut depth, mut quoted, mut escaped) = (1_u32, false, false);
        while depth > 0 {
            let Some(byte) = next(&mut self.source)? else {
                self.is_over = true;
                return Err("It breaks off: the file was not saved whole.".into());
            };
            whole &= item.len() < self.limit;
            if whole {
                item.push(byte);
            }
            match byte {
                _ if escaped => escaped = false,
                b'\\' if quoted => escaped = true,
                b'"' => quoted = !quoted,
                b'{' | b'[' if !quoted => depth += 1,
                b'}' | b']' if !quoted => depth -= 1,
                _ => {}
            }
        }
        if whole { Ok(item) } else { Err(format!("It is over {} MB, and was left out.", self.limit >> 20)) }
    }
}

fn next(source: &mut Packed) -> Result<Option<u8>, String> {
    let byte = source.fill_buf().map_err(|error| in_words(&error))?.first().copied();
    source.consume(usize::from(byte.is_some()));
    Ok(byte)
}

impl Iterator for Items {
    type Item = Item;

    fn next(&mut self) -> Option<Item> {
        while !self.is_over {
            match next(&mut self.source) {
                Ok(Some(b'{')) => return Some(self.object()),
                Ok(Some(b']') | None) => self.is_over = true,
                Ok(Some(_)) => {}
                Err(what) => {
                    self.is_over = true;
                    return Some(Err(what));
                }
            }
        }
        None
    }
}
