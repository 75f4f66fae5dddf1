//! Sending a message.

use super::letter::Letter;
use super::{Mail, Wire};
use crate::desk::{Due, Tried, ends};
use dateline_store::Books;
use lettre::message::header::{Header, HeaderName, HeaderValue};
use lettre::message::{Mailbox, MultiPart};
use lettre::transport::smtp::authentication::Credentials;
use lettre::transport::smtp::client::{Tls, TlsParameters};
use lettre::transport::smtp::extension::ClientId;
use lettre::{Message, SmtpTransport, Transport};
use std::time::Duration;
use tokio::task::spawn_blocking;

/// How long the server of e-mail may take for each of its answers.
const PATIENCE: Duration = Duration::from_secs(30);

/// Sends a delivery as a message.
pub(crate) async fn send(mail: Option<Mail>, due: Due, books: &'static Books<'static>) -> Tried {
    let Some(mail) = mail else {
        let wrong = "This server sends no e-mail: its operator names a server of e-mail with --mail-server.";
        return Tried { status: None, wrong: Some(wrong.into()) };
    };
    let sent = spawn_blocking(move || at_once(&mail, &due, books)).await;
    sent.unwrap_or_else(|error| Tried {
        status: None,
        wrong: Some(format!("The message broke down: {error}.")),
    })
}

fn at_once(mail: &Mail, due: &Due, books: &Books<'_>) -> Tried {
    let refused = |wrong: String| Tried { status: None, wrong: Some(wrong) };
    let message = match message(mail, due, books) {
        Ok(message) => message,
        Err(wrong) => return refused(wrong),
    };
    let transport = match transport(mail) {
        Ok(transport) => transport,
        Err(error) => return refused(format!("The server of e-mail cannot be spoken to: {error}.")),
    };
    match transport.send(&message) {
        Ok(_) => Tried { status: Some(250), wrong: None },
        Err(error) => {
            let status = error.status().and_then(|code| code.to_string().parse().ok());
            Tried { status, wrong: Some(format!("The server of e-mail did not take it: {error}.")) }
        }
    }
}

/// The message of a delivery. A try after one that failed half-way has the same Message-ID.
fn message(mail: &Mail, due: &Due, books: &Books<'_>) -> Result<Message, String> {
    // Whom it may write to may have changed since.
    let to = mail.receiver(&due.url)?;
    let body =
        serde_json::from_str(&due.body).map_err(|error| format!("The delivery cannot be read: {error}."))?;
    let end = mail.link(&format!("/api/v1/alerts/{}/end?token={}", due.alert, ends(&due.secret, &due.alert)));
    let letter = Letter::new(&body, mail, books, end);
    let from = Mailbox::new(Some("Dateline".into()), mail.from.clone());
    let id = format!("<{}.{}@{}>", due.number, due.alert, mail.from.domain());
    Message::builder()
        .from(from)
        .to(Mailbox::new(None, to))
        .subject(letter.subject.as_str())
        .date_now()
        .message_id(Some(id))
        .header(Unsubscribe(letter.end.clone()))
        .header(OneClick)
        .header(Generated)
        .multipart(MultiPart::alternative_plain_html(letter.text(), letter.html()))
        .map_err(|error| format!("The message cannot be written: {error}."))
}

fn transport(mail: &Mail) -> Result<SmtpTransport, lettre::transport::smtp::Error> {
    let tls = TlsParameters::new_rustls(mail.host.clone())?;
    let tls = match mail.wire {
        Wire::Tls => Tls::Wrapper(tls),
        Wire::StartTls => Tls::Required(tls),
        Wire::Loopback => Tls::Opportunistic(tls),
    };
    let transport = SmtpTransport::builder_dangerous(mail.host.as_str())
        .port(mail.port)
        .tls(tls)
        .hello_name(ClientId::Domain(mail.from.domain().to_string()))
        .timeout(Some(PATIENCE));
    Ok(match mail.user.clone().zip(mail.password.clone()) {
        Some((user, password)) => transport.credentials(Credentials::new(user, password)).build(),
        None => transport.build(),
    })
}

/// Headers that the library has no words for.
macro_rules! header {
    ($(#[$doc:meta])* $type:ident = $name:literal, |$this:ident| $value:expr, |$text:ident| $read:expr) => {
        impl Header for $type {
            fn name() -> HeaderName {
                HeaderName::new_from_ascii_str($name)
            }

            fn parse($text: &str) -> Result<$type, Box<dyn std::error::Error + Send + Sync>> {
                Ok($read)
            }

            fn display(&self) -> HeaderValue {
                let $this = self;
                HeaderValue::new($type::name(), $value)
            }
        }
    };
}

/// Where a receiver's program ends the alert (RFC 2369).
#[derive(Clone)]
struct Unsubscribe(String);
header!(Unsubscribe = "List-Unsubscribe", |this| format!("<{}>", this.0), |text| Unsubscribe(text.into()));

/// That it does so with one request (RFC 8058).
#[derive(Clone)]
struct OneClick;
header!(OneClick = "List-Unsubscribe-Post", |_this| "List-Unsubscribe=One-Click".into(), |_text| OneClick);

/// That no person wrote it, so that none is answered by a machine (RFC 3834).
#[derive(Clone)]
struct Generated;
header!(Generated = "Auto-Submitted", |_this| "auto-generated".into(), |_text| Generated);
