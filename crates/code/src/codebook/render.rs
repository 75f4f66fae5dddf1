use super::{Codebook, EventType, Family};
use std::fmt::Write as _;

/// Width of a line on a terminal.
const WIDTH: usize = 96;

impl Codebook {
    /// The codebook as plain text for a terminal: one line a type, or all about one type. `None` asks for
    /// the list; an id that does not exist gives the list after a line that says so.
    pub fn render(&self, id: Option<&str>) -> String {
        match id.map(|id| (id, self.get(id))) {
            Some((_, Some(entry))) => one(entry),
            Some((id, None)) => format!("There is no event type \"{id}\". The types are:\n\n{}", self.list()),
            None => self.list(),
        }
    }

    fn list(&self) -> String {
        let mut out = String::new();
        for family in Family::ALL {
            let _ = writeln!(out, "{}", family.title());
            for entry in self.types().iter().filter(|t| t.family == family) {
                let _ = writeln!(out, "  {:<30} {}", entry.id, first_sentence(&entry.definition));
            }
            out.push('\n');
        }
        out
    }
}

fn one(entry: &EventType) -> String {
    let mode = entry.plover.mode.as_deref().map(|m| format!(" / {m}")).unwrap_or_default();
    let mut out = format!("{} ({})\n", entry.name, entry.id);
    let _ = writeln!(
        out,
        "family {} · ACLED {} · PLOVER {}{mode}\n",
        entry.family.as_str(),
        entry.acled,
        entry.plover.event
    );
    paragraph(&mut out, "", &entry.definition);
    out.push('\n');
    let roles = &entry.roles;
    for (role, text) in [
        ("side_a", &roles.side_a),
        ("side_b", &roles.side_b),
        ("weapons", &roles.weapons),
        ("harm", &roles.harm),
    ] {
        paragraph(&mut out, &format!("{role:<8} "), text);
    }
    out.push_str("\nAct words\n");
    paragraph(&mut out, "  ", &entry.acts.join(", "));
    out.push_str("\nAct words that need a companion\n");
    for pattern in &entry.patterns {
        paragraph(&mut out, "  ", &pattern.to_string());
    }
    out.push_str("\nCoded\n");
    for text in &entry.must_code {
        paragraph(&mut out, "  + ", text);
    }
    out.push_str("\nNot coded as this type\n");
    for example in &entry.must_not_code {
        paragraph(&mut out, "  - ", &format!("{} [{}]", example.text, example.why));
    }
    out
}

/// `text` broken at `WIDTH` characters, its first line led by `lead` and the others set in as far.
fn paragraph(out: &mut String, lead: &str, text: &str) {
    let margin = lead.chars().count();
    let mut column = margin;
    out.push_str(lead);
    for (index, word) in text.split_whitespace().enumerate() {
        let length = word.chars().count();
        if index > 0 && column + 1 + length > WIDTH {
            let _ = write!(out, "\n{:margin$}", "");
            column = margin;
        } else if index > 0 {
            out.push(' ');
            column += 1;
        }
        out.push_str(word);
        column += length;
    }
    out.push('\n');
}

pub(super) fn first_sentence(text: &str) -> String {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let end = text.find(['.', ':']).map_or(text.len(), |at| at);
    text.get(..end).unwrap_or(&text).to_owned()
}
