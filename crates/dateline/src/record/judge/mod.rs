//! The command `judge`: corrections by people, with their name and reason, kept beside the claims.

mod claims;
mod value;

use super::args::Db;
use super::brief::brief;
use super::ingest::stamp;
use crate::books::Own;
use crate::show::columns::{Cell, lay_out};
use crate::show::paint::{DIM, PLAIN, WRONG};
use crate::show::{self, paragraph};
use anstyle::Style;
use anyhow::{Result, bail};
use clap::Subcommand;
use dateline_code::Books;
use dateline_store::{Difference, Look, Store};
use dateline_terms::{Judgement, Ruling};
use std::io::Write;

/// What to judge.
#[derive(Subcommand, Debug)]
pub(crate) enum JudgeTask {
    /// These tell of one incident
    Same {
        /// Ids of incidents or claims; an incident stands for all claims under it
        #[arg(value_name = "ID", required = true)]
        ids: Vec<String>,
        #[command(flatten)]
        judge: Judge,
    },
    /// These tell of different incidents
    NotSame {
        /// Id of an incident or claim
        #[arg(value_name = "ID")]
        one: String,
        /// Id of another. A claim under the incident named first is parted from the rest of it
        #[arg(value_name = "OTHER")]
        other: String,
        #[command(flatten)]
        judge: Judge,
    },
    /// A field of an incident has this value, whatever the claims say
    Set {
        /// Id of the incident, or of a claim under it
        id: String,
        /// type, status, time, place, side_a, side_b, killed, injured, missing, abducted, arrested or displaced
        field: String,
        /// Of type an id of the codebook. Of status occurred or foiled. Of time DAY, DAY..DAY or none. Of place a name
        /// that the gazetteer knows, with its country as in "Tripoli, LB", or LAT,LON[,RADIUS_KM] NAME, or none. Of a
        /// side names with ; between them, or none; a name that the actor files lack takes its kind after a colon. Of
        /// harm N, N-M or N+
        #[arg(allow_hyphen_values = true)]
        value: String,
        #[command(flatten)]
        judge: Judge,
    },
    /// A claim tells of no event: it counts for nothing. Of an incident, all its claims
    NotEvent {
        /// Id of a claim or incident
        id: String,
        #[command(flatten)]
        judge: Judge,
    },
    /// An incident was looked at, and its values stand as they are
    Accept {
        /// Its id, or that of a claim under it
        id: String,
        #[command(flatten)]
        judge: Judge,
    },
    /// An earlier judgement no longer holds
    Withdraw {
        /// Its id
        judgement: String,
        #[command(flatten)]
        judge: Judge,
    },
}

/// Who judges, why, and in which record.
#[derive(clap::Args, Debug)]
pub(crate) struct Judge {
    /// Who judges [default: the user's name]
    #[arg(long, value_name = "NAME")]
    by: Option<String>,
    /// The reason, for those who read the judgement later
    #[arg(long, value_name = "TEXT")]
    why: String,
    #[command(flatten)]
    pub record: Db,
    #[command(flatten)]
    pub own: Own,
}

impl JudgeTask {
    /// Who judges, why, and in which record.
    pub fn judge(&self) -> &Judge {
        match self {
            JudgeTask::Same { judge, .. }
            | JudgeTask::NotSame { judge, .. }
            | JudgeTask::Set { judge, .. }
            | JudgeTask::NotEvent { judge, .. }
            | JudgeTask::Accept { judge, .. }
            | JudgeTask::Withdraw { judge, .. } => judge,
        }
    }
}

/// The name of whoever uses the program: as given, else the user's name.
///
/// # Errors
/// When neither is there.
pub(crate) fn person(given: Option<&str>) -> Result<String> {
    let user = || {
        let named = ["USER", "LOGNAME", "USERNAME"].into_iter().filter_map(|name| std::env::var(name).ok());
        named.map(|name| name.trim().to_string()).find(|name| !name.is_empty())
    };
    match given.map(str::trim) {
        Some("") => bail!("The name after --by is empty: say who does this."),
        Some(name) => Ok(name.to_string()),
        None => {
            user().ok_or_else(|| anyhow::anyhow!("Nothing says who you are: give your name with --by NAME."))
        }
    }
}

/// Writes the judgement, and prints what it changed.
///
/// # Errors
/// When the record lacks what is named, the value does not fit the field, or the record cannot be written.
pub(crate) fn run(task: &JudgeTask, books: &Books<'static>) -> Result<()> {
    let (judgements, number) = written(task, books)?;
    let store = Store::read(&task.judge().record.db)?;
    let mut effects = Vec::new();
    store.effect(number, &mut |difference| {
        effects.push(difference);
        Ok(())
    })?;
    let width = show::width();
    let text = said(&judgements, width) + &effect(&effects, width);
    Ok(anstream::stdout().lock().write_all(text.as_bytes())?)
}

/// Writes the judgement. Gives what was written, and the number of the change.
///
/// # Errors
/// As those of [`run`].
pub(crate) fn written(task: &JudgeTask, books: &Books<'static>) -> Result<(Vec<Judgement>, i64)> {
    let judge = task.judge();
    let by = person(judge.by.as_deref())?;
    if judge.why.trim().is_empty() {
        bail!("The reason after --why is empty: say why, for those who read the judgement later.");
    }
    // Read first, so that a name that was mistyped makes no new record.
    let rulings = rulings(task, &Store::read(&judge.record.db)?, books)?;
    let mut store = Store::open(&judge.record.db)?;
    let stamp = stamp("judge", &by, judge.why.trim());
    Ok(store.change(&stamp, books, |change| {
        let judged = rulings.into_iter().map(|ruling| change.judge(ruling));
        let judged = judged.collect::<dateline_store::Result<Vec<_>>>()?;
        Ok((judged, change.number()))
    })?)
}

/// What a task rules: one ruling, or one for each claim of an incident that is no event.
fn rulings(task: &JudgeTask, store: &Store, books: &Books<'static>) -> Result<Vec<Ruling>> {
    Ok(match task {
        JudgeTask::Same { ids, .. } => vec![claims::same(ids, store, books)?],
        JudgeTask::NotSame { one, other, .. } => vec![claims::not_same(one, other, store, books)?],
        JudgeTask::Set { id, field, value, .. } => {
            let (claim, country) = claims::one(id, store, books)?;
            let value = value::correction(field, value, country.as_deref(), books)?;
            vec![Ruling::Field { claim, value }]
        }
        JudgeTask::NotEvent { id, .. } => {
            let claims = claims::of(id, store, books)?.claims;
            claims.into_iter().map(|claim| Ruling::NotEvent { claim }).collect()
        }
        JudgeTask::Accept { id, .. } => {
            let (incident, _) = store.incident(id, &Look { entries: true, ..Look::default() }, books)?;
            let claims = incident.entries.into_iter().map(|entry| entry.claim).collect();
            vec![Ruling::Accepted { claims }]
        }
        JudgeTask::Withdraw { judgement, .. } => {
            vec![Ruling::Withdrawn { judgement: judgement.clone() }]
        }
    })
}

/// "Kept as j…, by …: …", and how to take it back.
fn said(judgements: &[Judgement], width: usize) -> String {
    let Some(first) = judgements.first() else { return String::new() };
    let ids: Vec<&str> = judgements.iter().map(|judgement| judgement.id.as_str()).collect();
    paragraph(&format!("Kept as {}, by {}: {}", ids.join(", "), first.by, first.why), width)
}

/// The incidents before and after, a row each.
pub(super) fn effect(effects: &[Difference], width: usize) -> String {
    if effects.is_empty() {
        return paragraph("No incident changes by it for now.", width);
    }
    let row = |when: &str, difference: &Difference, (style, text): (Style, String)| -> Vec<Cell> {
        vec![vec![(DIM, when.to_string())], vec![(DIM, difference.id.clone())], vec![(style, text)]]
    };
    let before = |difference: &Difference| match &difference.before {
        Some(before) => (PLAIN, brief(before)),
        None => (DIM, "not in the record".into()),
    };
    let after = |difference: &Difference| match (&difference.after, &difference.into) {
        (Some(after), _) => (PLAIN, brief(after)),
        (None, Some(into)) => (DIM, format!("merged into {into}")),
        (None, None) => (WRONG, "retracted: nothing tells of it any more".into()),
    };
    let mut rows: Vec<Vec<Cell>> = effects.iter().map(|one| row("before", one, before(one))).collect();
    rows.extend(effects.iter().map(|one| row("after", one, after(one))));
    lay_out(&rows, width)
}
