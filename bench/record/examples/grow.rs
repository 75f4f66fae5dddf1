//! Copies the incidents of a record, days shifted, until it has as many as are asked for: lists of a large record are
//! measured on it. Claims are not copied, for lists do not read them.
//!
//! `cargo run --release -p dateline-bench-record --example grow -- FILE INCIDENTS`

use dateline_store::Store;
use rusqlite::{Connection, params};
use std::path::Path;

fn main() -> rusqlite::Result<()> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let path = Path::new(args.first().expect("a file"));
    let wanted: i64 = args.get(1).and_then(|n| n.parse().ok()).expect("a number");
    drop(Store::open(path).expect("a store"));
    let mut db = Connection::open(path)?;
    db.execute_batch("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -1000000")?;
    let [had, rows, names]: [i64; 3] = db.query_row(
        "SELECT count(*), max(number), (SELECT max(number) FROM name) FROM incident WHERE until IS NULL",
        [],
        |row| Ok([row.get(0)?, row.get(1)?, row.get(2)?]),
    )?;
    let tx = db.transaction()?;
    for copy in 1..(wanted + had - 1) / had {
        // Whole years and an odd number of days, so that seasons and weekdays mix.
        let days = copy * 11 % 3652;
        tx.execute(
            "INSERT INTO name (number, id) SELECT number + ?1, printf('i%012d', number + ?1) FROM name WHERE number <= ?2",
            [copy * names, names],
        )?;
        let columns: Vec<String> = tx
            .prepare("SELECT name FROM pragma_table_info('incident') WHERE name NOT IN ('number', 'incident', 'day', 'first_day', 'last_day', 'month')")?
            .query_map([], |row| row.get(0))?
            .collect::<Result<_, _>>()?;
        let columns = columns.join(", ");
        tx.execute(
            &format!(
                "INSERT INTO incident (number, incident, day, first_day, last_day, month, {columns})
                 SELECT number + ?1, incident + ?2, CASE WHEN first_day IS NULL THEN day ELSE day + ?3 END, first_day + ?3,
                        last_day + ?3, CAST(strftime('%Y', (first_day + ?3) * 86400, 'unixepoch') AS INTEGER) * 12
                        + CAST(strftime('%m', (first_day + ?3) * 86400, 'unixepoch') AS INTEGER) - 1, {columns}
                 FROM incident WHERE until IS NULL AND number <= ?4"
            ),
            params![copy * rows, copy * names, days, rows],
        )?;
        tx.execute(
            "INSERT INTO incident_key (key, day, incident, sides)
             SELECT key, CASE WHEN day = -9223372036854775808 THEN day ELSE day + ?2 END, incident + ?1, sides
             FROM incident_key WHERE incident <= ?3",
            [copy * rows, days, rows],
        )?;
        tx.execute(
            "INSERT INTO incident_box SELECT number + ?1, min_lat, max_lat, min_lon, max_lon FROM incident_box
             WHERE number <= ?2",
            [copy * rows, rows],
        )?;
        tx.execute(
            "INSERT INTO incident_words (rowid, words)
             SELECT (CASE WHEN first_day IS NULL THEN 0 ELSE first_day + ?3 + 8388608 END << 38) | (number + ?1),
                    (body ->> 'evidence') || ' ' || ifnull(place, '') || ' ' || ifnull(admin1, '')
             FROM incident WHERE until IS NULL AND number <= ?2",
            [copy * rows, rows, days],
        )?;
    }
    tx.commit()?;
    let now: i64 = db.query_row("SELECT sum(count) FROM month_type", [], |row| row.get(0))?;
    println!("{now} incidents");
    Ok(())
}
