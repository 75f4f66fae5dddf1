//! Alerts at work: what changes and rises are told as, and sending it.

mod gather;
mod payload;
mod rises;
mod send;

use crate::access::Access;
use crate::desk::{Driven, Role};
use crate::problem::Answer;
use crate::workbench::Workbench;
use dateline_store::Store;
use std::time::Duration;
use tokio::time::{MissedTickBehavior, interval};

/// How often the record is looked at for changes, and the desk for what is due.
const LOOK: Duration = Duration::from_secs(2);

/// Changes that are told at once.
const BATCH: i64 = 50;

pub(crate) use payload::trial;
pub(crate) use rises::COUNTED;

/// Tells of changes and rises, for as long as the server runs.
pub(crate) async fn run(workbench: Workbench) {
    let mut ticks = interval(LOOK);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        ticks.tick().await;
        // What failed stands in the log, and is tried again at the next tick.
        let _ = tell(&workbench).await;
        let _ = gather::due(&workbench).await;
        let _ = send::due(&workbench).await;
    }
}

/// Queues what changed since the last time for the webhooks that are told of each change.
async fn tell(workbench: &Workbench) -> Answer<()> {
    let (told, mut hooks) = workbench.at_desk(|desk, _| Ok((desk.told()?, desk.driven()?))).await?;
    hooks.retain(|hook| hook.alert.follows_changes());
    let last = workbench.record().read(|store| Ok(store.last_change()?)).await?;
    // Where nobody is to be told, all is told. A record that was put in another's place may have come less far.
    let Some(told) = told.filter(|told| !hooks.is_empty() && *told <= last) else {
        if told != Some(last) {
            workbench.at_desk(move |desk, now| Ok(desk.queue(last, &[], now)?)).await?;
        }
        return Ok(());
    };
    for change in (told + 1)..=last.min(told + BATCH) {
        let (hooks, books, access) = (hooks.clone(), *workbench.books(), workbench.access().clone());
        let bodies = workbench
            .record()
            .read(move |store| {
                let concerned = |hook: &&Driven| hook.since < change && may_see_all(&access, hook);
                payload::bodies(store, change, hooks.iter().filter(concerned), &books)
            })
            .await?;
        workbench.at_desk(move |desk, now| Ok(desk.queue(change, &bodies, now)?)).await?;
    }
    Ok(())
}

/// Whether an alert may tell of the whole record: its owner may have become somebody who may not see all.
fn may_see_all(access: &Access, alert: &Driven) -> bool {
    alert.owner.as_ref().is_none_or(|owner| access.readers.is_none() || owner.role > Role::Reader)
}

/// Number of the record's last change: an alert that is made now tells of what comes after.
pub(crate) fn now(store: &Store) -> Answer<i64> {
    Ok(store.last_change()?)
}
