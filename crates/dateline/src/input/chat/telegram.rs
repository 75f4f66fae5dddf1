//! Telegram's export of a chat in JSON (`result.json`): the messages of one chat, or of many.

use super::super::items::Items;
use super::super::unpack::Packed;
use super::super::{Failure, Input, PAGE_LIMIT};
use super::Message;
use serde::Deserialize;
use serde_json::Value;

/// The messages of an export, lazily; those without words, such as pictures alone, are passed over.
pub(in super::super) struct Telegram {
    items: Items,
    name: String,
    chat: String,
    /// What the chat's messages are known by: its number, else its name.
    key: String,
}

/// What is read of a message.
#[derive(Deserialize)]
struct Read {
    id: i64,
    #[serde(rename = "type", default)]
    kind: String,
    #[serde(default)]
    date: String,
    #[serde(default)]
    text: Value,
    #[serde(default)]
    forwarded_from: Option<String>,
}

/// Whether the first bytes of JSON are of an export of one chat.
pub(in super::super) fn is_telegram(head: &[u8]) -> bool {
    let text = String::from_utf8_lossy(head);
    let has = |key: &str| text.contains(&format!("\"{key}\""));
    has("messages") && has("type") && (has("date_unixtime") || has("name") && has("from_id"))
}

impl Telegram {
    /// # Errors
    /// When no messages come.
    pub fn new(source: Packed, name: String) -> Result<Telegram, Failure> {
        let (head, items) = Items::after(source, "messages", PAGE_LIMIT).map_err(|what| {
            Failure::new(&name, format!("{what} Export the chat again, as machine-readable JSON."))
        })?;
        // What stands before the messages is an object that ends with them.
        let head: Value = serde_json::from_slice(&[&head, &b"]}"[..]].concat()).unwrap_or_default();
        let chat = head["name"].as_str().unwrap_or("Telegram").to_string();
        let key = head["id"].as_i64().map_or_else(|| chat.clone(), |id| id.to_string());
        Ok(Telegram { items, name, chat, key })
    }

    fn message(&self, item: &[u8]) -> Result<Option<Message>, String> {
        let read: Read =
            serde_json::from_slice(item).map_err(|error| format!("It is no message ({error})."))?;
        let text = words(&read.text);
        if read.kind != "message" || text.trim().is_empty() {
            return Ok(None);
        }
        Ok(Some(Message {
            id: format!("telegram {}/{}", self.key, read.id),
            text,
            outlet: Some(read.forwarded_from.unwrap_or_else(|| self.chat.clone())),
            day: read.date.get(..10).and_then(|day| day.parse().ok()),
            notes: Vec::new(),
        }))
    }
}

/// A text, or the pieces of one, some of which are objects for what is bold or a link.
fn words(text: &Value) -> String {
    match text {
        Value::String(text) => text.clone(),
        Value::Array(pieces) => pieces.iter().map(words).collect(),
        Value::Object(piece) => piece.get("text").map(words).unwrap_or_default(),
        _ => String::new(),
    }
}

impl Iterator for Telegram {
    type Item = Result<Input, Failure>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let item = self.items.next()?;
            match item.and_then(|item| self.message(&item)) {
                Ok(None) => {}
                Ok(Some(message)) => {
                    let name = format!("{}: {}", self.name, message.id);
                    return Some(message.input(name));
                }
                Err(what) => return Some(Err(Failure::new(&self.name, what))),
            }
        }
    }
}
