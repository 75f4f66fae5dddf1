//! E-mail: which server sends it, whom it may go to, and what it says.

mod letter;
mod send;

pub(crate) use send::send;

use axum::http::Uri;
use axum::http::uri::Authority;
use lettre::Address;
use std::net::IpAddr;

/// How the server of e-mail is spoken to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Wire {
    /// TLS from the first byte.
    Tls,
    /// TLS from the STARTTLS command on; without it nothing is said.
    StartTls,
    /// On this machine: TLS where it is offered.
    Loopback,
}

/// How e-mail is sent, and to whom.
#[derive(Clone)]
pub struct Mail {
    host: String,
    port: u16,
    wire: Wire,
    user: Option<String>,
    password: Option<String>,
    from: Address,
    to: Vec<String>,
    links: String,
}

impl std::fmt::Debug for Mail {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Mail").field("host", &self.host).field("from", &self.from).finish_non_exhaustive()
    }
}

impl Mail {
    /// By the server at `smtps://HOST` (TLS) or `smtp://HOST` (STARTTLS; on this machine also in the clear), each with a
    /// user (`smtps://USER@HOST`) and a port where these are needed. `from` is the sender. `to` lists whom it may write to:
    /// addresses, and domains as `@example.org`. Links in messages begin with `links`.
    ///
    /// # Errors
    /// A sentence that says what is wrong.
    pub fn new(server: &str, from: &str, to: &[String], links: &str) -> Result<Mail, String> {
        let wrong = || {
            format!(
                "The server of e-mail is written as smtps://HOST or smtp://HOST, with USER@ before the host where it asks for one, not {server:?}."
            )
        };
        let address: Uri = server.parse().map_err(|_| wrong())?;
        let authority = address.authority().ok_or_else(wrong)?.as_str();
        let (user, host) =
            authority.rsplit_once('@').map_or((None, authority), |(user, host)| (Some(user), host));
        if user.is_some_and(|user| user.contains(':')) {
            return Err("The password of the server of e-mail does not belong into its address: give it in a file, or in \
                        the variable DATELINE_MAIL_PASSWORD."
                .into());
        }
        let host: Authority = host.parse().map_err(|_| wrong())?;
        let name = host.host().trim_matches(['[', ']']).to_string();
        let (wire, usual) = match address.scheme_str() {
            Some("smtps") => (Wire::Tls, 465),
            Some("smtp") if is_loopback(&name) => (Wire::Loopback, 25),
            Some("smtp") => (Wire::StartTls, 587),
            _ => return Err(wrong()),
        };
        let user = user.map(|user| percent_decoded(user).ok_or_else(wrong)).transpose()?;
        let from = from.parse().map_err(|_| format!("The sender {from:?} is no address of e-mail."))?;
        if let Some(none) = to.iter().find(|to| !is_whom(to)) {
            return Err(format!(
                "E-mail may go to an address or to a domain such as @example.org, not to {none:?}."
            ));
        }
        let port = host.port_u16().unwrap_or(usual);
        let (to, links) = (to.to_vec(), links.trim_end_matches('/').to_string());
        Ok(Mail { host: name, port, wire, user, password: None, from, to, links })
    }

    /// The same with a password for its user.
    pub fn with_password(mut self, password: Option<String>) -> Mail {
        self.password = password;
        self
    }

    /// Whom it may write to: addresses, and domains as `@example.org`.
    pub(crate) fn to(&self) -> &[String] {
        &self.to
    }

    /// The address after `mailto:`, where it is one that may be written to.
    ///
    /// # Errors
    /// A sentence that says why not.
    pub(crate) fn receiver(&self, url: &str) -> Result<Address, String> {
        let text = url.strip_prefix("mailto:").unwrap_or(url);
        let address: Address = text.parse().map_err(|_| format!("{text:?} is no address of e-mail."))?;
        if !text.is_ascii() || text.contains(['%', '?', '"', '[']) {
            return Err(format!("{text:?} is no plain address of e-mail."));
        }
        let same = |to: &String| match to.strip_prefix('@') {
            Some(domain) => domain.eq_ignore_ascii_case(address.domain()),
            None => to.eq_ignore_ascii_case(text),
        };
        match self.to.iter().any(same) {
            true => Ok(address),
            false => {
                Err(format!("This server may not write to {text}: ask its operator to allow it (--mail-to)."))
            }
        }
    }

    /// The address in the workbench that a message leads to.
    pub(crate) fn link(&self, path: &str) -> String {
        format!("{}{path}", self.links)
    }
}

fn is_loopback(host: &str) -> bool {
    host.eq_ignore_ascii_case("localhost") || host.parse::<IpAddr>().is_ok_and(|ip| ip.is_loopback())
}

/// Whether somebody may be named so: an address, or a domain after an at sign.
fn is_whom(text: &str) -> bool {
    match text.strip_prefix('@') {
        Some(domain) => Address::new("somebody", domain).is_ok(),
        None => text.parse::<Address>().is_ok(),
    }
}

/// A user's name as it stands in an address, such as `ada%40example.org`.
fn percent_decoded(text: &str) -> Option<String> {
    // The parser of queries takes a plus for a blank.
    let text = text.replace('+', "%2B");
    form_urlencoded::parse(text.as_bytes()).next().map(|(name, _)| name.into_owned())
}

#[cfg(test)]
mod tests {
    use super::{Mail, Wire};

    fn mail(server: &str, to: &[&str]) -> Result<Mail, String> {
        let to: Vec<String> = to.iter().map(|to| to.to_string()).collect();
        Mail::new(server, "dateline@example.org", &to, "https://dateline.example.org/")
    }

    #[test]
    fn servers_are_spoken_to_in_secret_but_on_the_machine_itself() {
        let of =
            |server: &str| mail(server, &[]).map(|mail| (mail.wire, mail.port, mail.user)).expect(server);
        assert_eq!(of("smtps://mail.example.org"), (Wire::Tls, 465, None));
        let user = Some("ada+x@example.org".to_string());
        assert_eq!(of("smtp://ada+x%40example.org@mail.example.org:2525"), (Wire::StartTls, 2525, user));
        assert_eq!(of("smtp://127.0.0.1"), (Wire::Loopback, 25, None));
        assert_eq!(of("smtp://[::1]:2525"), (Wire::Loopback, 2525, None));
        for wrong in
            ["mail.example.org", "https://mail.example.org", "smtp://", "smtps://ada:secret@mail.example.org"]
        {
            assert!(mail(wrong, &[]).is_err(), "{wrong}");
        }
        assert!(mail("smtps://a.example", &["everybody"]).is_err());
        assert!(Mail::new("smtps://a.example", "x\r\nBcc: y@b.example", &[], "").is_err());
    }

    #[test]
    fn only_those_are_written_to_whom_the_operator_named() {
        let mail = mail("smtps://a.example", &["@example.org", "ada@other.example"]).expect("one");
        for to in ["bea@example.org", "Bea@EXAMPLE.org", "mailto:Ada@other.example"] {
            assert!(mail.receiver(to).is_ok(), "{to}");
        }
        for to in [
            "bea@other.example",
            "bea@sub.example.org",
            "bea@example.org.evil.example",
            "bea@example.org\r\nBcc: eve@evil.example",
            "bea@example.org,eve@evil.example",
            "mailto:bea@example.org?bcc=eve@evil.example",
            "eve@evil.example <bea@example.org>",
            "@example.org",
            "",
        ] {
            assert!(mail.receiver(to).is_err(), "{to}");
        }
    }
}
