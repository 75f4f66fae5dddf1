//! Who may come in, and how they come: what the operator says when the server starts.

use crate::desk::Desk;
use std::net::SocketAddr;
use std::path::PathBuf;

/// The server's certificate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tls {
    /// The certificate and those between it and one that browsers know: PEM.
    pub certificates: PathBuf,
    /// Its private key: PEM.
    pub key: PathBuf,
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
    /// Whether webhooks may be of this machine and its own network, and over plain HTTP.
    pub private_webhooks: bool,
}

impl Access {
    /// Whether browsers come over TLS, so that cookies may be told to travel no other way.
    pub fn secure(&self) -> bool {
        self.tls.is_some() || self.behind_proxy
    }

    /// Whether the server may listen at an address: beyond the machine itself with accounts alone, and over TLS alone.
    ///
    /// # Errors
    /// A sentence that says what to do.
    pub fn check(&self, address: SocketAddr, desk: &Desk) -> Result<(), String> {
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
    use crate::desk::Role;

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
