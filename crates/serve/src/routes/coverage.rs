//! Who reported on where, and when: on days without reports the record's silence says nothing.

use crate::asked::{Asked, wrong};
use crate::filters;
use crate::problem::{Answer, Sent};
use crate::seen::Seen;
use crate::workbench::Workbench;
use axum::extract::State;
use axum::response::Response;
use dateline_store::{Look, fold, moment};
use dateline_terms::Date;
use serde::Serialize;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// Its routes.
pub(crate) fn routes() -> OpenApiRouter<Workbench> {
    OpenApiRouter::new().routes(routes!(coverage))
}

/// Which reports are counted.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "the document is made from it")]
struct Which {
    /// Published on or after this day.
    from: Option<Date>,
    /// Published on or before this day.
    to: Option<Date>,
    /// That tell of events in this country: ISO 3166-1 alpha-2.
    #[param(min_length = 2, max_length = 2)]
    country: Option<String>,
    /// Of this outlet.
    outlet: Option<String>,
    /// What the record held at this time: a day (its end, UTC) or a time.
    as_of: Option<String>,
}

/// How many reports an outlet had on a day about a country.
#[derive(Serialize, ToSchema)]
#[schema(as = CoverageDay)]
struct Day {
    /// Outlet; empty where none is known.
    outlet: String,
    /// Country of events that it told of; empty for reports without any.
    country: String,
    /// Publication day; `null` where unknown.
    day: Option<Date>,
    /// Reports; one that tells of two countries counts in both.
    reports: u64,
}

/// Reports by outlet, country and day.
#[derive(Serialize, ToSchema)]
struct Coverage {
    /// In order of outlet, country and day; days without reports are left out.
    items: Vec<Day>,
    /// How many rows these are.
    total: usize,
}

/// Reports by outlet, country and day.
#[utoipa::path(
    get,
    path = "/coverage",
    tag = "reports",
    params(Which, Seen),
    responses((status = 200, body = Coverage), (status = 400, body = Sent, content_type = "application/problem+json"))
)]
async fn coverage(State(workbench): State<Workbench>, seen: Seen, mut asked: Asked) -> Answer<Response> {
    let (from, to) = (filters::day(&mut asked, "from")?, filters::day(&mut asked, "to")?);
    let country = filters::country(&mut asked)?;
    let outlet = asked.one("outlet")?.map(|name| fold(&name));
    let as_of = asked.one("as_of")?;
    let when = "a day such as 2024-01-08 or a time such as 2024-01-08T12:00:00Z";
    let as_of = as_of.map(|text| moment(&text).ok_or_else(|| wrong("as_of", &text, when))).transpose()?;
    asked.done()?;
    workbench
        .answer(seen, move |store, _| {
            let mut rows = store.coverage(from, to, &Look { as_of, ..Look::default() })?;
            rows.retain(|row| {
                country.as_ref().is_none_or(|cc| row.country == *cc)
                    && outlet.as_ref().is_none_or(|name| fold(&row.outlet) == *name)
            });
            let day = |row: dateline_store::Coverage| {
                let dateline_store::Coverage { outlet, country, day, reports } = row;
                Day { outlet, country, day, reports }
            };
            Ok(Coverage { total: rows.len(), items: rows.into_iter().map(day).collect() })
        })
        .await
}
