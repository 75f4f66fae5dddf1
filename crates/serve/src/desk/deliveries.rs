//! What is to be sent for alerts, and what became of it.

use super::{Desk, Result};
use rusqlite::{OptionalExtension, Row, params};
use serde::Serialize;
use utoipa::ToSchema;

/// Seconds to wait after each try that failed; after the last one the delivery is given up. A receiver that is away
/// for most of a day misses nothing.
const WAITS: [i64; 7] = [10, 60, 300, 1800, 7200, 21_600, 43_200];

/// Seconds for which deliveries that are done are kept: thirty days.
const KEPT: i64 = 30 * 24 * 3600;

/// What webhooks are told by, under `progress`.
const PROGRESS: &str = "webhooks";

/// One thing that was to be sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Delivery {
    /// Its number; later ones are greater. It is sent with it, so that a receiver sees what it has had.
    pub number: i64,
    /// Number of the record's change that it tells of; 0 for a trial.
    pub change: i64,
    /// When it was made: seconds since 1970, UTC.
    pub made: i64,
    /// How often it was tried.
    pub tries: i64,
    /// When it is tried next; `null` when it is done or given up.
    pub due: Option<i64>,
    /// The status of the last answer; `null` where there was none.
    pub status: Option<i64>,
    /// `waiting`, `delivered`, or what went wrong.
    pub outcome: String,
}

/// A delivery whose time has come.
#[derive(Clone)]
pub struct Due {
    /// Its number.
    pub number: i64,
    /// Where it goes.
    pub url: String,
    /// What signs it.
    pub secret: String,
    /// What is sent: JSON.
    pub body: String,
    /// Id of the alert.
    pub alert: String,
}

/// How a try ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tried {
    /// The answer's status, where there was one.
    pub status: Option<u16>,
    /// What went wrong; `None` where it was delivered.
    pub wrong: Option<String>,
}

fn read(row: &Row<'_>) -> rusqlite::Result<Delivery> {
    Ok(Delivery {
        number: row.get(0)?,
        change: row.get(1)?,
        made: row.get(2)?,
        tries: row.get(3)?,
        due: row.get(4)?,
        status: row.get(5)?,
        outcome: row.get(6)?,
    })
}

impl Desk {
    /// Number of the last change that webhooks were told of; `None` before the first time.
    ///
    /// # Errors
    /// When the desk cannot be read.
    pub fn told(&self) -> Result<Option<i64>> {
        self.come_to(PROGRESS)
    }

    /// Queues what a change is to be told as, each with its webhook's id; webhooks were told of that change then.
    ///
    /// # Errors
    /// When the desk cannot be written.
    pub fn queue(&self, change: i64, bodies: &[(String, String)], now: i64) -> Result<()> {
        self.whole(|desk| {
            let sql = "INSERT INTO progress (what, change) VALUES (?1, ?2)
                       ON CONFLICT (what) DO UPDATE SET change = excluded.change";
            desk.execute(sql, params![PROGRESS, change])?;
            for (webhook, body) in bodies {
                // It may have been removed meanwhile.
                let sql = "INSERT INTO delivery (alert, change, body, made, due)
                           SELECT id, ?2, ?3, ?4, ?4 FROM alert WHERE id = ?1";
                desk.execute(sql, params![webhook, change, body, now])?;
            }
            let sql = "DELETE FROM delivery WHERE due IS NULL AND made <= ?1";
            desk.execute(sql, [now - KEPT])?;
            Ok(())
        })
    }

    /// Queues a trial for an alert.
    ///
    /// # Errors
    /// When the desk cannot be written.
    pub fn queue_trial(&self, webhook: &str, body: &str, now: i64) -> Result<()> {
        self.with(|desk| {
            let sql = "INSERT INTO delivery (alert, change, body, made, due) VALUES (?1, 0, ?2, ?3, ?3)";
            desk.execute(sql, params![webhook, body, now])?;
            Ok(())
        })
    }

    /// Up to `limit` deliveries whose time has come, the longest due first.
    ///
    /// # Errors
    /// When the desk cannot be read.
    pub fn due(&self, limit: usize, now: i64) -> Result<Vec<Due>> {
        self.with(|desk| {
            let sql =
                "SELECT d.number, w.url, w.secret, d.body, w.id FROM delivery d JOIN alert w ON w.id = d.alert
                       WHERE d.due <= ?1 AND w.paused IS NULL ORDER BY d.due, d.number LIMIT ?2";
            let due = |row: &Row<'_>| {
                Ok(Due {
                    number: row.get(0)?,
                    url: row.get(1)?,
                    secret: row.get(2)?,
                    body: row.get(3)?,
                    alert: row.get(4)?,
                })
            };
            let limit = i64::try_from(limit).unwrap_or(i64::MAX);
            let mut rows = desk.prepare_cached(sql)?;
            Ok(rows.query_map([now, limit], due)?.collect::<rusqlite::Result<_>>()?)
        })
    }

    /// Writes down how a try ended: what failed is tried again later, until it is given up and its alert paused.
    ///
    /// # Errors
    /// When the desk cannot be written.
    pub fn tried(&self, number: i64, tried: &Tried, now: i64) -> Result<()> {
        self.whole(|desk| {
            let sql = "SELECT tries FROM delivery WHERE number = ?1";
            let Some(tries) = desk.query_row(sql, [number], |row| row.get::<_, i64>(0)).optional()? else {
                return Ok(());
            };
            // A receiver that says that it is gone for good is taken at its word.
            let gone = tried.status == Some(410);
            let wait = usize::try_from(tries).ok().and_then(|tries| WAITS.get(tries)).filter(|_| !gone);
            let due = tried.wrong.as_ref().and(wait).map(|wait| now + wait);
            let outcome = tried.wrong.as_deref().unwrap_or("delivered");
            let sql = "UPDATE delivery SET tries = tries + 1, due = ?2, status = ?3, outcome = ?4 WHERE number = ?1";
            desk.execute(sql, params![number, due, tried.status, outcome])?;
            if tried.wrong.is_some() && due.is_none() {
                let sql = "UPDATE alert SET paused = ?2 WHERE id = (SELECT alert FROM delivery WHERE number = ?1)";
                desk.execute(sql, params![number, format!("A delivery was given up: {outcome}")])?;
            }
            Ok(())
        })
    }

    /// Up to `limit` deliveries of one of somebody's alerts before the one numbered `before`, the latest first.
    ///
    /// # Errors
    /// When they have no such alert.
    pub fn deliveries(
        &self,
        owner: Option<i64>,
        alert: &str,
        before: Option<i64>,
        limit: usize,
    ) -> Result<Vec<Delivery>> {
        self.alert(owner, alert)?;
        self.with(|desk| {
            let sql = "SELECT number, change, made, tries, due, status, outcome FROM delivery
                       WHERE alert = ?1 AND number < ?2 ORDER BY number DESC LIMIT ?3";
            let limit = i64::try_from(limit).unwrap_or(i64::MAX);
            let mut rows = desk.prepare_cached(sql)?;
            let rows = rows.query_map(params![alert, before.unwrap_or(i64::MAX), limit], read)?;
            Ok(rows.collect::<rusqlite::Result<_>>()?)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::desk::How;

    fn failed() -> Tried {
        Tried { status: Some(500), wrong: Some("The answer was 500.".into()) }
    }

    #[test]
    fn what_fails_is_tried_again_ever_later_and_given_up_at_last() {
        let desk = Desk::in_memory().expect("a desk");
        let (search, _) = desk.keep_search(None, "Homs", "place=Homs", 0).expect("a search");
        let (hook, _) =
            desk.add_alert(None, (&search.id, "https://a.example", How::default()), 3, 0).expect("a webhook");
        assert_eq!(desk.driven().expect("hooks")[0].since, 3);
        desk.queue(4, &[(hook.id.clone(), "{}".into()), ("w0".into(), "{}".into())], 0).expect("queued");
        assert_eq!(desk.told().expect("a number"), Some(4));
        let mut now = 0;
        for wait in WAITS {
            let due = desk.due(10, now).expect("due");
            assert_eq!(due.len(), 1, "of the webhook that is there, at {now}");
            desk.tried(due[0].number, &failed(), now).expect("written");
            assert!(desk.due(10, now + wait - 1).expect("due").is_empty());
            now += wait;
        }
        let due = desk.due(10, now).expect("due");
        desk.tried(due[0].number, &failed(), now).expect("written");
        assert!(desk.due(10, now + KEPT).expect("due").is_empty());
        let paused = desk.alert(None, &hook.id).expect("the webhook").paused.expect("paused");
        assert!(paused.contains("500"), "{paused}");
        assert!(desk.driven().expect("hooks").is_empty());
        desk.resume_alert(None, &hook.id, 9).expect("resumed");
        assert_eq!(desk.driven().expect("hooks")[0].since, 9);
        let kept = desk.deliveries(None, &hook.id, None, 10).expect("deliveries");
        assert_eq!((kept.len(), kept[0].tries, kept[0].due), (1, 8, None));
        assert!(desk.deliveries(Some(1), &hook.id, None, 10).is_err(), "they are their owner's");
    }

    #[test]
    fn who_is_gone_for_good_is_not_asked_again() {
        let desk = Desk::in_memory().expect("a desk");
        let (search, _) = desk.keep_search(None, "Homs", "", 0).expect("a search");
        let (hook, _) =
            desk.add_alert(None, (&search.id, "https://a.example", How::default()), 0, 0).expect("a webhook");
        desk.queue_trial(&hook.id, "{}", 0).expect("queued");
        let due = desk.due(1, 0).expect("due");
        let gone = Tried { status: Some(410), wrong: Some("The answer was 410.".into()) };
        desk.tried(due[0].number, &gone, 0).expect("written");
        assert!(desk.alert(None, &hook.id).expect("the webhook").paused.is_some());
        desk.drop_search(None, &search.id).expect("removed");
        assert!(desk.alerts(None).expect("webhooks").is_empty(), "they go with their search");
    }
}
