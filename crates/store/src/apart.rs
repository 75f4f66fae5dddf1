//! What a coded report comes to in a store that has not seen it before, without a store: the ids that it and its claims
//! get, and the claims laid out for comparison. Whoever fuses elsewhere gets the groups that a store would.

use crate::claims::{account, named};
use crate::ids::id;
use crate::intake::{Coded, Key};
use crate::{Error, Result};
use dateline_code::Books;
use dateline_code::pair::Account;
use dateline_terms::{Entry, Source, told};
use serde_json::Value;

/// How a report comes in.
#[derive(Clone, Debug)]
pub struct Arrival {
    /// What tells that it is seen again.
    pub key: Key,
    /// What people call it.
    pub name: String,
    /// SHA-256 of its bytes, lower-case hexadecimal.
    pub sha256: String,
    /// Its address.
    pub url: Option<String>,
}

/// A report with its claims and stated sums.
#[derive(Clone, Debug)]
pub struct Apart {
    /// The report, as its first version; nothing says yet when it was received.
    pub source: Source,
    /// Its claims, each with what is compared of it.
    pub claims: Vec<(Entry, Account)>,
    /// Sums that it states.
    pub tallies: Vec<told::Tally>,
}

impl Arrival {
    /// The id that a store gives the report.
    pub fn id(&self) -> String {
        id('r', &[&self.key.written(), &self.sha256])
    }

    /// Takes a coded report, an object of the contract, apart.
    ///
    /// # Errors
    /// When it is not in the contract's shape.
    pub fn apart(&self, coded: &Value, books: &Books<'_>) -> Result<Apart> {
        let coded = Coded::read(coded).map_err(|error| {
            Error::new(format!("{}: this is no coded report in the contract's shape ({error}).", self.name))
        })?;
        let report = self.id();
        let head = &coded.head;
        let source = Source {
            id: report.clone(),
            name: self.name.clone(),
            version: 1,
            sha256: self.sha256.clone(),
            title: head.title.clone(),
            outlet: head.outlet.clone(),
            kind: head.outlet.as_deref().and_then(|name| dateline_code::voice::kind(name, books.outlets)),
            url: self.url.clone(),
            published: head.day(),
            language: head.language.clone(),
            received: String::new(),
        };
        let claim = |(claim, event): (String, &told::Event)| {
            let account = account(&report, event, &coded, books);
            (Entry { claim, source: source.clone(), voice: 0, event: event.clone() }, account)
        };
        let claims = named(&report, &coded.events).into_iter().map(claim).collect();
        Ok(Apart { source, claims, tallies: coded.tallies })
    }
}
