//! Keeping judgements: looked at, and written, as one change.

use crate::problem::{Answer, Problem};
use crate::routes::adding::now;
use crate::routes::incidents::{Shown, shown};
use crate::who::Who;
use crate::workbench::Workbench;
use axum::http::StatusCode;
use dateline_store::{Books, Change, Difference, Look, Stamp, Store};
use dateline_terms::{Incident, Judgement, Ruling};
use serde::Serialize;
use std::collections::BTreeMap;
use utoipa::ToSchema;

/// What became of a judgement.
#[derive(Serialize, ToSchema)]
pub(crate) struct Judged {
    /// What was kept; the first of several.
    judgement: Judgement,
    /// All that was kept: several where an incident stood for several claims.
    kept: Vec<Judgement>,
    /// The incident that was judged as it is now, or what it was merged into; left out where nothing holds it.
    #[serde(flatten)]
    now: Option<Shown>,
    /// All incidents that are otherwise than before: of a merge or a split all parts.
    touched: Vec<Touched>,
}

/// An incident that a judgement changed.
#[derive(Serialize, ToSchema)]
struct Touched {
    /// Its id.
    id: String,
    /// added, changed or retracted.
    kind: &'static str,
    /// The incident that it was merged into.
    #[serde(skip_serializing_if = "Option::is_none")]
    into: Option<String>,
    /// As it is now, without the claims under it; `null` where it was retracted or merged.
    incident: Option<Incident>,
}

impl From<Difference> for Touched {
    fn from(difference: Difference) -> Touched {
        let Difference { id, kind, into, after, .. } = difference;
        Touched { id, kind: kind.as_str(), into, incident: after }
    }
}

/// What is to be kept, and on which condition.
pub(crate) struct Request {
    pub rulings: Vec<Ruling>,
    pub why: String,
    /// The incident that was looked at.
    pub incident: Option<String>,
    /// Versions of incidents as they were seen, by id.
    pub seen: BTreeMap<String, String>,
}

/// What a change came to.
enum Outcome {
    Kept {
        judgements: Vec<Judgement>,
        number: i64,
        about: Option<String>,
    },
    /// The incident of that id is otherwise than it was seen.
    Changed(String),
    /// It cannot be done, for this reason.
    Refused(Box<Problem>),
}

/// Keeps judgements if all incidents are as they were seen.
pub(crate) async fn keep(workbench: &Workbench, who: Who, request: Request) -> Answer<Judged> {
    let Request { rulings, why, incident, seen } = request;
    write(workbench, who.name, why, move |change| {
        for (id, version) in seen {
            if change.version(&id)? != version {
                return Ok(Outcome::Changed(id));
            }
        }
        let mut meant = Vec::new();
        for ruling in rulings {
            meant.extend(change.meant(ruling)?);
        }
        let judged = meant.into_iter().map(|ruling| change.judge(ruling));
        let judgements = judged.collect::<dateline_store::Result<Vec<_>>>()?;
        let about = match (incident, judgements.first()) {
            (None, Some(first)) => change.judged_incident(&first.ruling)?,
            (incident, _) => incident,
        };
        Ok(Outcome::Kept { judgements, number: change.number(), about })
    })
    .await
}

/// Withdraws a judgement that holds.
pub(super) async fn withdraw(
    workbench: &Workbench,
    who: Who,
    id: String,
    why: Option<String>,
) -> Answer<Judged> {
    let name = who.name.clone();
    let reason = why.clone().unwrap_or_else(|| "taken back".into());
    write(workbench, who.name, reason, move |change| {
        let (judgement, holds) = change.judgement(&id)?;
        let refused = if matches!(judgement.ruling, Ruling::Withdrawn { .. }) {
            Some(Problem::asked("A withdrawal is not withdrawn: judge anew."))
        } else if !holds {
            Some(Problem::new(StatusCode::CONFLICT, "This judgement was withdrawn before: it holds no more."))
        } else if judgement.by != name && why.is_none() {
            let detail = format!("This is {}'s judgement: say `why` it no longer holds.", judgement.by);
            Some(Problem::asked(detail))
        } else {
            None
        };
        if let Some(problem) = refused {
            return Ok(Outcome::Refused(Box::new(problem)));
        }
        let withdrawn = change.judge(Ruling::Withdrawn { judgement: id })?;
        let about = change.judged_incident(&judgement.ruling)?;
        Ok(Outcome::Kept { judgements: vec![withdrawn], number: change.number(), about })
    })
    .await
}

/// Does `work` as one change by a person, and tells what came of it.
async fn write(
    workbench: &Workbench,
    who: String,
    why: String,
    work: impl FnOnce(&mut Change<'_, '_>) -> dateline_store::Result<Outcome> + Send + 'static,
) -> Answer<Judged> {
    let books = *workbench.books();
    workbench
        .write(move |store| {
            let stamp = Stamp { at: now(), who, what: "judge", why };
            match store.change(&stamp, &books, work)? {
                Outcome::Kept { judgements, number, about } => {
                    told(store, &books, judgements, number, about.as_deref())
                }
                Outcome::Changed(id) => Err(conflict(store, &books, &id)?),
                Outcome::Refused(problem) => Err(*problem),
            }
        })
        .await
}

fn told(
    store: &Store,
    books: &Books<'static>,
    kept: Vec<Judgement>,
    number: i64,
    about: Option<&str>,
) -> Answer<Judged> {
    let mut touched = Vec::new();
    store.effect(number, &mut |difference| {
        touched.push(Touched::from(difference));
        Ok(())
    })?;
    // A claim that was parked under no incident comes back under one when its ruling is withdrawn.
    let back = touched.iter().find(|one| one.incident.is_some()).map(|one| one.id.clone());
    let now = match about.map(str::to_string).or(back) {
        Some(id) => shown(store, &id, &looked(), books).ok(),
        None => None,
    };
    let judgement = kept.first().cloned().ok_or_else(|| Problem::asked("This rules nothing."))?;
    Ok(Judged { judgement, kept, now, touched })
}

fn looked() -> Look {
    Look { entries: true, ..Look::default() }
}

/// That an incident has changed since it was seen, with what it is now.
fn conflict(store: &Store, books: &Books<'static>, id: &str) -> Answer<Problem> {
    let now = shown(store, id, &looked(), books)?;
    let current = serde_json::to_value(now).map_err(Problem::broken)?;
    let detail = "The incident has changed since you looked at it, and nothing was kept: look at it as it is now \
                  (`current`), and judge again.";
    Ok(Problem::new(StatusCode::CONFLICT, detail).with("current", current))
}
