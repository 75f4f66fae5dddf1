//! What a message says, as plain text and as simple HTML, made of what a webhook would be told.

use super::Mail;
use crate::feed;
use dateline_export::escaped;
use dateline_store::Books;
use dateline_terms::Incident;
use serde_json::Value;
use std::fmt::Write;

/// A message before it is written out.
pub(super) struct Letter {
    /// What it is about.
    pub subject: String,
    parts: Vec<Part>,
    /// Where its receiver ends it.
    pub end: String,
}

enum Part {
    Paragraph(String),
    Incident { what: String, quote: String, sources: Vec<String>, link: String },
}

/// Reports that are named of one incident at most.
const SOURCES: usize = 8;

impl Letter {
    /// The message of a delivery's `body`; `end` is where its receiver ends it.
    pub fn new(body: &Value, mail: &Mail, books: &Books<'_>, end: String) -> Letter {
        let name = body.pointer("/search/name").and_then(Value::as_str).unwrap_or("a saved search");
        let mut letter = Letter { subject: String::new(), parts: Vec::new(), end };
        match body["rises"].as_array() {
            Some(rises) => letter.rises(name, rises, mail, books),
            None => letter.changes(name, body, mail, books),
        }
        letter.parts.extend(body["all_alerts"].as_str().map(|text| Part::Paragraph(text.to_string())));
        letter
    }

    fn changes(&mut self, name: &str, body: &Value, mail: &Mail, books: &Books<'_>) {
        let incidents = body["incidents"].as_array().map(Vec::as_slice).unwrap_or_default();
        let more = body["more"].as_u64().unwrap_or_default();
        let count = incidents.len() as u64 + more;
        if count == 0 {
            self.subject = format!("{name}: a trial");
            let text =
                format!("This is a trial of the alert on “{name}”. It works: changes will be told here.");
            return self.parts.push(Part::Paragraph(text));
        }
        self.subject = format!("{name}: {}", several(count));
        let text = format!("{} of “{name}” changed in the record since the last message.", several(count));
        self.parts.push(Part::Paragraph(text));
        for told in incidents {
            let what = match (told["what"].as_str(), told["fits"].as_bool()) {
                (Some("retracted"), _) => "Taken back",
                (_, Some(false)) => "No longer of this search",
                (Some("added"), _) => "New",
                _ => "Changed",
            };
            self.incident(what, &told["incident"], told["id"].as_str().unwrap_or_default(), mail, books);
        }
        self.more(more, mail);
    }

    fn rises(&mut self, name: &str, rises: &[Value], mail: &Mail, books: &Books<'_>) {
        let days: Vec<&str> = rises.iter().filter_map(|rise| rise["start"].as_str()).collect();
        let from = if rises.iter().any(|rise| rise["by"] == "week") { "in the week from" } else { "on" };
        self.subject = format!("{name}: more than usual {from} {}", days.join(", "));
        for rise in rises {
            let text = rise["in_words"].as_str().unwrap_or_default();
            self.parts.push(Part::Paragraph(format!("“{name}”: {text}")));
            for incident in rise["incidents"].as_array().into_iter().flatten() {
                self.incident("", incident, incident["id"].as_str().unwrap_or_default(), mail, books);
            }
            self.more(rise["more"].as_u64().unwrap_or_default(), mail);
        }
    }

    fn incident(&mut self, what: &str, incident: &Value, id: &str, mail: &Mail, books: &Books<'_>) {
        let link = mail.link(&format!("/incidents/{id}"));
        let before = if what.is_empty() { String::new() } else { format!("{what}: ") };
        let Ok(incident) = serde_json::from_value::<Incident>(incident.clone()) else {
            let what = format!("{before}incident {id}");
            return self.parts.push(Part::Incident { what, quote: String::new(), sources: Vec::new(), link });
        };
        let what = format!("{before}{} ({})", feed::title(&incident, books), incident.word.as_str());
        let sources = sources(&incident);
        self.parts.push(Part::Incident { what, quote: incident.evidence, sources, link });
    }

    fn more(&mut self, more: u64, mail: &Mail) {
        if more > 0 {
            let text = format!("And {more} more, which stand in the workbench: {}", mail.link("/searches"));
            self.parts.push(Part::Paragraph(text));
        }
    }

    /// As plain text.
    pub fn text(&self) -> String {
        let mut text = String::new();
        // Writing to a text cannot fail.
        for part in &self.parts {
            let _ = match part {
                Part::Paragraph(paragraph) => write!(text, "{paragraph}\n\n"),
                Part::Incident { what, quote, sources, link } => {
                    let quote = if quote.is_empty() { String::new() } else { format!("  “{quote}”\n") };
                    let sources: String = sources.iter().map(|source| format!("  {source}\n")).collect();
                    write!(text, "* {what}\n{quote}{sources}  {link}\n\n")
                }
            };
        }
        text + &format!("-- \nSent by Dateline. To get no more of this alert: {}\n", self.end)
    }

    /// As HTML without anything that is fetched from elsewhere.
    pub fn html(&self) -> String {
        let mut html =
            String::from("<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"></head><body>\n");
        for part in &self.parts {
            let _ = match part {
                Part::Paragraph(paragraph) => writeln!(html, "<p>{}</p>", escaped(paragraph)),
                Part::Incident { what, quote, sources, link } => {
                    let quote = match quote.is_empty() {
                        true => String::new(),
                        false => format!("<blockquote>{}</blockquote>", escaped(quote)),
                    };
                    let sources: String = sources
                        .iter()
                        .map(|source| format!("<br><small>{}</small>", escaped(source)))
                        .collect();
                    writeln!(
                        html,
                        "<p><a href=\"{}\">{}</a>{sources}</p>{quote}",
                        escaped(link),
                        escaped(what)
                    )
                }
            };
        }
        let end = escaped(&self.end);
        html + &format!(
            "<hr><p><small>Sent by Dateline. <a href=\"{end}\">Get no more of this alert</a></small></p></body></html>\n"
        )
    }
}

/// The reports that tell of an incident, or its outlets where its claims are not at hand.
fn sources(incident: &Incident) -> Vec<String> {
    let mut named: Vec<String> = Vec::new();
    for source in incident.entries.iter().map(|entry| &entry.source) {
        let day = source.published.map(|day| day.to_string());
        let parts = [source.outlet.clone(), day, source.title.clone(), source.url.clone()];
        let one = parts.into_iter().flatten().collect::<Vec<_>>().join(", ");
        if !one.is_empty() && !named.contains(&one) {
            named.push(one);
        }
    }
    named.truncate(SOURCES);
    match (named.is_empty(), incident.outlets.is_empty()) {
        (true, false) => vec![format!("told by {}", incident.outlets.join(", "))],
        _ => named,
    }
}

fn several(count: u64) -> String {
    if count == 1 { "1 incident".into() } else { format!("{count} incidents") }
}
