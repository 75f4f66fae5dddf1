//! JSON inputs: which fields are read, and what is said about a broken one.

use super::{Failure, Input};
use dateline_terms::{Date, Flaw, Format, Page};
use serde::{Deserialize, Deserializer};
use serde_json::Value;

/// The fields that are read; all others are ignored.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Record {
    #[serde(deserialize_with = "word_or_number")]
    id: Option<String>,
    title: Option<String>,
    text: Option<String>,
    html: Option<String>,
    #[serde(deserialize_with = "date_or_object")]
    published: Option<String>,
    outlet: Option<String>,
    url: Option<String>,
    language: Option<String>,
}

/// Many archives number their reports.
fn word_or_number<'de, D: Deserializer<'de>>(from: D) -> Result<Option<String>, D::Error> {
    match Value::deserialize(from)? {
        Value::Null => Ok(None),
        Value::String(word) => Ok(Some(word)),
        Value::Number(number) => Ok(Some(number.to_string())),
        _ => Err(serde::de::Error::custom("`id` is neither text nor a number")),
    }
}

/// A date as text, or the contract's own `{"date": …}`.
fn date_or_object<'de, D: Deserializer<'de>>(from: D) -> Result<Option<String>, D::Error> {
    match Value::deserialize(from)? {
        Value::Null => Ok(None),
        Value::String(words) => Ok(Some(words)),
        Value::Object(object) => Ok(object.get("date").and_then(Value::as_str).map(str::to_string)),
        _ => Err(serde::de::Error::custom("`published` is not text")),
    }
}

impl Record {
    fn input(self, name: String, id: &str) -> Result<Input, Failure> {
        let keep_text = self.text.is_some();
        let Some(body) = self.text.or(self.html) else {
            return Err(Failure::new(
                name,
                "It has neither `text` nor `html`: give the report's words in one of them.",
            ));
        };
        if let Some(why) = dateline_page::refuse(body.as_bytes()) {
            return Err(Failure::new(name, why));
        }
        let format = if keep_text { Format::Text } else { Format::Html };
        let mut notes = Vec::new();
        let own = self.id.clone();
        let mut page =
            Page::new(self.id.or_else(|| self.url.clone()).unwrap_or_else(|| id.into()), body, format);
        page.keep_text = keep_text;
        page.title = self.title;
        page.outlet = self.outlet;
        page.url = self.url;
        page.language = self.language;
        page.published = self.published.as_deref().and_then(|words| match day(words) {
            Some(date) => Some(date),
            None => {
                notes.push(Flaw::new(
                    "page",
                    format!(
                        "The given publication date {words:?} is not of the form YYYY-MM-DD and was not used."
                    ),
                ));
                None
            }
        });
        Ok(Input { name, page, own, notes })
    }
}

/// The day of a date, or of a date and time.
pub(super) fn day(words: &str) -> Option<Date> {
    words.trim().get(..10)?.parse().ok()
}

/// The page of one line of JSONL, trimmed; `id` is used where the line gives none.
pub(super) fn line(bytes: &[u8], name: String, id: &str) -> Result<Input, Failure> {
    if !bytes.starts_with(b"{") {
        return Err(no_report(name, "it does not begin with a brace"));
    }
    match serde_json::from_slice::<Record>(bytes) {
        Ok(record) => record.input(name, id),
        Err(error) => {
            let mut why = error.to_string();
            // In a file of lines the error's own "line 1" would mislead.
            why.truncate(why.find(" at line ").unwrap_or(why.len()));
            Err(no_report(name, &format!("{why}, at character {}", error.column())))
        }
    }
}

fn no_report(name: String, why: &str) -> Failure {
    let what =
        format!("It is not a JSON object with the fields of a report ({why}): mend it or leave it out.");
    Failure::new(name, what)
}

#[derive(Deserialize)]
#[serde(untagged)]
enum OneOrMany {
    Many(Vec<Value>),
    One(Value),
}

/// The pages of a `.json` file: one object, or an array of them.
pub(super) fn pages(bytes: &[u8], name: &str, id: &str) -> Vec<Result<Input, Failure>> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let items = match serde_json::from_slice(bytes) {
        Ok(OneOrMany::One(value)) => vec![(name.to_string(), id.to_string(), value)],
        Ok(OneOrMany::Many(values)) => {
            let numbered = values.into_iter().enumerate();
            numbered.map(|(n, v)| (format!("{name}: item {}", n + 1), format!("{id}:{}", n + 1), v)).collect()
        }
        Err(error) => {
            let what = format!("It is not JSON ({error}): mend it, or rename it if it is something else.");
            return vec![Err(Failure::new(name, what))];
        }
    };
    items.into_iter().map(|(name, id, value)| object(value, name, &id)).collect()
}

/// The page of one object; `id` is used where it gives none.
pub(crate) fn object(value: Value, name: String, id: &str) -> Result<Input, Failure> {
    if !value.is_object() {
        return Err(no_report(name, "it does not begin with a brace"));
    }
    match Record::deserialize(value) {
        Ok(record) => record.input(name, id),
        Err(error) => Err(no_report(name, &error.to_string())),
    }
}
