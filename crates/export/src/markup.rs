//! Text inside markup.

/// Text as XML 1.0 and HTML may hold it, between tags and in attributes.
pub fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            // A reader would make a line feed of it.
            '\r' => safe.push_str("&#13;"),
            '\t' | '\n' | ' '..='\u{D7FF}' | '\u{E000}'..='\u{FFFD}' | '\u{10000}'.. => safe.push(c),
            _ => {}
        }
    }
    safe
}

#[cfg(test)]
mod tests {
    #[test]
    fn markup_and_what_xml_cannot_hold_are_made_harmless() {
        assert_eq!(super::escaped("a<b>&\"c\"\u{1}\u{FFFF}\n💥\r"), "a&lt;b&gt;&amp;&quot;c&quot;\n💥&#13;");
    }
}
