//! Who asks, and what they may do.

use crate::problem::{Answer, Problem};
use crate::workbench::Workbench;
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use serde::Serialize;

/// What someone may do; each may do what those before may.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Role {
    /// See the record.
    Reader,
    /// Add reports, and code blind.
    Coder,
    /// Judge.
    Reviewer,
    /// Keep accounts.
    Admin,
}

impl Role {
    /// The word for it.
    pub fn as_str(self) -> &'static str {
        match self {
            Role::Reader => "reader",
            Role::Coder => "coder",
            Role::Reviewer => "reviewer",
            Role::Admin => "admin",
        }
    }
}

/// Who makes a request. Handlers take it as an argument; what it allows is asked with [`Who::must_be`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Who {
    /// The name that changes of the record bear.
    pub name: String,
    /// What they may do.
    pub role: Role,
    /// Whether there are no accounts: one person on their own machine.
    pub open: bool,
}

impl Who {
    /// The one person of a workbench without accounts.
    pub fn alone() -> Who {
        Who { name: "analyst".into(), role: Role::Admin, open: true }
    }

    /// Goes on where they may do what `role` may.
    ///
    /// # Errors
    /// 403 where they may not.
    pub fn must_be(&self, role: Role) -> Answer<()> {
        if self.role >= role {
            return Ok(());
        }
        Err(Problem::forbidden(format!(
            "This takes a {}: ask whoever keeps the accounts here to make you one.",
            role.as_str()
        )))
    }
}

impl FromRequestParts<Workbench> for Who {
    type Rejection = Problem;

    async fn from_request_parts(_: &mut Parts, _: &Workbench) -> Answer<Who> {
        Ok(Who::alone())
    }
}
