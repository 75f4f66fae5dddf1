//! MIME HTML archives: a page and its parts in one file, as browsers save them.

use dateline_terms::{Flaw, Page, Report};

/// How deep parts inside parts are looked into.
const MAX_DEPTH: usize = 4;

/// Takes the first HTML part out of the archive and cleans it.
pub(super) fn clean(page: &Page, report: &mut Report, flaws: &mut Vec<Flaw>) {
    let Some(part) = html_part(&page.bytes, MAX_DEPTH) else {
        let what = "The archive holds no HTML part: open it in a browser and save the page as HTML.";
        flaws.push(Flaw::new("page", what));
        return;
    };
    let url = page.url.clone().or(part.address);
    let Part { bytes, charset, .. } = part;
    let inner = Page { url, charset, ..Page::new(page.id.clone(), bytes, page.format) };
    super::html::clean(&inner, report, flaws);
}

/// A part of an archive, decoded for transfer.
struct Part {
    bytes: Vec<u8>,
    charset: Option<String>,
    address: Option<String>,
}

/// The first part that is HTML.
fn html_part(bytes: &[u8], depth: usize) -> Option<Part> {
    let (head, body) = split_head(bytes);
    let head = unfold(head);
    let kind = field(&head, "content-type").unwrap_or_default();
    if kind.to_ascii_lowercase().starts_with("multipart/") && depth > 0 {
        let mark = parameter(&kind, "boundary")?;
        return parts(body, mark.as_bytes()).into_iter().find_map(|part| html_part(part, depth - 1));
    }
    if !kind.to_ascii_lowercase().contains("html") {
        return None;
    }
    let transfer = field(&head, "content-transfer-encoding").unwrap_or_default().to_ascii_lowercase();
    let bytes = match transfer.as_str() {
        "quoted-printable" => quoted_printable(body),
        "base64" => base64(body),
        _ => body.to_vec(),
    };
    let address = field(&head, "content-location").filter(|at| at.contains("://"));
    Some(Part { bytes, charset: parameter(&kind, "charset"), address })
}

/// Header and body of a MIME entity: they are parted by the first empty line.
fn split_head(bytes: &[u8]) -> (&[u8], &[u8]) {
    let windows = [(&b"\r\n\r\n"[..], 4), (&b"\n\n"[..], 2)];
    let ends = windows
        .iter()
        .filter_map(|(mark, length)| memchr::memmem::find(bytes, mark).map(|at| (at, at + length)));
    match ends.min() {
        Some((end, body)) => (bytes.get(..end).unwrap_or(&[]), bytes.get(body..).unwrap_or(&[])),
        None => (bytes, &[]),
    }
}

/// Header lines, with those that go on in the next line joined.
fn unfold(head: &[u8]) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    for line in String::from_utf8_lossy(head).lines() {
        match out.last_mut() {
            Some(last) if line.starts_with([' ', '\t']) => last.push_str(line),
            _ => out.push(line.to_string()),
        }
    }
    out
}

/// The value of a header field.
fn field(head: &[String], name: &str) -> Option<String> {
    head.iter().find_map(|line| {
        let (key, value) = line.split_once(':')?;
        key.trim().eq_ignore_ascii_case(name).then(|| value.trim().to_string())
    })
}

/// A parameter of a field's value: `boundary="…"`, `charset=utf-8`.
fn parameter(value: &str, name: &str) -> Option<String> {
    value.split(';').skip(1).find_map(|part| {
        let (key, value) = part.split_once('=')?;
        key.trim().eq_ignore_ascii_case(name).then(|| value.trim().trim_matches('"').to_string())
    })
}

/// What stands between the boundary lines.
fn parts<'a>(body: &'a [u8], mark: &[u8]) -> Vec<&'a [u8]> {
    let line = [b"--", mark].concat();
    let starts: Vec<usize> = memchr::memmem::find_iter(body, &line).collect();
    let ends = starts.iter().skip(1).copied().chain([body.len()]);
    let between = starts.iter().zip(ends);
    between
        .filter_map(|(start, end)| body.get(start + line.len()..end))
        .map(<[u8]>::trim_ascii_start)
        .collect()
}

/// Decodes "=C3=A9" and soft line ends.
fn quoted_printable(body: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(body.len());
    let mut rest = body;
    while let Some((&first, tail)) = rest.split_first() {
        let (byte, next) = match (first, tail) {
            (b'=', [b'\r', b'\n', next @ ..] | [b'\n', next @ ..]) => (None, next),
            (b'=', [high, low, next @ ..]) => match (digit(*high), digit(*low)) {
                (Some(high), Some(low)) => (Some(high * 16 + low), next),
                _ => (Some(first), tail),
            },
            _ => (Some(first), tail),
        };
        out.extend(byte);
        rest = next;
    }
    out
}

/// The value of a hexadecimal digit.
fn digit(byte: u8) -> Option<u8> {
    (byte as char).to_digit(16).map(|value| value as u8)
}

/// Decodes base64; what is no letter of it is skipped.
fn base64(body: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(body.len() / 4 * 3);
    let (mut bits, mut count) = (0u32, 0);
    for byte in body {
        let value = match byte {
            b'A'..=b'Z' => byte - b'A',
            b'a'..=b'z' => byte - b'a' + 26,
            b'0'..=b'9' => byte - b'0' + 52,
            b'+' => 62,
            b'/' => 63,
            _ => continue,
        };
        bits = bits << 6 | u32::from(value);
        count += 6;
        if count >= 8 {
            count -= 8;
            out.push((bits >> count) as u8);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_html_part_is_found_and_decoded() {
        let archive = b"MIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n boundary=\"=x\"\r\n\r\n--=x\r\nContent-Type: image/png\r\n\r\n..\r\n--=x\r\nContent-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\nContent-Location: https://wire.example/a\r\n\r\n<p>Caf=C3=A9 =\r\nopen</p>\r\n--=x--";
        let part = html_part(archive, MAX_DEPTH).expect("a part");
        assert_eq!(String::from_utf8_lossy(&part.bytes).trim(), "<p>Caf\u{e9} open</p>");
        assert_eq!(
            (part.charset.as_deref(), part.address.as_deref()),
            (Some("utf-8"), Some("https://wire.example/a"))
        );
        assert_eq!(base64(b"Q2Fm\r\nw6k="), "Caf\u{e9}".as_bytes());
    }
}
