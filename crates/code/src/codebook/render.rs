use super::{Codebook, EventType, Family, REFUSALS};
use std::fmt::Write as _;

/// What stands before the types in the reader's codebook.
const PREFACE: &str = include_str!("page.md");

/// Most columns of a line on a terminal: longer lines are hard to read.
const WIDEST: usize = 96;

impl Codebook {
    /// The codebook as plain text for a terminal: one line a type, or all about one type. `None` asks for
    /// the list; an id that does not exist gives the list after a line that says so. Lines have at most `width`
    /// columns, and never more than can be read.
    pub fn render(&self, id: Option<&str>, width: usize) -> String {
        let width = width.min(WIDEST);
        match id.map(|id| (id, self.get(id))) {
            Some((_, Some(entry))) => one(entry, width),
            Some((id, None)) => {
                format!("There is no event type \"{id}\". The types are:\n\n{}", self.list(width))
            }
            None => self.list(width),
        }
    }

    /// The reader's codebook as one Markdown page.
    pub fn page(&self) -> String {
        let mut out = PREFACE.to_owned();
        out.push_str("## The types\n\n| type | what it is | ACLED | PLOVER |\n|---|---|---|---|\n");
        let families =
            Family::ALL.into_iter().map(|f| (f, self.types().iter().filter(move |t| t.family == f)));
        let families: Vec<_> = families.collect();
        for entry in families.iter().flat_map(|(_, types)| types.clone()) {
            let (id, what) = (&entry.id, first_sentence(&entry.definition));
            let _ = writeln!(out, "| [{id}](#{id}) | {what} | {} | {} |", entry.acled, plover(entry));
        }
        for (family, types) in families {
            let _ = writeln!(out, "\n## {}", family.title());
            types.for_each(|entry| section(&mut out, entry));
        }
        out
    }

    fn list(&self, width: usize) -> String {
        let mut out = String::new();
        for family in Family::ALL {
            let _ = writeln!(out, "{}", family.title());
            for entry in self.types().iter().filter(|t| t.family == family) {
                paragraph(
                    &mut out,
                    width,
                    &format!("  {:<29} ", entry.id),
                    &first_sentence(&entry.definition),
                );
            }
            out.push('\n');
        }
        out
    }
}

fn plover(entry: &EventType) -> String {
    let mode = entry.plover.mode.as_deref().map(|m| format!(" / {m}")).unwrap_or_default();
    entry.plover.event.clone() + &mode
}

/// One type as a section of the page.
fn section(out: &mut String, entry: &EventType) {
    let _ = writeln!(out, "\n### {}\n", entry.id);
    let definition = entry.definition.split_whitespace().collect::<Vec<_>>().join(" ");
    let _ = writeln!(out, "**{}.** {definition}\n", entry.name);
    let roles = &entry.roles;
    let _ = writeln!(out, "- side_a: {}\n- side_b: {}", roles.side_a, roles.side_b);
    let _ = writeln!(out, "- weapons: {}\n- harm: {}\n", roles.weapons, roles.harm);
    out.push_str("Coded:\n\n");
    entry.must_code.iter().for_each(|text| {
        let _ = writeln!(out, "- {text}");
    });
    out.push_str("\nNot coded as this type:\n\n");
    for example in &entry.must_not_code {
        let why = if REFUSALS.contains(&example.why.as_str()) { "refused as" } else { "coded as" };
        let _ = writeln!(out, "- {} *({why} {})*", example.text, example.why);
    }
    let _ = writeln!(out, "\n<details><summary>Act words</summary>\n\n{}", entry.acts.join(", "));
    let patterns: Vec<_> = entry.patterns.iter().map(|p| format!("`{p}`")).collect();
    let _ = writeln!(out, "\nWith a companion: {}\n\n</details>", patterns.join(", "));
}

fn one(entry: &EventType, width: usize) -> String {
    let mut out = format!("{} ({})\n", entry.name, entry.id);
    let (family, mapped) = (entry.family.as_str(), plover(entry));
    let _ = writeln!(out, "family {family} · ACLED {} · PLOVER {mapped}\n", entry.acled);
    paragraph(&mut out, width, "", &entry.definition);
    out.push('\n');
    let roles = &entry.roles;
    for (role, text) in [
        ("side_a", &roles.side_a),
        ("side_b", &roles.side_b),
        ("weapons", &roles.weapons),
        ("harm", &roles.harm),
    ] {
        paragraph(&mut out, width, &format!("{role:<8} "), text);
    }
    out.push_str("\nAct words\n");
    paragraph(&mut out, width, "  ", &entry.acts.join(", "));
    out.push_str("\nAct words that need a companion\n");
    for pattern in &entry.patterns {
        paragraph(&mut out, width, "  ", &pattern.to_string());
    }
    out.push_str("\nCoded\n");
    for text in &entry.must_code {
        paragraph(&mut out, width, "  + ", text);
    }
    out.push_str("\nNot coded as this type\n");
    for example in &entry.must_not_code {
        paragraph(&mut out, width, "  - ", &format!("{} [{}]", example.text, example.why));
    }
    out
}

/// `text` broken at `width` characters, its first line led by `lead` and the others set in as far.
fn paragraph(out: &mut String, width: usize, lead: &str, text: &str) {
    let margin = lead.chars().count();
    let mut column = margin;
    out.push_str(lead);
    for (index, word) in text.split_whitespace().enumerate() {
        let length = word.chars().count();
        if index > 0 && column + 1 + length > width {
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
