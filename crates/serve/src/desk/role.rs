//! Who may do what.

use super::{Error, Result};
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;
use utoipa::ToSchema;

/// What a person may do: each may all that those before may.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum Role {
    /// Reads everything, keeps searches of their own.
    Reader,
    /// Adds reports.
    Coder,
    /// Judges, accepts, corrects.
    Reviewer,
    /// Makes accounts, removes reports, says what is watched.
    Admin,
}

impl Role {
    /// All of them, the least first.
    pub const ALL: [Role; 4] = [Role::Reader, Role::Coder, Role::Reviewer, Role::Admin];

    /// The word for it.
    pub fn as_str(self) -> &'static str {
        match self {
            Role::Reader => "reader",
            Role::Coder => "coder",
            Role::Reviewer => "reviewer",
            Role::Admin => "admin",
        }
    }

    /// What a token must be made for to do what this role may and the one before may not.
    pub fn scope(self) -> Scope {
        match self {
            Role::Reader => Scope::Read,
            Role::Coder => Scope::Code,
            Role::Reviewer => Scope::Review,
            Role::Admin => Scope::Admin,
        }
    }
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for Role {
    type Err = Error;

    fn from_str(text: &str) -> Result<Role> {
        let found = Role::ALL.into_iter().find(|role| role.as_str() == text);
        found.ok_or_else(|| Error::wrong("A role is one of reader, coder, reviewer, admin."))
    }
}

/// What a token is made for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum Scope {
    /// Reading.
    Read,
    /// Adding reports.
    Code,
    /// Judging.
    Review,
    /// Accounts.
    Admin,
}

impl Scope {
    /// All of them.
    pub const ALL: [Scope; 4] = [Scope::Read, Scope::Code, Scope::Review, Scope::Admin];

    /// The word for it.
    pub fn as_str(self) -> &'static str {
        match self {
            Scope::Read => "read",
            Scope::Code => "code",
            Scope::Review => "review",
            Scope::Admin => "admin",
        }
    }
}

/// What one token is made for: each scope once, in their order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scopes(Vec<Scope>);

impl Scopes {
    /// These, in order.
    ///
    /// # Errors
    /// When there is none.
    pub fn new(scopes: &[Scope]) -> Result<Scopes> {
        let mut scopes = scopes.to_vec();
        scopes.sort();
        scopes.dedup();
        if scopes.is_empty() {
            return Err(Error::wrong("A token has one scope at least, of read, code, review, admin."));
        }
        Ok(Scopes(scopes))
    }

    /// Whether the token may do what needs this scope.
    pub fn has(&self, scope: Scope) -> bool {
        self.0.contains(&scope)
    }

    /// The scopes.
    pub fn list(&self) -> &[Scope] {
        &self.0
    }

    /// As the desk keeps them.
    pub(crate) fn to_text(&self) -> String {
        self.0.iter().map(|scope| scope.as_str()).collect::<Vec<_>>().join(" ")
    }

    /// As the desk kept them; words that are none are left out.
    pub(crate) fn from_text(text: &str) -> Scopes {
        let scope = |word| Scope::ALL.into_iter().find(|scope| scope.as_str() == word);
        Scopes(text.split(' ').filter_map(scope).collect())
    }
}
