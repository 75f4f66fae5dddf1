//! Named fields, as the heads of WARC records and of HTTP messages have them.

/// Named fields in their order; names are compared without regard to case.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Headers(Vec<(String, String)>);

impl Headers {
    /// Reads the lines of a head, without the first. A line that begins with a blank goes on with the one before; lines
    /// without a colon are passed over. Bytes that are no UTF-8 are replaced.
    pub fn read(lines: &[u8]) -> Headers {
        let mut fields: Vec<(String, String)> = Vec::new();
        for line in lines.split(|byte| *byte == b'\n') {
            let text = String::from_utf8_lossy(line);
            if text.starts_with([' ', '\t']) {
                if let Some((_, value)) = fields.last_mut() {
                    value.push(' ');
                    value.push_str(text.trim());
                }
            } else if let Some((name, value)) = text.split_once(':') {
                fields.push((name.trim().to_string(), value.trim().to_string()));
            }
        }
        Headers(fields)
    }

    /// The first value of that name.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(own, _)| own.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
    }

    /// All values of that name.
    pub fn all<'h>(&'h self, name: &'h str) -> impl Iterator<Item = &'h str> {
        let fits = move |field: &&(String, String)| field.0.eq_ignore_ascii_case(name);
        self.0.iter().filter(fits).map(|(_, value)| value.as_str())
    }
}

/// Where a head ends: behind its first empty line.
pub(crate) fn end(bytes: &[u8]) -> Option<usize> {
    let mut at = 0;
    for newline in memchr::memchr_iter(b'\n', bytes) {
        let line = bytes.get(at..newline).unwrap_or_default();
        if line.is_empty() || line == b"\r" {
            return Some(newline + 1);
        }
        at = newline + 1;
    }
    None
}
