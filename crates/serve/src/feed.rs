//! Incidents as an Atom feed (RFC 4287): those that the record changed last.

use dateline_export::escaped;
use dateline_store::Books;
use dateline_store::rise::{By, Rise};
use dateline_terms::{HarmKind, Incident};
use std::fmt::Write;

/// What a feed is called and where it stands.
pub(crate) struct Head<'h> {
    /// What people call it.
    pub title: &'h str,
    /// Its lasting id in the workbench.
    pub id: &'h str,
    /// Scheme and host, such as `https://dateline.example.org`.
    pub base: &'h str,
    /// When the record last changed: RFC 3339, for a feed without entries.
    pub updated: &'h str,
}

/// The feed's text.
pub(crate) fn atom(
    head: &Head<'_>,
    rises: &[(Rise, Vec<Incident>)],
    incidents: &[Incident],
    books: &Books<'_>,
) -> String {
    let Head { title, id, base, updated } = head;
    let updated = incidents.iter().map(|incident| incident.changed.as_str()).max().unwrap_or(updated);
    let (title, base) = (escaped(title), escaped(base));
    let mut text = format!(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\">\n\
         <id>urn:dateline:search:{id}</id>\n<title>{title}</title>\n<updated>{updated}</updated>\n\
         <author><name>Dateline</name></author>\n<link rel=\"alternate\" href=\"{base}/\"/>\n"
    );
    for (rise, counted) in rises {
        rise_entry(&mut text, (rise, counted), (head, updated), books);
    }
    for incident in incidents {
        entry(&mut text, incident, &base, books);
    }
    text + "</feed>\n"
}

fn entry(text: &mut String, incident: &Incident, base: &str, books: &Books<'_>) {
    let Incident { id, changed, evidence, word, .. } = incident;
    // Writing to a text cannot fail.
    let _ = write!(
        text,
        "<entry>\n<id>urn:dateline:incident:{id}</id>\n<title>{}</title>\n<updated>{changed}</updated>\n\
         <link rel=\"alternate\" href=\"{base}/incidents/{id}\"/>\n<category term=\"{}\"/>\n<category term=\"{}\"/>\n\
         <summary>{}</summary>\n</entry>\n",
        escaped(&title(incident, books)),
        escaped(&incident.event_type),
        word.as_str(),
        escaped(evidence),
    );
}

/// A rise, with the words and outlets of what was counted.
fn rise_entry(
    text: &mut String,
    (rise, counted): (&Rise, &[Incident]),
    (head, updated): (&Head<'_>, &str),
    books: &Books<'_>,
) {
    let Rise { start, by, .. } = rise;
    let stretch = if *by == By::Day { "on" } else { "in the week from" };
    let mut said = rise.in_words();
    for incident in counted {
        let outlets = incident.outlets.join(", ");
        let _ = write!(said, "\n{} ({outlets}): “{}”", title(incident, books), incident.evidence);
    }
    let changed = counted.iter().map(|incident| incident.changed.as_str()).max().unwrap_or(updated);
    let _ = write!(
        text,
        "<entry>\n<id>urn:dateline:rise:{}:{}:{start}</id>\n<title>{}</title>\n<updated>{changed}</updated>\n\
         <link rel=\"alternate\" href=\"{}/\"/>\n<category term=\"rise\"/>\n<summary>{}</summary>\n</entry>\n",
        head.id,
        by.as_str(),
        escaped(&format!("{}: more than usual {stretch} {start}", head.title)),
        escaped(head.base),
        escaped(&said),
    );
}

/// What it was, where, when, and how many died: as far as that is known.
pub(crate) fn title(incident: &Incident, books: &Books<'_>) -> String {
    let kind =
        books.codebook.get(&incident.event_type).map_or(incident.event_type.as_str(), |kind| &kind.name);
    let mut title = kind.to_string();
    if let Some(place) = &incident.place {
        let _ = write!(title, ", {}", place.name);
    }
    if let Some(days) = incident.days {
        let _ = write!(title, ", {}", days.start);
        if days.end != days.start {
            let _ = write!(title, " to {}", days.end);
        }
    }
    if let Some(killed) = incident.toll(HarmKind::Killed) {
        let _ = match killed.high {
            Some(high) if high == killed.low => write!(title, ", {} killed", killed.low),
            Some(high) => write!(title, ", {}–{high} killed", killed.low),
            None => write!(title, ", at least {} killed", killed.low),
        };
    }
    title
}

#[cfg(test)]
mod tests {
    use super::escaped;

    #[test]
    fn marks_of_xml_and_what_it_may_not_hold_are_replaced() {
        assert_eq!(escaped("a <b> & \"c\"\u{0}\u{b}\u{fffe} ü"), "a &lt;b&gt; &amp; &quot;c&quot; ü");
    }
}
