//! What a `Content-Type` field says: a media type, and the encoding of its text.

/// Characters that the name of an encoding has at most: what is longer is none.
const LONGEST: usize = 40;

/// The media type, without what stands behind it.
pub(crate) fn kind(said: &str) -> &str {
    said.split(';').next().unwrap_or_default().trim()
}

/// The encoding of the text, as it is called there: the first parameter `charset` (RFC 9110, section 8.3.2), in quotes or not.
pub(crate) fn charset(said: &str) -> Option<String> {
    let value = said.split(';').skip(1).find_map(|parameter| {
        let (name, value) = parameter.split_once('=')?;
        name.trim().eq_ignore_ascii_case("charset").then_some(value)
    })?;
    let name = value.trim().trim_matches(['"', '\'']).trim();
    let is_name =
        !name.is_empty() && name.len() <= LONGEST && name.bytes().all(|byte| byte.is_ascii_graphic());
    is_name.then(|| name.to_ascii_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_encoding_is_read_however_it_is_written() {
        for (said, name) in [
            ("text/html; charset=windows-1251", Some("windows-1251")),
            ("text/html;CHARSET = \"GB18030\" ; x=y", Some("gb18030")),
            ("text/html; charset='Shift_JIS'", Some("shift_jis")),
            ("text/html; boundary=charset", None),
            ("text/html; charset=", None),
            ("text/html", None),
            ("charset=utf-8", None),
        ] {
            assert_eq!(charset(said).as_deref(), name, "{said}");
        }
        assert_eq!(charset(&format!("text/html; charset={}", "x".repeat(41))), None);
        assert_eq!(kind(" text/html ; charset=x"), "text/html");
    }
}
