//! Who asks, and what they may do.

pub use crate::desk::Role;

use crate::desk::{Account, Scopes};
use crate::problem::{Answer, Problem};
use axum::extract::FromRequestParts;
use axum::http::StatusCode;
use axum::http::request::Parts;

/// How somebody came in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Way {
    /// There are no accounts: one person on their own machine.
    Alone,
    /// Not signed in, where the record may be read by everybody.
    Visiting,
    /// Signed in with a browser; unsafe requests must bring this text.
    Session(String),
    /// A program with a token, for these things alone.
    Token(Scopes),
}

/// Who makes a request. Handlers take it as an argument; what it allows is asked with [`Who::must_be`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Who {
    /// The name that changes of the record bear; empty for visitors.
    pub name: String,
    /// What they may do.
    pub role: Role,
    /// Whether there are no accounts: one person on their own machine.
    pub open: bool,
    /// Their account; `None` where there are none, and for visitors.
    pub account: Option<Account>,
    /// How they came in.
    pub way: Way,
}

impl Who {
    /// The one person of a workbench without accounts.
    pub fn alone() -> Who {
        let name = "analyst".to_string();
        Who { name, role: Role::Admin, open: true, account: None, way: Way::Alone }
    }

    /// Somebody who reads what everybody may read.
    pub(crate) fn visiting() -> Who {
        let name = String::new();
        Who { name, role: Role::Reader, open: false, account: None, way: Way::Visiting }
    }

    /// The owner of an account.
    pub(crate) fn known(account: Account, way: Way) -> Who {
        Who { name: account.name.clone(), role: account.role, open: false, account: Some(account), way }
    }

    /// Goes on where they may do what `role` may.
    ///
    /// # Errors
    /// 401 for visitors, 403 where they may not, or their token is not made for it.
    pub fn must_be(&self, role: Role) -> Answer<()> {
        match &self.way {
            Way::Visiting => return Err(signed_out()),
            Way::Token(scopes) if !scopes.has(role.scope()) => {
                let scope = role.scope().as_str();
                return Err(Problem::forbidden(format!("This takes a token with the scope {scope}.")));
            }
            _ => {}
        }
        if self.role >= role {
            return Ok(());
        }
        Err(Problem::forbidden(format!(
            "This takes a {role}: ask whoever keeps the accounts here to make you one."
        )))
    }

    /// The account that something is kept for; `None` for the one person of a workbench without accounts.
    ///
    /// # Errors
    /// 401 for visitors.
    pub fn owner(&self) -> Answer<Option<i64>> {
        match self.way {
            Way::Visiting => Err(signed_out()),
            _ => Ok(self.account.as_ref().map(|account| account.number)),
        }
    }

    /// Goes on where a person is at a browser: not for what a token must not do, such as making tokens.
    ///
    /// # Errors
    /// 409 without accounts, 403 for tokens.
    pub(crate) fn at_a_browser(&self) -> Answer<&Account> {
        match (&self.account, &self.way) {
            (Some(account), Way::Session(_)) => Ok(account),
            (Some(_), _) => Err(Problem::forbidden("Sign in with a browser for this: no token can do it.")),
            (None, _) => Err(Problem::new(
                StatusCode::CONFLICT,
                "There are no accounts here: make the first with `dateline user add NAME --role admin`.",
            )),
        }
    }
}

/// That somebody has to sign in first.
pub(crate) fn signed_out() -> Problem {
    Problem::new(StatusCode::UNAUTHORIZED, "Sign in first, or bring a token.")
}

impl<S: Sync> FromRequestParts<S> for Who {
    type Rejection = Problem;

    /// Whom the doors let in.
    async fn from_request_parts(parts: &mut Parts, _: &S) -> Answer<Who> {
        parts.extensions.get::<Who>().cloned().ok_or_else(signed_out)
    }
}
