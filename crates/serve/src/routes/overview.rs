//! Counts of the incidents that fit: by kind, over time, and on a map.

use crate::asked::Asked;
use crate::facets::{By, ByName, Overview, Sieve, View};
use crate::filters::{self, Filters};
use crate::problem::{Answer, Sent};
use crate::seen::Seen;
use crate::workbench::Workbench;
use axum::extract::State;
use axum::response::Response;
use utoipa::IntoParams;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// Its routes.
pub(crate) fn routes() -> OpenApiRouter<Workbench> {
    OpenApiRouter::new().routes(routes!(overview))
}

/// What the map and the timeline show.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "the document is made from it")]
struct Shown {
    /// What the map shows: west, south, east, north in degrees; the whole world where nothing is said.
    #[param(example = "-20,-40,60,60")]
    view: Option<String>,
    /// How closely: at 0 the world is 256 pixels wide, each further one doubles that; from 0 to 22.
    zoom: Option<f64>,
    /// How long the stretches of the timeline are; `auto` makes a hundred or so.
    #[param(inline, value_type = Option<ByName>)]
    by: Option<String>,
}

/// Counts of the incidents that fit.
///
/// By family, event type and word, over time by first day, and on the map. `total` is how many fit, `of` how many
/// the record holds. Incidents that would lie over each other on the map are one cluster that says how many they are.
#[utoipa::path(
    get,
    path = "/overview",
    tag = "incidents",
    params(Filters, Shown, Seen),
    responses((status = 200, body = Overview), (status = 400, body = Sent, content_type = "application/problem+json"))
)]
async fn overview(State(workbench): State<Workbench>, seen: Seen, mut asked: Asked) -> Answer<Response> {
    let (filter, look) = filters::read(&mut asked, workbench.books())?;
    let area = filters::area(&mut asked, "view")?;
    let what = "a number from 0 to 22";
    let zoom = asked.read("zoom", what, |n| n.parse().ok().filter(|n| (0.0..=22.0).contains(n)))?;
    let by = asked.read("by", "day, week, month, year or auto", |word| match word {
        "auto" => Some(None),
        word => By::parse(word).map(Some),
    })?;
    asked.done()?;
    let whole = View::default();
    let view = View { area: area.unwrap_or(whole.area), zoom: zoom.unwrap_or(whole.zoom) };
    workbench
        .answer(seen, move |store, moment| {
            let facets = moment.facets(store, look.as_of.as_deref())?;
            let sieve = Sieve::new(&filter, &look, store)?;
            Ok(facets.overview(&sieve, view, by.flatten(), store)?)
        })
        .await
}
