//! Who may come in, and how they come: what the operator says when the server starts.

use crate::desk::{Desk, Role};
use crate::mail::Mail;
use crate::who::{Way, Who};
use axum::http::Uri;
use dateline_export::Care;
use dateline_intake::net::{Reach, check};
use dateline_terms::Date;
use serde::Serialize;
use std::net::SocketAddr;
use std::path::PathBuf;
use utoipa::ToSchema;

/// The server's certificate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tls {
    /// The certificate and those between it and one that browsers know: PEM.
    pub certificates: PathBuf,
    /// Its private key: PEM.
    pub key: PathBuf,
}

/// A service that people sign in at: OpenID Connect.
#[derive(Clone)]
pub struct Oidc {
    /// Its address, just as it calls itself.
    pub issuer: String,
    /// What it calls this workbench.
    pub client: String,
    /// What proves to it that it is this workbench that asks; `None` for a client that it takes without.
    pub secret: Option<String>,
    /// The role of accounts that are made for those who have none; `None` where an admin makes all accounts.
    pub role: Option<Role>,
    /// Whether it may be of this machine and its own network, and over plain HTTP.
    pub private: bool,
}

impl std::fmt::Debug for Oidc {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Oidc")
            .field("issuer", &self.issuer)
            .field("client", &self.client)
            .finish_non_exhaustive()
    }
}

impl Oidc {
    /// Whom it may be.
    pub(crate) fn reach(&self) -> Reach {
        if self.private { Reach::Any } else { Reach::Public }
    }

    fn check(&self) -> Result<(), String> {
        let address = self.issuer.parse::<Uri>().map_err(|_| "It is no address.".to_string());
        address.and_then(|address| check(self.reach(), &address)).map_err(|wrong| {
            format!("Nobody can sign in at {}: {wrong} (--oidc-allow-private allows services of your own network, and plain HTTP.)", self.issuer)
        })
    }
}

/// What is held back from those who may not see all.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, ToSchema)]
#[schema(as = HeldBack)]
pub struct Restraint {
    /// Places are told no closer than a grid of so many kilometres, and the words of reports are left out.
    pub blur_km: Option<f64>,
    /// What happened, and what was published, within so many days is left out.
    pub embargo_days: Option<u32>,
    /// Names that may be private persons' are left out, and the words of reports.
    pub redact_names: bool,
}

impl Restraint {
    /// Whether nothing is held back.
    pub fn is_none(&self) -> bool {
        *self == Restraint::default()
    }

    /// Both this and another.
    pub fn and(&self, other: &Restraint) -> Restraint {
        Restraint {
            blur_km: self.blur_km.into_iter().chain(other.blur_km).reduce(f64::max),
            embargo_days: self.embargo_days.max(other.embargo_days),
            redact_names: self.redact_names || other.redact_names,
        }
    }

    /// What it holds back on a day.
    ///
    /// # Errors
    /// When places cannot be blurred so.
    pub(crate) fn care(&self, today: Date) -> dateline_export::Result<Care> {
        Care::new(self.blur_km, self.embargo_days, self.redact_names, today)
    }
}

/// Who may come in, and how they come.
#[derive(Clone, Debug, Default)]
pub struct Access {
    /// A certificate of the server's own; `None` for plain HTTP.
    pub tls: Option<Tls>,
    /// Whether a proxy stands before the server that speaks TLS with browsers and says for whom it asks.
    pub behind_proxy: bool,
    /// Whether everybody may read without signing in.
    pub public: bool,
    /// What is held back from those who do not sign in, beside what is from readers.
    pub visitors: Restraint,
    /// What is held back from readers.
    pub readers: Restraint,
    /// Where people may sign in beside here.
    pub oidc: Option<Oidc>,
    /// Whether webhooks may be of this machine and its own network, and over plain HTTP.
    pub private_webhooks: bool,
    /// Whether admins may have sources of this machine and its own network watched. Where the operator does not say so,
    /// nobody who comes over the network sends the server there.
    pub private_sources: bool,
    /// How e-mail is sent, and to whom; `None` where none is.
    pub mail: Option<Mail>,
    /// Where those who run sites can reach the operator: what is tried out says so, as watching does.
    pub contact: Option<String>,
}

impl Access {
    /// Whether browsers come over TLS, so that cookies may be told to travel no other way.
    pub fn secure(&self) -> bool {
        self.tls.is_some() || self.behind_proxy
    }

    /// What is held back from somebody.
    pub(crate) fn restraint(&self, who: &Who) -> Restraint {
        match (&who.way, who.role) {
            (Way::Visiting, _) => self.visitors.and(&self.readers),
            (_, Role::Reader) => self.readers,
            _ => Restraint::default(),
        }
    }

    /// Whether the server may listen at an address: beyond the machine itself with accounts alone, and over TLS alone.
    ///
    /// # Errors
    /// A sentence that says what to do.
    pub fn check(&self, address: SocketAddr, desk: &Desk) -> Result<(), String> {
        for restraint in [&self.visitors, &self.readers] {
            restraint.care(Date::default()).map_err(|error| error.to_string())?;
        }
        self.oidc.as_ref().map_or(Ok(()), Oidc::check)?;
        let local = address.ip().is_loopback();
        let accounts = desk.has_accounts().map_err(|error| error.to_string())?;
        if !local && !accounts {
            return Err("There are no accounts, so that everybody who reaches it could change the record: make the first \
                        with `dateline user add NAME --role admin`, or listen at 127.0.0.1."
                .into());
        }
        if self.behind_proxy && !accounts {
            return Err("There are no accounts, and a proxy brings everybody in: make the first with `dateline user add \
                        NAME --role admin`."
                .into());
        }
        if !local && !self.secure() {
            return Err(
                "Beyond this machine passwords would travel in the clear: give --tls-cert and --tls-key, or \
                        --behind-proxy where a proxy speaks TLS, or listen at 127.0.0.1."
                    .into(),
            );
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn beyond_the_machine_it_takes_accounts_and_tls() {
        let (near, far) = ("127.0.0.1:1".parse().expect("one"), "0.0.0.0:1".parse().expect("one"));
        let desk = Desk::in_memory().expect("a desk");
        let plain = Access::default();
        let proxied = Access { behind_proxy: true, ..Access::default() };
        let tls = Tls { certificates: "c".into(), key: "k".into() };
        let own = Access { tls: Some(tls), ..Access::default() };
        assert!(plain.check(near, &desk).is_ok());
        assert!([&plain, &proxied, &own].iter().all(|access| access.check(far, &desk).is_err()));
        assert!(proxied.check(near, &desk).is_err(), "a proxy on the machine brings others in");
        desk.add_account("Ada", Role::Admin, "three calm words", 0).expect("an account");
        assert!(plain.check(near, &desk).is_ok());
        assert!(plain.check(far, &desk).expect_err("in the clear").contains("--tls-cert"));
        assert!([&proxied, &own].iter().all(|access| access.check(far, &desk).is_ok()));
    }
}
