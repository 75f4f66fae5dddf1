//! The books as the record's edits leave them: whoever edits an actor or an outlet, here or in another program, all who ask
//! from then on are answered by the new row.

use crate::problem::{Answer, Problem};
use crate::routes::now;
use crate::workbench::Workbench;
use dateline_store::{Book, Books, Edit, Stamp, Store};
use serde_json::json;
use std::time::Duration;

/// How often the record is looked at for what other programs edited.
const LOOK: Duration = Duration::from_secs(1);

/// Books are kept until the program ends, for answers that are under way hold on to them. They take some megabytes, and
/// people edit a few times a day.
pub(crate) fn for_good(books: Books<'static>) -> &'static Books<'static> {
    Box::leak(Box::new(books))
}

/// What a person wants written.
pub(super) struct Wish {
    /// Which files the row is of.
    pub book: Book,
    /// Id of the actor or outlet.
    pub of: String,
    /// The row; `None` where the files' own is to hold again.
    pub row: Option<serde_json::Value>,
    /// Id of the edit that was seen as the last one, or [`NONE`].
    pub version: String,
}

/// What stands for an edit where nobody edited.
pub(crate) const NONE: &str = "0";

/// What a later edit names as the one that it follows.
pub(crate) fn version(edit: Option<&Edit>) -> String {
    edit.map_or(NONE, |edit| edit.id.as_str()).to_string()
}

/// Takes edits of other programs up, for as long as the server runs.
pub(crate) async fn keep(workbench: Workbench) {
    loop {
        tokio::time::sleep(LOOK).await;
        // What cannot be read now is read the next time.
        let _ = workbench.follow_edits().await;
    }
}

impl Workbench {
    /// Takes up the record's edits, where there are others than those in the books.
    ///
    /// # Errors
    /// When the record cannot be read.
    pub(crate) async fn follow_edits(&self) -> Answer<()> {
        let bench = self.clone();
        let follow = move |store: &Store| {
            let last = store.last_edit()?;
            if bench.edition() != last {
                let (books, problems) = bench.coding().edited_soundly(&store.edited()?);
                for problem in problems {
                    tracing::warn!(%problem, "an edit is left out");
                }
                bench.take_up(for_good(books), last);
            }
            Ok(())
        };
        self.record().read(follow).await
    }

    /// Writes a row, if it is sound and nobody else wrote one since it was seen.
    ///
    /// # Errors
    /// 400 where the row is not sound, 409 where somebody was first, and when the record cannot be written.
    pub(super) async fn edit(&self, wish: Wish, who: String, why: String) -> Answer<Edit> {
        let bench = self.clone();
        self.write(move |store| {
            let stamp = Stamp { at: now(), who, what: "edit", why };
            bench.write_edit(store, wish, &stamp)
        })
        .await
    }

    fn write_edit(&self, store: &mut Store, wish: Wish, stamp: &Stamp) -> Answer<Edit> {
        let Wish { book, of, row, version: seen } = wish;
        let standing = store.edit_of(book, &of)?;
        if version(standing.as_ref()) != seen {
            return Err(overtaken(standing.as_ref()));
        }
        let (before, edition) = (self.books(), self.edition());
        let books = for_good(self.edited(store, (book, &of), row.as_ref())?);
        // Taken up first: no answer of the state after the change is worked out by the books before it.
        self.take_up(books, edition);
        let done = store.change(stamp, books, |change| {
            let standing = change.edit_of(book, &of)?;
            if version(standing.as_ref()) != seen {
                return Ok(Err(standing));
            }
            change.edit(book, &of, row).map(Ok)
        });
        match done {
            Ok(Ok(edit)) => {
                self.take_up(books, store.last_edit()?);
                Ok(edit)
            }
            Ok(Err(standing)) => {
                self.take_up(before, edition);
                Err(overtaken(standing.as_ref()))
            }
            Err(error) => {
                self.take_up(before, edition);
                Err(error.into())
            }
        }
    }

    /// The books with one row more or less.
    fn edited(
        &self,
        store: &Store,
        (book, of): (Book, &str),
        row: Option<&serde_json::Value>,
    ) -> Answer<Books<'static>> {
        let mut edits = store.edited()?;
        edits.retain(|edit| edit.book != book || edit.of != of);
        if let Some(row) = row {
            let word = String::new;
            let row = Some(row.clone());
            edits.push(Edit { id: word(), book, of: of.into(), row, at: word(), who: word(), why: word() });
        }
        self.coding().edited(&edits).map_err(Problem::asked)
    }
}

fn overtaken(standing: Option<&Edit>) -> Problem {
    let by = standing.map_or_else(String::new, |edit| format!(" by {}", edit.who));
    let detail = format!(
        "It was edited meanwhile{by}. Look at what stands now, and write yours again if it still holds."
    );
    let problem = Problem::new(axum::http::StatusCode::CONFLICT, detail);
    problem.with(
        "current",
        json!({"row_version": version(standing), "row": standing.and_then(|e| e.row.clone())}),
    )
}
