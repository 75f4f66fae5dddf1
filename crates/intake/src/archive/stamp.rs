//! Time stamps of RFC 3161: a server that others trust says that it has seen the chain, and when.
//!
//! What is checked here is that a reply grants a stamp of these very bytes. Whose signature it bears is checked by those who
//! know whom they trust, with `openssl ts -verify`.

use super::chain::Link;
use crate::net::{Reach, ask};
use crate::{Error, Result};
use hyper::body::Bytes;
use hyper::{Request, Uri, header};

/// SHA-256 as an algorithm: 2.16.840.1.101.3.4.2.1.
const SHA256: [u8; 11] = [6, 9, 0x60, 0x86, 0x48, 1, 0x65, 3, 4, 2, 1];

/// Asks a server for a time stamp of the chain; gives its reply.
///
/// # Errors
/// When the server cannot be asked, or grants none.
pub fn stamp(server: &str, chain: Link) -> Result<Vec<u8>> {
    let wrong = |what: String| Error::new(format!("The time stamp server {server} gave no stamp. {what}"));
    let address: Uri = server.parse().map_err(|_| wrong("Its address is none.".into()))?;
    let request = Request::post(address)
        .header(header::CONTENT_TYPE, "application/timestamp-query")
        .header(header::ACCEPT, "application/timestamp-reply")
        .body(Bytes::from(query(chain)))
        .map_err(|error| wrong(error.to_string()))?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let runtime = runtime.map_err(|error| wrong(error.to_string()))?;
    let answer = runtime.block_on(ask(Reach::Any, request)).map_err(wrong)?;
    if !answer.status().is_success() {
        return Err(wrong(format!("It answered with {}.", answer.status())));
    }
    let reply = answer.into_body().to_vec();
    stamped(&reply, chain).map_err(|what| wrong(what.to_string())).map(|_| reply)
}

/// The query for a stamp of the chain, with the server's certificates in the reply.
fn query(chain: Link) -> Vec<u8> {
    let imprint = node(0x30, &[&node(0x30, &[&SHA256, &[5, 0]]), &node(4, &[chain.bytes()])]);
    node(0x30, &[&[2, 1, 1], &imprint, &[1, 1, 0xff]])
}

/// A DER value of some parts.
fn node(tag: u8, parts: &[&[u8]]) -> Vec<u8> {
    let content = parts.concat();
    let mut bytes = vec![tag];
    match content.len() {
        short @ ..=0x7f => bytes.push(short as u8),
        long => {
            let digits: Vec<u8> = long.to_be_bytes().into_iter().skip_while(|byte| *byte == 0).collect();
            bytes.push(0x80 | digits.len() as u8);
            bytes.extend(digits);
        }
    }
    bytes.extend(content);
    bytes
}

/// When a reply says that it saw the chain: `YYYYMMDDhhmmss…Z`.
///
/// # Errors
/// Why it is no stamp of the chain, in a sentence.
pub fn stamped(reply: &[u8], chain: Link) -> std::result::Result<String, &'static str> {
    const NONE: &str = "Its reply is no time stamp.";
    let mut reply = children(inside(reply).ok_or(NONE)?).into_iter();
    let status = children(reply.next().ok_or(NONE)?.1).into_iter().next().ok_or(NONE)?;
    // 0 is granted, 1 granted with changes (RFC 3161, 2.4.2).
    if !matches!(status.1, [0 | 1]) {
        return Err("It refused.");
    }
    let token = reply.next().ok_or(NONE)?.1;
    let told = told(token).ok_or(NONE)?;
    let fields = children(inside(told).ok_or(NONE)?);
    let imprint = fields.get(2).map(|(_, imprint)| children(imprint)).ok_or(NONE)?;
    let [(_, algorithm), (_, digest)] = imprint.as_slice() else { return Err(NONE) };
    if !algorithm.starts_with(&SHA256) || digest != chain.bytes() {
        return Err("Its stamp is of something else.");
    }
    let time = fields.iter().find(|(tag, _)| *tag == 0x18).ok_or(NONE)?;
    std::str::from_utf8(time.1).map(str::to_string).map_err(|_| NONE)
}

/// What a token's signature is of: its TSTInfo.
fn told(token: &[u8]) -> Option<&[u8]> {
    let signed = children(token).get(1)?.1;
    let fields = children(inside(signed)?);
    // Version, digest algorithms, and then what is signed.
    let content = children(fields.get(2)?.1);
    inside(content.get(1)?.1)
}

/// The content of a value.
fn inside(bytes: &[u8]) -> Option<&[u8]> {
    value(bytes).map(|(_, content, _)| content)
}

/// Values one after the other, as tags and contents; what is not whole is left out.
fn children(mut bytes: &[u8]) -> Vec<(u8, &[u8])> {
    let mut found = Vec::new();
    while let Some((tag, content, rest)) = value(bytes) {
        found.push((tag, content));
        bytes = rest;
    }
    found
}

fn value(bytes: &[u8]) -> Option<(u8, &[u8], &[u8])> {
    let (tag, rest) = bytes.split_first()?;
    let (first, rest) = rest.split_first()?;
    let (length, rest) = match usize::from(*first) {
        short @ ..=0x7f => (short, rest),
        long @ 0x81..=0x84 => {
            let (digits, rest) = rest.split_at_checked(long - 0x80)?;
            (digits.iter().fold(0, |length, digit| length << 8 | usize::from(*digit)), rest)
        }
        _ => return None,
    };
    let (content, rest) = rest.split_at_checked(length)?;
    Some((*tag, content, rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A reply as servers build it, without a signature.
    fn reply(status: u8, chain: Link) -> Vec<u8> {
        let imprint = node(0x30, &[&node(0x30, &[&SHA256, &[5, 0]]), &node(4, &[chain.bytes()])]);
        let told = node(
            0x30,
            &[&[2, 1, 1], &[6, 1, 0x2a], &imprint, &[2, 1, 9], &node(0x18, &[b"20240108120000Z"])],
        );
        let content = node(0x30, &[&[6, 1, 0x2a], &node(0xa0, &[&node(4, &[&told])])]);
        let signed = node(0x30, &[&[2, 1, 3], &node(0x31, &[]), &content, &node(0x31, &[&[4; 300]])]);
        let token = node(0x30, &[&[6, 1, 0x2a], &node(0xa0, &[&signed])]);
        node(0x30, &[&node(0x30, &[&[2, 1, status]]), &token])
    }

    #[test]
    fn a_reply_is_a_stamp_of_the_chain_or_refused() {
        let (chain, other) = (Link::of(b"a"), Link::of(b"b"));
        assert_eq!(stamped(&reply(0, chain), chain).as_deref(), Ok("20240108120000Z"));
        assert_eq!(stamped(&reply(0, other), chain), Err("Its stamp is of something else."));
        assert_eq!(stamped(&reply(2, chain), chain), Err("It refused."));
        let whole = reply(0, chain);
        for cut in 0..whole.len() {
            assert!(stamped(&whole[..cut], chain).is_err(), "{cut}");
        }
    }

    #[test]
    fn a_query_is_laid_out_as_the_standard_says() {
        let query = query(Link::of(b"a"));
        let fields = children(inside(&query).expect("a sequence"));
        let tags: Vec<u8> = fields.iter().map(|(tag, _)| *tag).collect();
        assert_eq!(tags, [2, 0x30, 1]);
        assert_eq!(query.len(), 59);
    }
}
