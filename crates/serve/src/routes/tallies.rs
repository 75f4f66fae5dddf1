//! Sums that reports state, held against the record.

use super::incidents::Looks;
use crate::asked::Asked;
use crate::filters::{self, choice};
use crate::problem::{Answer, Sent};
use crate::seen::Seen;
use crate::workbench::Workbench;
use axum::extract::State;
use axum::response::Response;
use dateline_store::{COUNTS, SumFilter};
use dateline_terms::Date;
use serde::Serialize;
use serde_json::Value;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// Its routes.
pub(crate) fn routes() -> OpenApiRouter<Workbench> {
    OpenApiRouter::new().routes(routes!(tallies))
}

choice!(CountName {
    Killed = "killed", Injured = "injured", Attacks = "attacks", Displaced = "displaced", Arrested = "arrested",
    Abducted = "abducted", Other = "other"
});

/// Which sums.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "the document is made from it")]
struct Which {
    /// By or against this actor: its name, or its id in the actor files.
    actor: Option<String>,
    /// Of this area: a place, or a first-order area or country that holds it.
    place: Option<String>,
    /// Of areas in a country: ISO 3166-1 alpha-2.
    #[param(min_length = 2, max_length = 2)]
    country: Option<String>,
    /// Of what is counted.
    #[param(inline, value_type = Option<CountName>)]
    counts: Option<String>,
    /// That count up to this day or a later one.
    from: Option<Date>,
    /// That count up to this day or an earlier one.
    until: Option<Date>,
    /// Told by this outlet.
    outlet: Option<String>,
}

/// Sums held against the record, each row as `dateline tally --json` prints it.
#[derive(Serialize, ToSchema)]
struct Tallies {
    /// In order of the day up to which they count, with what the record holds of each.
    #[schema(value_type = Vec<Object>)]
    items: Vec<Value>,
    /// Sums of one report that cannot all be so.
    #[schema(value_type = Vec<Object>)]
    contradictions: Vec<Value>,
    /// Sums that ask the same, over time, and what is odd about them.
    #[schema(value_type = Vec<Object>)]
    series: Vec<Value>,
    /// How many sums fit.
    total: usize,
}

/// Sums that reports state, what the record holds of each, and where sums contradict each other.
#[utoipa::path(
    get,
    path = "/tallies",
    tag = "reports",
    params(Which, Looks, Seen),
    responses((status = 200, body = Tallies), (status = 400, body = Sent, content_type = "application/problem+json"))
)]
async fn tallies(State(workbench): State<Workbench>, seen: Seen, mut asked: Asked) -> Answer<Response> {
    let known = |word: &str| COUNTS.contains(&word).then(|| word.to_string());
    let filter = SumFilter {
        actor: asked.one("actor")?,
        place: asked.one("place")?,
        country: filters::country(&mut asked)?,
        counts: asked.read("counts", &format!("one of {}", COUNTS.join(", ")), known)?,
        from: filters::day(&mut asked, "from")?,
        until: filters::day(&mut asked, "until")?,
        outlet: asked.one("outlet")?,
    };
    let look = filters::look(&mut asked)?;
    asked.done()?;
    let books = *workbench.books();
    workbench
        .answer(seen, move |store, _| {
            let sums = store.sums(&filter, &look, &books)?;
            Ok(Tallies {
                items: sums.told(),
                contradictions: sums.contradictions_told(),
                series: sums.series_told(),
                total: sums.sums.len(),
            })
        })
        .await
}
