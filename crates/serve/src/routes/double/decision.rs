//! What a third person decides where two coders differ: it becomes a judgement of the record.

use super::coding::Coding;
use crate::problem::{Answer, Problem, Sent as Told};
use crate::routes::judging::{Judged, Request, check, keep};
use crate::sent::Sent;
use crate::who::{Role, Who};
use crate::workbench::Workbench;
use axum::Json;
use axum::extract::{Path, State};
use dateline_store::{Look, Store};
use dateline_terms::told::Place;
use dateline_terms::{Correction, HarmKind, Incident, Ruling};
use serde::Deserialize;
use std::collections::BTreeMap;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// Its routes.
pub(super) fn routes() -> OpenApiRouter<Workbench> {
    OpenApiRouter::new().routes(routes!(decide))
}

/// What a third decides.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Decision {
    /// The values that hold.
    coding: Coding,
    /// The place that holds, as /suggest gives it; a name alone changes no place of the record.
    place: Option<Place>,
    /// The reason.
    why: String,
}

/// Decide an item that both coders have coded, being neither of them: what differs from the record becomes a judgement; if
/// nothing does, the incident is accepted.
#[utoipa::path(
    post,
    path = "/double/{id}/items/{number}/decision",
    tag = "double coding",
    params(
        ("id" = String, Path, description = "Id of a round"),
        ("number" = i64, Path, description = "Number of the item, counted from 1"),
    ),
    request_body = Decision,
    responses(
        (status = 200, body = Judged),
        (status = 403, body = Told, content_type = "application/problem+json"),
        (status = 409, body = Told, content_type = "application/problem+json", description = "Not finished, or decided before"),
    )
)]
async fn decide(
    State(workbench): State<Workbench>,
    who: Who,
    Path((id, number)): Path<(String, i64)>,
    Sent(Decision { coding, place, why }): Sent<Decision>,
) -> Answer<Json<Judged>> {
    who.must_be(Role::Reviewer)?;
    coding.check(workbench.books())?;
    let why = why.trim().to_string();
    if why.is_empty() || why.chars().count() > 2000 {
        return Err(Problem::asked("Say `why`, in at most 2,000 characters."));
    }
    let kept = serde_json::to_string(&coding).map_err(Problem::broken)?;
    let (round, account) = (id.clone(), who.account.as_ref().map(|account| account.number));
    let item = workbench
        .at_desk(move |desk, _| {
            if account
                .is_some_and(|account| desk.round(&round).is_ok_and(|round| round.side(account).is_some()))
            {
                return Err(Problem::forbidden("A third person decides, and you coded this round."));
            }
            let item = desk.item(&round, number)?;
            desk.decide(&round, number, &kept)?;
            Ok(item)
        })
        .await?;
    let judged = rule(&workbench, who, &item.claim, coding, place, why).await;
    if judged.is_err() {
        workbench.at_desk(move |desk, _| Ok(desk.undecide(&id, number)?)).await?;
    }
    judged.map(Json)
}

/// Judges the incident that holds a claim as was decided.
async fn rule(
    workbench: &Workbench,
    who: Who,
    claim: &str,
    coding: Coding,
    place: Option<Place>,
    why: String,
) -> Answer<Judged> {
    let books = *workbench.books();
    let claim = claim.to_string();
    let find = move |store: &Store| {
        let (incident, _) = store.incident(&claim, &Look::default(), &books)?;
        let version = store.version(&incident.id)?;
        Ok((incident, version))
    };
    let (incident, version) = workbench.record().read(find).await?;
    let mut rulings = rulings(&incident, &coding, place);
    rulings.iter_mut().try_for_each(|ruling| check(ruling, &books))?;
    let seen = BTreeMap::from([(incident.id.clone(), version)]);
    keep(workbench, who, Request { rulings, why, incident: Some(incident.id), seen }).await
}

/// What has to be ruled so that an incident has the values that were decided.
fn rulings(incident: &Incident, coding: &Coding, place: Option<Place>) -> Vec<Ruling> {
    let id = || incident.id.clone();
    if !coding.event {
        return vec![Ruling::NotEvent { claim: id() }];
    }
    let mut values = Vec::new();
    values.extend(coding.event_type.clone().filter(|id| *id != incident.event_type).map(Correction::Type));
    values.extend(coding.status.filter(|status| *status != incident.status).map(Correction::Status));
    let days = coding.day.map(|day| (day, coding.last_day.unwrap_or(day)));
    let published = incident.days.map(|days| (days.start, days.end));
    values.extend((days != published).then_some(Correction::Time(days)));
    values.extend(
        place.filter(|place| Some(place) != incident.place.as_ref()).map(|p| Correction::Place(Some(p))),
    );
    for (what, figure) in [(HarmKind::Killed, coding.killed), (HarmKind::Injured, coding.injured)] {
        let held = incident.toll(what).map(|toll| (toll.low, toll.high));
        let decided = figure.filter(|figure| held != Some((*figure, Some(*figure))));
        // Nobody harmed, and no figure, are the same.
        let decided = decided.filter(|figure| *figure > 0 || held.is_some());
        values.extend(decided.map(|low| Correction::Harm { what, low, high: Some(low) }));
    }
    match values.is_empty() {
        true => vec![Ruling::Accepted { claims: vec![id()] }],
        false => values.into_iter().map(|value| Ruling::Field { claim: id(), value }).collect(),
    }
}
