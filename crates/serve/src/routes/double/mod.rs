//! Blind double coding: two people code the same incidents from their texts alone; how far they agree; and what a third
//! decides where they do not.

mod coding;
mod decision;
mod item;
mod sample;

use crate::asked::Asked;
use crate::desk::Round;
use crate::doors::{Need, needs};
use crate::problem::{Answer, Problem, Sent as Told};
use crate::sent::Sent;
use crate::who::{Role, Who};
use crate::workbench::Workbench;
use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use coding::{Figure, agreement};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// Its routes.
pub(crate) fn routes() -> OpenApiRouter<Workbench> {
    let reviewing = OpenApiRouter::new().routes(routes!(make)).merge(decision::routes());
    let coding = OpenApiRouter::new().routes(routes!(list)).routes(routes!(one)).merge(item::routes());
    needs(Need::Role(Role::Reviewer), reviewing).merge(needs(Need::Role(Role::Coder), coding))
}

/// A round to be made.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewRound {
    /// What to call it.
    name: String,
    /// The two coders, by the names of their accounts.
    coders: [String; 2],
    /// How many incidents, 1 to 500, drawn by chance from those that fit.
    size: usize,
    /// Filters as in an address, after the question mark; all incidents where this is left out.
    query: Option<String>,
}

/// A round of double coding, and how far it has come.
#[derive(Serialize, ToSchema)]
#[schema(as = CodingRound)]
struct Shown {
    /// `d` and twelve letters and digits.
    id: String,
    /// What it is called.
    name: String,
    /// Who made it.
    by: String,
    /// When: seconds since 1970, UTC.
    made: i64,
    /// The two coders.
    coders: Vec<String>,
    /// How many items each of them has coded.
    coded: [u64; 2],
    /// How many a third decided.
    decided: u64,
    /// How many there are.
    of: u64,
    /// Whether both coders have finished: only then may their values be seen.
    complete: bool,
    /// Which of the coders who asks is, 0 or 1; `null` for others.
    side: Option<usize>,
}

impl Shown {
    fn to(who: &Who, round: Round) -> Shown {
        let side = who.account.as_ref().and_then(|account| round.side(account.number));
        let complete = round.is_complete();
        let Round { id, name, by, made, coders, coded, decided, of } = round;
        let coders = coders.into_iter().map(|(_, name)| name).collect();
        Shown { id, name, by, made, coders, coded, decided, of, complete, side }
    }
}

/// All rounds.
#[derive(Serialize, ToSchema)]
struct Rounds {
    /// The newest first.
    items: Vec<Shown>,
    /// How many there are.
    total: usize,
}

/// One round with what came of it.
#[derive(Serialize, ToSchema)]
#[schema(as = CodingRoundWithAgreement)]
struct Whole {
    #[serde(flatten)]
    round: Shown,
    /// How far the coders agree, field by field; `null` until both have finished.
    agreement: Option<Vec<Figure>>,
    /// Its items: which are coded by who asks, and which are decided.
    items: Vec<Brief>,
}

/// Where an item of a round stands.
#[derive(Serialize, ToSchema)]
#[schema(as = CodingItemInShort)]
struct Brief {
    /// Counted from 1.
    number: i64,
    /// Whether who asks has coded it.
    mine: bool,
    /// Whether the coders differ in anything; `null` until both have finished.
    differ: Option<bool>,
    /// Whether a third has decided it.
    decided: bool,
}

/// Rounds of double coding, the newest first.
#[utoipa::path(get, path = "/double", tag = "double coding", responses((status = 200, body = Rounds)))]
async fn list(State(workbench): State<Workbench>, who: Who, asked: Asked) -> Answer<Json<Rounds>> {
    who.must_be(Role::Coder)?;
    asked.done()?;
    let rounds = workbench.at_desk(|desk, _| Ok(desk.rounds()?)).await?;
    let items: Vec<Shown> = rounds.into_iter().map(|round| Shown::to(&who, round)).collect();
    Ok(Json(Rounds { total: items.len(), items }))
}

/// Make a round: a sample of incidents for two people to code, neither seeing what the other or the machine made of them.
#[utoipa::path(
    post,
    path = "/double",
    tag = "double coding",
    request_body = NewRound,
    responses((status = 201, body = Shown), (status = 400, body = Told, content_type = "application/problem+json"))
)]
async fn make(
    State(workbench): State<Workbench>,
    who: Who,
    Sent(new): Sent<NewRound>,
) -> Answer<(StatusCode, Json<Shown>)> {
    who.must_be(Role::Reviewer)?;
    let NewRound { name, coders, size, query } = new;
    let items = sample::draw(&workbench, query.as_deref().unwrap_or_default(), size).await?;
    let by = who.name.clone();
    let round = workbench
        .at_desk(move |desk, now| {
            let coder = |name: &String| -> Answer<(i64, String)> {
                let account = desk.account(name)?;
                match account.role >= Role::Coder {
                    true => Ok((account.number, account.name)),
                    false => {
                        Err(Problem::asked(format!("{} is a reader: only a coder can code.", account.name)))
                    }
                }
            };
            let coders = [coder(&coders[0])?, coder(&coders[1])?];
            Ok(desk.make_round((&name, &by), &coders, &items, now)?)
        })
        .await?;
    Ok((StatusCode::CREATED, Json(Shown::to(&who, round))))
}

/// One round: how far it has come and, once both coders have finished, how far they agree.
#[utoipa::path(
    get,
    path = "/double/{id}",
    tag = "double coding",
    params(("id" = String, Path, description = "Id of a round")),
    responses((status = 200, body = Whole), (status = 404, body = Told, content_type = "application/problem+json"))
)]
async fn one(State(workbench): State<Workbench>, who: Who, Path(id): Path<String>) -> Answer<Json<Whole>> {
    who.must_be(Role::Coder)?;
    let (round, items) = workbench.at_desk(move |desk, _| Ok((desk.round(&id)?, desk.items(&id)?))).await?;
    let round = Shown::to(&who, round);
    let codings = items.iter().map(coding::both).collect::<Answer<Vec<_>>>()?;
    let brief = |(item, both): (&crate::desk::Item, &Option<[coding::Coding; 2]>)| Brief {
        number: item.number,
        mine: round.side.and_then(|side| item.coded.get(side)).is_some_and(Option::is_some),
        differ: both.as_ref().filter(|_| round.complete).map(|[a, b]| a.differs(b)),
        decided: item.decision.is_some(),
    };
    let items = items.iter().zip(&codings).map(brief).collect();
    let both: Vec<[coding::Coding; 2]> = codings.into_iter().flatten().collect();
    let agreement = round.complete.then(|| agreement(&both));
    Ok(Json(Whole { round, agreement, items }))
}
