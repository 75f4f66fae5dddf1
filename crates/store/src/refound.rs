//! All claims laid out, compared and grouped anew, at once: what a Dateline does first with a store in which that was
//! done otherwise than it does itself.

use crate::change::{Change, Stamp};
use crate::fusing::signed;
use crate::{Result, Store, ids};
use dateline_code::Books;
use dateline_code::fuse::{self, Edge};
use dateline_code::pair::{Account, Heading, Pairing};
use dateline_terms::told::Event;
use rusqlite::params;

/// How claims are laid out and blocked: to be raised with every change of [`Account::write`], of what is hashed in it,
/// and of [`fuse::keys`].
pub(crate) const FORM: i64 = 2;

/// The live claims of a record, in order of number.
#[derive(Default)]
struct Claims {
    numbers: Vec<i64>,
    ranks: Vec<u64>,
    accounts: Vec<Account>,
}

impl Store {
    /// Fuses anew what was fused otherwise. `at`: the time of the change that comes after.
    pub(crate) fn bring_up(&mut self, at: &str, books: &Books<'_>) -> Result<()> {
        let sql = "SELECT form FROM fused";
        let form: i64 = self.connection.prepare_cached(sql)?.query_row([], |row| row.get(0))?;
        if form == FORM {
            return Ok(());
        }
        let stamp = Stamp {
            at: at.to_string(),
            who: concat!("dateline ", env!("CARGO_PKG_VERSION")).to_string(),
            what: "fuse",
            why: "this version compares claims otherwise".to_string(),
        };
        self.carry_out(&stamp, books, |change| change.refound())
    }
}

impl Change<'_, '_> {
    /// Fuses all claims anew.
    fn refound(&mut self) -> Result<()> {
        self.written = true;
        self.accounts.take();
        self.tx.execute_batch("DELETE FROM block; DELETE FROM edge;")?;
        self.tx.execute("UPDATE fused SET form = ?1", [FORM])?;
        let claims = self.lay_out()?;
        let accounts: Vec<&Account> = claims.accounts.iter().collect();
        let threads = std::thread::available_parallelism().map_or(1, usize::from);
        let pairing = Pairing::embedded();
        let edges = fuse::edges(&accounts, pairing, threads);
        self.write_edges(&claims.numbers, &edges)?;
        let ties = self.ties(&claims.numbers)?;
        let groups = fuse::group(&claims.ranks, &accounts, &edges, &ties, pairing);
        let named =
            |group: Vec<usize>| group.into_iter().filter_map(|n| claims.numbers.get(n).copied()).collect();
        let groups: Vec<Vec<i64>> = groups.into_iter().map(named).collect();
        self.assign(&groups)
    }

    /// Lays every live claim out, and writes down where it is looked for.
    fn lay_out(&mut self) -> Result<Claims> {
        let mut claims = Claims::default();
        let mut update = self.tx.prepare("UPDATE claim SET account = ?2 WHERE number = ?1")?;
        let mut rows = self.tx.prepare(
            "SELECT c.number, c.id, c.body, r.id, r.published, r.title FROM claim c JOIN report r ON r.number = c.report
             WHERE c.until IS NULL ORDER BY c.number",
        )?;
        let mut rows = rows.query([])?;
        while let Some(row) = rows.next()? {
            let number: i64 = row.get(0)?;
            let (body, report) = (row.get_ref(2)?.as_str().unwrap_or_default(), row.get::<_, String>(3)?);
            let published: Option<String> = row.get(4)?;
            let published = published.and_then(|day| day.parse().ok());
            let title: Option<String> = row.get(5)?;
            let heading = Heading { report: &report, published, title: title.as_deref() };
            let event: Event = serde_json::from_str(body)?;
            let account = Account::new(&event, &heading, self.books, &Pairing::embedded().words);
            update.execute(params![number, account.write()])?;
            if !self.is_no_event(number)? {
                claims.numbers.push(number);
                claims.ranks.push(ids::rank(row.get_ref(1)?.as_str().unwrap_or_default()));
                claims.accounts.push(account);
            }
        }
        drop((rows, update));
        self.write_blocks(&claims)?;
        Ok(claims)
    }

    fn write_blocks(&self, claims: &Claims) -> Result<()> {
        let mut blocks = Vec::new();
        for (number, account) in claims.numbers.iter().zip(&claims.accounts) {
            blocks.extend(fuse::keys(account).into_iter().map(|key| (signed(key.block), key.wide, *number)));
        }
        blocks.sort_unstable();
        let mut block = self.tx.prepare("INSERT INTO block (block, wide, claim) VALUES (?1, ?2, ?3)")?;
        blocks.into_iter().try_for_each(|row| block.execute(row).map(drop))?;
        Ok(())
    }

    fn write_edges(&self, numbers: &[i64], edges: &[Edge]) -> Result<()> {
        let both = |e: &Edge| [(e.a, e.b, e.likelihood), (e.b, e.a, e.likelihood)];
        let mut rows: Vec<(u32, u32, f32)> = edges.iter().flat_map(both).collect();
        rows.sort_unstable_by_key(|(a, b, _)| (*a, *b));
        let number = |place: u32| numbers.get(place as usize).copied();
        let mut edge = self.tx.prepare("INSERT INTO edge (a, b, likelihood) VALUES (?1, ?2, ?3)")?;
        for (a, b, likelihood) in rows {
            edge.execute(params![number(a), number(b), f64::from(likelihood)])?;
        }
        Ok(())
    }
}
