//! Names that the record and the books know, for suggestions: found by any part of them. They may be some seconds
//! behind the record.

use crate::latest::{Latest, Meanwhile};
use dateline_store::{Books, NameKind, Named, Result, Store, actor_of, fold};
use std::collections::HashSet;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// How far behind the record names may be: reading a large record's names anew takes a second.
const BEHIND: Duration = Duration::from_secs(10);

/// All names of the record, each kind in order of name.
pub(crate) struct Index {
    change: i64,
    made: Instant,
    /// Actors: ids, and names of those that have none.
    pub actors: Vec<Named>,
    /// Places and first-order areas.
    pub places: Vec<Named>,
    /// Outlets.
    pub outlets: Vec<Named>,
}

/// The names that were read last.
#[derive(Default)]
pub(crate) struct Known(Latest<Index>);

impl Known {
    /// The names of the record as it stands, or as it stood some seconds ago. While one asker reads them anew, others get
    /// the old ones; they wait where there are none yet.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn index(&self, store: &Store, books: &Books<'_>) -> Result<Arc<Index>> {
        let change = store.last_change()?;
        let fresh = |index: &Index| index.change == change || index.made.elapsed() < BEHIND;
        self.0.get(Meanwhile::TakeTheOld, fresh, |_| Index::new(store, books, change))
    }
}

impl Index {
    fn new(store: &Store, books: &Books<'_>, change: i64) -> Result<Index> {
        let mut actors = store.names(NameKind::Actor)?;
        let owned = owned(&actors, store, books)?;
        actors.retain(|named| !owned.contains(&named.key));
        Ok(Index {
            change,
            made: Instant::now(),
            actors,
            places: store.names(NameKind::Place)?,
            outlets: store.names(NameKind::Outlet)?,
        })
    }
}

/// Folded names of actors that have an id: the record looks them up by both.
fn owned(actors: &[Named], store: &Store, books: &Books<'_>) -> Result<HashSet<String>> {
    let mut owned = HashSet::new();
    for named in actors {
        if let Some(group) = books.actors.group(&named.key) {
            owned.insert(fold(&group.name));
        } else if books.actors.is_body(&named.key) {
            let incident = store.row(named.sample)?;
            let body = incident.as_ref().and_then(|incident| actor_of(incident, &named.key));
            owned.extend(body.map(|body| fold(&body.name)));
        }
    }
    Ok(owned)
}

/// How well a folded name fits what was typed, less is better: it begins with it, a word of it does, it holds it; `None`
/// where it does not.
pub(crate) fn fit(name: &str, typed: &str) -> Option<u8> {
    if name == typed {
        Some(0)
    } else if name.starts_with(typed) {
        Some(1)
    } else if name.split([' ', '-']).any(|word| word.starts_with(typed)) {
        Some(2)
    } else if typed.len() > 2 && name.contains(typed) {
        Some(3)
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::fit;

    #[test]
    fn names_are_found_by_their_beginning_first() {
        assert!(fit("erbil", "erb") < fit("new erbil", "erb"));
        assert!(fit("new erbil", "erb") < fit("superb", "erb"));
        assert_eq!(fit("superb", "rb"), None);
    }
}
