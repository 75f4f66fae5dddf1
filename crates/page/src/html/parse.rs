//! From mark-up to a tree, in one pass over the text, whatever the text.
//!
//! A tolerant reader for what pages really hold, close to the HTML standard where it shows in the text:
//! raw elements, void elements, end tags left out, stray end tags. It makes no attempt at what only
//! matters for rendering. Every byte is looked at a bounded number of times.

use super::tag::Tag;
use super::tree::Tree;
use memchr::{memchr, memchr2, memmem};

/// Attributes of one element that are kept.
const MAX_ATTRIBUTES: usize = 64;

/// Reads mark-up into a tree.
pub(crate) fn parse(source: &str) -> Tree<'_> {
    let mut reader = Reader { source, at: 0, tree: Tree::new(), attributes: Vec::new() };
    while reader.at < source.len() && !reader.tree.cut {
        reader.step();
    }
    reader.tree.finish();
    reader.tree
}

struct Reader<'a> {
    source: &'a str,
    at: usize,
    tree: Tree<'a>,
    attributes: Vec<(&'a str, &'a str)>,
}

impl<'a> Reader<'a> {
    fn rest(&self) -> &'a str {
        self.source.get(self.at..).unwrap_or("")
    }

    /// Reads one tag, comment or run of text.
    fn step(&mut self) {
        let rest = self.rest();
        match memchr(b'<', rest.as_bytes()) {
            None => self.take_text(rest.len()),
            Some(0) => self.markup(rest),
            Some(length) => self.take_text(length),
        }
    }

    fn take_text(&mut self, length: usize) {
        let text = self.rest().get(..length).unwrap_or("");
        self.tree.text(text);
        self.at += length.max(1);
    }

    /// Reads what begins with "<".
    fn markup(&mut self, rest: &'a str) {
        match rest.as_bytes().get(1) {
            Some(b) if b.is_ascii_alphabetic() => self.start_tag(rest),
            Some(b'/') => self.end_tag(rest),
            Some(b'!') if rest.starts_with("<!--") => self.skip_past(rest, 4, "-->"),
            Some(b'!') if rest.starts_with("<![CDATA[") => self.cdata(rest),
            Some(b'!' | b'?') => self.skip_past(rest, 2, ">"),
            _ => {
                // A lone "<" is text, with what follows up to the next one.
                let more = memchr(b'<', rest.as_bytes().get(1..).unwrap_or(&[]));
                self.take_text(more.map_or(rest.len(), |at| at + 1));
            }
        }
    }

    /// Skips to behind the next `mark`, or to the end where there is none.
    fn skip_past(&mut self, rest: &str, from: usize, mark: &str) {
        // "<!-->" is a whole comment: the mark may share the opening's dashes.
        let from = if mark == "-->" { from - 2 } else { from };
        let body = rest.as_bytes().get(from..).unwrap_or(&[]);
        self.at += memmem::find(body, mark.as_bytes()).map_or(rest.len(), |at| from + at + mark.len());
    }

    fn cdata(&mut self, rest: &'a str) {
        let body = rest.get(9..).unwrap_or("");
        let length = memmem::find(body.as_bytes(), b"]]>").unwrap_or(body.len());
        self.tree.text(body.get(..length).unwrap_or(""));
        self.at += (9 + length + 3).min(rest.len());
    }

    fn end_tag(&mut self, rest: &'a str) {
        let name = rest.get(2..2 + name_length(rest, 2)).unwrap_or("");
        let close = memchr(b'>', rest.as_bytes()).map_or(rest.len(), |at| at + 1);
        self.at += close;
        match Tag::of(name) {
            _ if name.is_empty() => {}
            Tag::Br => self.tree.start(Tag::Br, &mut self.attributes, ""),
            tag => self.tree.stop(tag),
        }
    }

    fn start_tag(&mut self, rest: &'a str) {
        let length = name_length(rest, 1);
        let tag = Tag::of(rest.get(1..1 + length).unwrap_or(""));
        self.attributes.clear();
        let used = self.read_attributes(rest, 1 + length);
        self.at += used;
        let mut raw = "";
        if tag.is_raw() {
            raw = self.raw_text(tag, rest.get(1..1 + length).unwrap_or(""));
        }
        self.tree.start(tag, &mut self.attributes, raw);
        if matches!(tag, Tag::Svg | Tag::Math) && rest.as_bytes().get(used.wrapping_sub(2)) == Some(&b'/') {
            self.tree.stop(tag);
        }
    }

    /// The text of a raw element up to its end tag, which is skipped too.
    fn raw_text(&mut self, tag: Tag, name: &str) -> &'a str {
        let rest = self.rest();
        let bytes = rest.as_bytes();
        let mut from = 0;
        while let Some(at) = memmem::find(bytes.get(from..).unwrap_or(&[]), b"</").map(|at| from + at) {
            let found = bytes.get(at + 2..at + 2 + name.len());
            if found.is_some_and(|found| found.eq_ignore_ascii_case(name.as_bytes())) {
                let close =
                    memchr(b'>', bytes.get(at..).unwrap_or(&[])).map_or(rest.len(), |close| at + close + 1);
                self.at += close;
                return rest.get(..at).unwrap_or("");
            }
            from = at + 2;
        }
        // Cut short: a script runs to the end, a title or text box that never ends would swallow the page.
        let whole = matches!(tag, Tag::Script | Tag::Style);
        let length = if whole { rest.len() } else { memchr(b'<', bytes).unwrap_or(rest.len()) };
        self.at += length;
        rest.get(..length).unwrap_or("")
    }

    /// Reads attributes from `at` (after the name) to behind the ">"; how many bytes of `rest` were used.
    fn read_attributes(&mut self, rest: &'a str, mut at: usize) -> usize {
        let bytes = rest.as_bytes();
        loop {
            at += run(bytes, at, |b| b.is_ascii_whitespace() || b == b'/');
            match bytes.get(at) {
                None => return rest.len(),
                Some(b'>') => return at + 1,
                Some(_) => {}
            }
            let name_end =
                at + 1 + run(bytes, at + 1, |b| !b.is_ascii_whitespace() && !matches!(b, b'/' | b'>' | b'='));
            let name = rest.get(at..name_end).unwrap_or("");
            let (value, next) = value(rest, name_end);
            if self.attributes.len() < MAX_ATTRIBUTES {
                self.attributes.push((name, value));
            }
            at = next;
        }
    }
}

/// An attribute's value after its name, and where reading goes on.
fn value(rest: &str, name_end: usize) -> (&str, usize) {
    let bytes = rest.as_bytes();
    let mut at = name_end + run(bytes, name_end, |b| b.is_ascii_whitespace());
    if bytes.get(at) != Some(&b'=') {
        return ("", at.max(name_end));
    }
    at += 1;
    at += run(bytes, at, |b| b.is_ascii_whitespace());
    match bytes.get(at) {
        Some(&quote @ (b'"' | b'\'')) => {
            let from = at + 1;
            let tail = bytes.get(from..).unwrap_or(&[]);
            // A quote that never closes ends at the tag's ">" instead of swallowing the page.
            match memchr(quote, tail) {
                Some(length) => (rest.get(from..from + length).unwrap_or(""), from + length + 1),
                None => {
                    let length = memchr2(b'>', b'<', tail).unwrap_or(tail.len());
                    (rest.get(from..from + length).unwrap_or(""), from + length)
                }
            }
        }
        _ => {
            let length = run(bytes, at, |b| !b.is_ascii_whitespace() && b != b'>');
            (rest.get(at..at + length).unwrap_or(""), at + length)
        }
    }
}

/// How many bytes from `at` satisfy `is`.
fn run(bytes: &[u8], at: usize, is: impl Fn(u8) -> bool) -> usize {
    bytes.get(at..).unwrap_or(&[]).iter().take_while(|b| is(**b)).count()
}

/// Length of the element name that begins at `at`.
fn name_length(rest: &str, at: usize) -> usize {
    run(rest.as_bytes(), at, |b| !b.is_ascii_whitespace() && !matches!(b, b'/' | b'>' | b'<'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn outline(source: &str) -> String {
        let tree = parse(source);
        let mut out = String::new();
        for (id, node) in tree.iter() {
            let depth = tree.ancestors(id).count() - 1;
            out += &format!(
                "{depth}{} ",
                if node.tag == Tag::Text { node.text.into() } else { format!("{:?}", node.tag) }
            );
        }
        out.trim_end().to_string()
    }

    #[test]
    fn end_tags_left_out_are_made_up() {
        assert_eq!(
            outline("<ul><li>a<li>b</ul><p>c<p>d<div>e</div>"),
            "0Ul 1Li 2a 1Li 2b 0P 1c 0P 1d 0Div 1e"
        );
        assert_eq!(
            outline("<table><tr><td>a<td>b<tr><td>c</table>d"),
            "0Table 1Tr 2Td 3a 2Td 3b 1Tr 2Td 3c 0d"
        );
    }

    #[test]
    fn stray_and_crossed_tags_do_not_derail() {
        assert_eq!(outline("</div><b><p>a</b>b</p>c"), "0B 1P 2a 2b 0c");
        assert_eq!(outline("<a href=x><div>a</a></div>b"), "0A 1Div 2a 0b");
        assert_eq!(outline("1 < 2 <> <3"), "01  0< 2  0<>  0<3");
    }

    #[test]
    fn raw_elements_comments_and_attributes_are_read() {
        let tree =
            parse("<!-- <p> --><!--><script>if (a</b>) '<p>'</SCRIPT ><p Class='a \"b\"' id=x/ hidden>t");
        assert_eq!(tree.len(), 3);
        assert_eq!(tree.get(0).map(|n| n.text), Some("if (a</b>) '<p>'"));
        assert_eq!(tree.attributes(1), [("Class", "a \"b\""), ("id", "x/"), ("hidden", "")]);
    }

    #[test]
    fn a_hundred_thousand_levels_neither_overflow_nor_crawl() {
        let deep = "<div>".repeat(100_000) + "deep" + &"</div>".repeat(100_000);
        let tree = parse(&deep);
        assert_eq!(tree.len(), 100_001);
        assert!(tree.iter().any(|(_, n)| n.text == "deep"));
        assert!(parse(&"<a><b><p>".repeat(200_000)).cut);
    }
}
