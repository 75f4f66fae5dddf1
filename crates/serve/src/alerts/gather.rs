//! What is told later, all at once: digests, e-mail, rises. Each such alert knows up to which change it has told, so that a
//! digest that fell due while the server was down comes as soon as it runs again, with everything since the last.

use super::{may_see_all, payload, rises};
use crate::desk::{Come, Driven, Often, Tells};
use crate::problem::Answer;
use crate::workbench::Workbench;

/// Seconds between two messages by e-mail of one alert that tells at once: what changes meanwhile stands in the next.
const PAUSE: i64 = 600;

/// Queues what is due now.
///
/// # Errors
/// When the desk or the record cannot be read.
pub(super) async fn due(workbench: &Workbench) -> Answer<()> {
    let (alerts, watched) = workbench
        .at_desk(|desk, now| {
            let mut alerts = desk.driven()?;
            let rises =
                alerts.iter().filter(|one| one.alert.how.tells != Tells::Changes).map(|one| one.alert.how);
            let watched = rises::Watched::of(rises);
            alerts.retain(|one| !one.alert.follows_changes() && one.next <= now);
            Ok((alerts, watched))
        })
        .await?;
    for alert in alerts.into_iter().filter(|alert| may_see_all(workbench.access(), alert)) {
        // One that cannot be gathered now keeps no other waiting; it stands in the log, and is tried at the next look.
        let _ = gather(workbench, alert, watched).await;
    }
    Ok(())
}

async fn gather(workbench: &Workbench, alert: Driven, watched: rises::Watched) -> Answer<()> {
    let books = workbench.books();
    let reads = alert.clone();
    let (body, come) = workbench
        .record()
        .read_apart(move |store| {
            let last = store.last_change()?;
            // A record that was put in another's place may have come less far.
            let since = reads.since.min(last);
            let stays = Come { since: last, next: 0, risen: reads.risen };
            if since == last && since == reads.since && reads.alert.how.tells == Tells::Changes {
                return Ok((None, stays));
            }
            match rises::by(reads.alert.how.tells) {
                None => Ok((payload::between(store, (since, last), &reads, books)?, stays)),
                Some(by) => {
                    let told = rises::since(store, by, &reads, watched, books)?;
                    Ok(told.map_or((None, stays), |(body, risen)| (Some(body), Come { risen, ..stays })))
                }
            }
        })
        .await?;
    let how = alert.alert.how;
    workbench
        .at_desk(move |desk, now| {
            // Changes that are told at once are told as soon as there are any; rises are worth a look now and then.
            let quiet = body.is_none() && how.tells == Tells::Changes && how.often == Often::AtOnce;
            if quiet && come.since == alert.since {
                return Ok(());
            }
            let come = Come { next: how.next(now, if quiet { 0 } else { PAUSE }), ..come };
            Ok(desk.gathered(&alert.alert.id, body.as_deref(), come, now)?)
        })
        .await
}
