//! An HTTP answer as a record holds it: status, headers, and a body that may still be chunked or packed.

use super::headers::{self, Headers};
use crate::coding;
use std::borrow::Cow;

/// An HTTP answer.
#[derive(Clone, Debug)]
pub struct Response<'b> {
    /// Status code.
    pub status: u16,
    /// Its named fields.
    pub headers: Headers,
    /// Its body as it was sent.
    pub body: &'b [u8],
}

impl<'b> Response<'b> {
    /// Takes the bytes of an answer apart; `None` where they are none.
    pub fn read(bytes: &'b [u8]) -> Option<Response<'b>> {
        let end = headers::end(bytes).unwrap_or(bytes.len());
        let (head, body) = bytes.split_at_checked(end)?;
        let first = memchr::memchr(b'\n', head)? + 1;
        let line = String::from_utf8_lossy(head.get(..first)?);
        let mut words = line.split_whitespace();
        words.next().filter(|version| version.starts_with("HTTP/"))?;
        let status = words.next()?.parse().ok()?;
        Some(Response { status, headers: Headers::read(head.get(first..)?), body })
    }

    /// The body without transfer and content coding. Archives often keep the fields that named a coding and not the coding
    /// itself: a body that is not coded as they say is taken as it is.
    ///
    /// # Errors
    /// What is wrong, as the end of a sentence: it is coded in a way that is not known, is damaged, or has more than
    /// `limit` bytes.
    pub fn decoded(&self, limit: usize) -> Result<Cow<'b, [u8]>, String> {
        let chunked =
            self.headers.all("Transfer-Encoding").any(|value| value.to_lowercase().contains("chunked"));
        let body = match chunked.then(|| unchunked(self.body)).flatten() {
            Some(body) => Cow::Owned(body),
            None => Cow::Borrowed(self.body),
        };
        let codings: Vec<&str> =
            self.headers.all("Content-Encoding").flat_map(|value| value.split(',')).collect();
        let decoded = match coding::decode(&body, codings, limit)? {
            Cow::Owned(decoded) => Some(decoded),
            Cow::Borrowed(_) => None,
        };
        Ok(decoded.map_or(body, Cow::Owned))
    }
}

/// A body put together from its chunks; `None` where it is not in chunks. One that breaks off gives what there is.
fn unchunked(mut bytes: &[u8]) -> Option<Vec<u8>> {
    let mut body = Vec::new();
    let mut is_first = true;
    while let Some(newline) =
        memchr::memchr(b'\n', bytes.get(..bytes.len().min(LONGEST_LINE)).unwrap_or_default())
    {
        let line = String::from_utf8_lossy(bytes.get(..newline).unwrap_or_default());
        let size = line.split(';').next().unwrap_or_default().trim();
        let size = usize::from_str_radix(size, 16);
        if is_first && size.is_err() {
            return None;
        }
        is_first = false;
        let rest = bytes.get(newline + 1..).unwrap_or_default();
        let size = size.unwrap_or(0).min(rest.len());
        if size == 0 {
            return Some(body);
        }
        body.extend_from_slice(rest.get(..size).unwrap_or_default());
        let after = rest.get(size..).unwrap_or_default();
        bytes = after.strip_prefix(b"\r\n").or_else(|| after.strip_prefix(b"\n")).unwrap_or(after);
    }
    (!is_first).then_some(body)
}

/// Bytes that the line before a chunk may have.
const LONGEST_LINE: usize = 4096;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chunks_are_put_together_where_there_are_any() {
        assert_eq!(unchunked(b"3\r\nabc\r\n2;x=y\r\nde\r\n0\r\n\r\n").as_deref(), Some(&b"abcde"[..]));
        assert_eq!(unchunked(b"3\r\nab").as_deref(), Some(&b"ab"[..]));
        assert_eq!(unchunked(b"<html>\nno chunks</html>"), None);
        assert_eq!(unchunked(b""), None);
        assert_eq!(unchunked(b"ffffffffffffffff\r\nx").as_deref(), Some(&b"x"[..]));
    }

    #[test]
    fn an_answer_is_taken_apart() {
        let answer =
            Response::read(b"HTTP/1.1 200 OK\r\nContent-Type: text/html;\r\n charset=utf-8\r\n\r\n<p>")
                .unwrap();
        assert_eq!((answer.status, answer.body), (200, &b"<p>"[..]));
        assert_eq!(answer.headers.get("content-type"), Some("text/html; charset=utf-8"));
        assert!(Response::read(b"<html>\n\n").is_none());
        assert!(Response::read(b"HTTP/1.1 200 OK").is_none());
    }
}
