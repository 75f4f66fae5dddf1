//! Chats as the programs export them: every message is a report of its own, dated by its day. Who sent it is not kept: names
//! and numbers of people in a chat are nobody's business but theirs; the chat, or whom a message was forwarded from, is the
//! outlet.

mod telegram;
mod whatsapp;

pub(super) use telegram::{Telegram, is_telegram};
pub(super) use whatsapp::{is_whatsapp, pages as whatsapp};

use super::{Failure, Input};
use dateline_terms::{Date, Flaw, Format, Page};

/// One message.
struct Message {
    /// What the chat knows it by.
    id: String,
    text: String,
    outlet: Option<String>,
    day: Option<Date>,
    notes: Vec<Flaw>,
}

impl Message {
    /// As an input that is called `name`.
    fn input(self, name: String) -> Result<Input, Failure> {
        let Message { id, text, outlet, day, notes } = self;
        if let Some(why) = dateline_page::refuse(text.as_bytes()) {
            return Err(Failure::new(name, why));
        }
        let page =
            Page { keep_text: true, outlet, published: day, ..Page::new(id.clone(), text, Format::Text) };
        Ok(Input { name, page, own: Some(id), notes })
    }
}
