//! The list of what was judged, newest first.

use crate::asked::Asked;
use crate::doors::{Need, needs};
use crate::filters;
use crate::problem::{Answer, Sent as Told};
use crate::routes::incidents::Part;
use crate::seen::Seen;
use crate::who::{Role, Who};
use crate::workbench::Workbench;
use axum::extract::State;
use axum::response::Response;
use dateline_store::{About, GivenJudgement, JudgementFilter};
use dateline_terms::{Days, Judgement, Word};
use serde::Serialize;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// Its routes.
pub(super) fn routes() -> OpenApiRouter<Workbench> {
    needs(Need::Role(Role::Reader), OpenApiRouter::new().routes(routes!(list)))
}

/// Which judgements are meant.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "the document is made from it")]
struct Which {
    /// By this person; `me` is whoever asks.
    #[param(example = "me")]
    by: Option<String>,
    /// Of claims that are or were under the incident of this id.
    incident: Option<String>,
    /// Whether they hold still. Withdrawals hold nothing.
    holds: Option<bool>,
}

/// A page of what was judged.
#[derive(Serialize, ToSchema)]
struct Judgements {
    /// The newest first.
    items: Vec<Given>,
    /// What to give as `after` to go on; `null` at the end.
    next: Option<String>,
    /// How many fit.
    total: u64,
}

/// A judgement and what became of it.
#[derive(Serialize, ToSchema)]
#[schema(as = GivenJudgement)]
struct Given {
    #[serde(flatten)]
    judgement: Judgement,
    /// Who took it back, and when; `null` where it holds.
    withdrawn: Option<Taken>,
    /// The incidents that hold its claims now; of a withdrawal those of what it withdraws.
    about: Vec<InShort>,
}

/// Who took a judgement back.
#[derive(Serialize, ToSchema)]
#[schema(as = TakenBack)]
struct Taken {
    /// When: RFC 3339, UTC.
    at: String,
    /// Their name.
    by: String,
}

/// An incident in short.
#[derive(Serialize, ToSchema)]
#[schema(as = IncidentInShort)]
struct InShort {
    /// Lasting id.
    id: String,
    /// How it stands.
    word: Word,
    /// Event type.
    event_type: String,
    /// Days.
    days: Option<Days>,
    /// Name of the place.
    place: Option<String>,
}

impl From<GivenJudgement> for Given {
    fn from(given: GivenJudgement) -> Given {
        let GivenJudgement { judgement, withdrawn, about } = given;
        let short =
            |About { id, word, event_type, days, place }| InShort { id, word, event_type, days, place };
        Given {
            judgement,
            withdrawn: withdrawn.map(|taken| Taken { at: taken.at, by: taken.by }),
            about: about.into_iter().map(short).collect(),
        }
    }
}

/// What people judged, newest first, with what it was about and whether it holds.
#[utoipa::path(
    get,
    path = "/judgements",
    tag = "review",
    params(Which, Part, Seen),
    responses(
        (status = 200, body = Judgements),
        (status = 400, body = Told, content_type = "application/problem+json"),
        (status = 404, body = Told, content_type = "application/problem+json", description = "The record holds no such incident"),
    )
)]
async fn list(
    State(workbench): State<Workbench>,
    who: Who,
    seen: Seen,
    mut asked: Asked,
) -> Answer<Response> {
    who.must_be(Role::Reader)?;
    let by = asked.one("by")?.map(|by| if by == "me" { who.name.clone() } else { by });
    let incident = asked.one("incident")?;
    let filter = JudgementFilter { by, incident, holds: asked.parse("holds", "true or false")? };
    let (limit, after) = (filters::limit(&mut asked)?, asked.one("after")?);
    asked.done()?;
    let seen = seen.by(&who.name);
    workbench
        .answer(seen, move |store, _| {
            let page = store.judgements(&filter, (after.as_deref(), limit))?;
            let items = page.items.into_iter().map(Given::from).collect();
            Ok(Judgements { items, next: page.next, total: page.total })
        })
        .await
}
