//! Judging: what people rule of incidents and claims, kept with their name. Whoever judges says which state of the
//! incident they saw; if it has changed since, nothing is kept, and they are shown what it is now.

mod given;
mod kept;
mod values;

pub(crate) use kept::{Judged, Request, keep};
pub(crate) use values::check;

use crate::doors::{Need, needs};
use crate::problem::{Answer, Problem, Sent as Told};
use crate::sent::Sent;
use crate::who::{Role, Who};
use crate::workbench::Workbench;
use axum::Json;
use axum::extract::{Path, State};
use dateline_terms::Ruling;
use serde::Deserialize;
use std::collections::BTreeMap;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// Its routes.
pub(crate) fn routes() -> OpenApiRouter<Workbench> {
    let judging =
        OpenApiRouter::new().routes(routes!(judge)).routes(routes!(accept)).routes(routes!(withdraw));
    needs(Need::Role(Role::Reviewer), judging).merge(given::routes())
}

/// What somebody rules.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewJudgement {
    /// The ruling. Where it names claims, ids of incidents may stand: an incident stands for all claims under it, of
    /// `field` for its first. So `same` of two incidents merges them; `not_same` of some claims and of the incident
    /// that holds them parts them from it; `not_event` of an incident rules each of its claims to be none.
    ruling: Ruling,
    /// The reason, for those who read the judgement later.
    why: String,
    /// The incident that was looked at.
    incident: Option<String>,
    /// Its `version` as it was seen: if it is another now, nothing is kept.
    version: Option<String>,
    /// Versions of further incidents as they were seen, by id: of a merge that of the other one.
    #[serde(default)]
    versions: BTreeMap<String, String>,
}

/// That an incident stands as it is.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Acceptance {
    /// Its `version` as it was seen.
    version: String,
    /// A remark for those who read this later.
    why: Option<String>,
}

/// Why a judgement no longer holds.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Withdrawal {
    /// The reason; may be left out of one's own judgements.
    why: Option<String>,
}

/// Judge: say what holds of claims or incidents, whatever the machine made of them.
///
/// With `incident` and `version`, the judgement is kept only if the incident still stands as it was seen. Else the
/// answer is 409 with its present state as `current`, and nothing is changed: of two people who judge one state at once,
/// one is told.
#[utoipa::path(
    post,
    path = "/judgements",
    tag = "review",
    request_body = NewJudgement,
    responses(
        (status = 200, body = Judged),
        (status = 400, body = Told, content_type = "application/problem+json"),
        (status = 404, body = Told, content_type = "application/problem+json"),
        (status = 409, body = Told, content_type = "application/problem+json", description = "It has changed since: `current` is what GET /incidents/{id} gives now"),
    )
)]
async fn judge(
    State(workbench): State<Workbench>,
    who: Who,
    Sent(new): Sent<NewJudgement>,
) -> Answer<Json<Judged>> {
    who.must_be(Role::Reviewer)?;
    let NewJudgement { ruling, why, incident, version, versions: mut seen } = new;
    let mut ruling = ruling;
    check(&mut ruling, workbench.books())?;
    match (&incident, version) {
        (Some(incident), Some(version)) => seen.extend([(incident.clone(), version)]),
        (None, Some(_)) => return Err(Problem::asked("`version` is of an `incident`: name that too.")),
        (_, None) => {}
    }
    if matches!(ruling, Ruling::Withdrawn { .. }) {
        return Err(Problem::asked("Withdraw a judgement with DELETE /api/v1/judgements/{id}."));
    }
    let why = stated(why, "judgement")?;
    keep(&workbench, who, Request { rulings: vec![ruling], why, incident, seen }).await.map(Json)
}

/// Accept an incident as it stands.
#[utoipa::path(
    post,
    path = "/incidents/{id}/accept",
    tag = "review",
    params(("id" = String, Path, description = "Id of an incident")),
    request_body = Acceptance,
    responses(
        (status = 200, body = Judged),
        (status = 404, body = Told, content_type = "application/problem+json"),
        (status = 409, body = Told, content_type = "application/problem+json", description = "It has changed since: `current` is what GET /incidents/{id} gives now"),
    )
)]
async fn accept(
    State(workbench): State<Workbench>,
    who: Who,
    Path(id): Path<String>,
    Sent(Acceptance { version, why }): Sent<Acceptance>,
) -> Answer<Json<Judged>> {
    who.must_be(Role::Reviewer)?;
    let why = reason(why)?.unwrap_or_else(|| "looked at, and stands as it is".into());
    let ruling = Ruling::Accepted { claims: vec![id.clone()] };
    let seen = BTreeMap::from([(id.clone(), version)]);
    keep(&workbench, who, Request { rulings: vec![ruling], why, incident: Some(id), seen }).await.map(Json)
}

/// Withdraw a judgement: it no longer holds, and stays in the history. Of another person's a reason is asked for.
#[utoipa::path(
    delete,
    path = "/judgements/{id}",
    tag = "review",
    params(("id" = String, Path, description = "Id of a judgement")),
    request_body(content = Option<Withdrawal>, description = "May be left out of one's own judgements"),
    responses(
        (status = 200, body = Judged),
        (status = 404, body = Told, content_type = "application/problem+json"),
        (status = 409, body = Told, content_type = "application/problem+json", description = "It was withdrawn before"),
    )
)]
async fn withdraw(
    State(workbench): State<Workbench>,
    who: Who,
    Path(id): Path<String>,
    body: axum::body::Bytes,
) -> Answer<Json<Judged>> {
    who.must_be(Role::Reviewer)?;
    let why = match body.is_empty() {
        true => None,
        false => serde_json::from_slice::<Option<Withdrawal>>(&body)
            .map_err(|error| Problem::asked(format!("The body is no withdrawal: {error}.")))?
            .and_then(|withdrawal| withdrawal.why),
    };
    let why = reason(why)?;
    kept::withdraw(&workbench, who, id, why).await.map(Json)
}

/// Characters of a reason at most.
const LONGEST: usize = 2000;

/// A reason without space around it; `None` where there is none.
pub(crate) fn reason(why: Option<String>) -> Answer<Option<String>> {
    let why = why.map(|why| why.trim().to_string()).filter(|why| !why.is_empty());
    match why {
        Some(why) if why.chars().count() > LONGEST || why.chars().any(|c| c.is_control() && c != '\n') => {
            Err(Problem::asked("`why` is a text of at most 2,000 characters."))
        }
        why => Ok(why),
    }
}

/// The reason for a `what` that needs one, such as a judgement.
///
/// # Errors
/// As [`reason`], and when there is none.
pub(crate) fn stated(why: String, what: &str) -> Answer<String> {
    let missing = || Problem::asked(format!("`why` is empty: say why, for those who read the {what} later."));
    reason(Some(why))?.ok_or_else(missing)
}
