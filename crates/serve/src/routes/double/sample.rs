//! Which incidents a round is of: drawn by chance, so that what is found of them holds of all that fit.

use crate::facets::Sieve;
use crate::problem::{Answer, Problem};
use crate::routes::searches;
use crate::workbench::Workbench;
use dateline_store::{Look, Store};
use sha2::{Digest, Sha256};

/// Incidents of one round at most.
const MOST: usize = 500;

/// Draws incidents that fit, each with the claim whose words tell it best.
///
/// # Errors
/// When the size or the filters are none, or nothing fits.
pub(super) async fn draw(workbench: &Workbench, query: &str, size: usize) -> Answer<Vec<(String, String)>> {
    if !(1..=MOST).contains(&size) {
        return Err(Problem::asked(format!("`size` is a whole number from 1 to {MOST}.")));
    }
    let mut seed = [0; 16];
    getrandom::fill(&mut seed).map_err(Problem::broken)?;
    let books = *workbench.books();
    let filter = searches::read(query.trim_start_matches('?'), &books)?;
    let inside = workbench.clone();
    let find = move |store: &Store| {
        let facets = inside.pictures().moment(store)?.facets(store, None)?;
        let sieve = Sieve::new(&filter, &Look::default(), store)?;
        let rows = drawn(facets.rows(&sieve), &seed, size);
        let look = Look { entries: true, ..Look::default() };
        let mut items = Vec::with_capacity(rows.len());
        for incident in store.of_rows(&rows)? {
            let (incident, _) = store.incident(&incident.id, &look, &books)?;
            let best = incident.entries.iter().find(|entry| entry.event.evidence.text == incident.evidence);
            let claim = best.or_else(|| incident.entries.first()).map(|entry| entry.claim.clone());
            items.extend(claim.map(|claim| (incident.id, claim)));
        }
        match items.is_empty() {
            true => Err(Problem::asked("No incident fits these filters: nothing is there to be coded.")),
            false => Ok(items),
        }
    };
    workbench.record().read(find).await
}

/// So many of the rows, each as likely as any other, in an order that tells nothing of them.
fn drawn(mut rows: Vec<i64>, seed: &[u8], size: usize) -> Vec<i64> {
    rows.sort_by_cached_key(|row| {
        Sha256::new().chain_update(seed).chain_update(row.to_le_bytes()).finalize()
    });
    rows.truncate(size);
    rows
}
