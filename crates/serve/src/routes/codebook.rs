//! What the record tells apart: event types, families, harm and weapons.

use crate::asked::Asked;
use crate::problem::Answer;
use crate::who::Who;
use crate::workbench::Workbench;
use axum::Json;
use axum::extract::State;
use dateline_store::Books;
use dateline_terms::{ActorKind, HarmKind};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// Its routes.
pub(crate) fn routes() -> OpenApiRouter<Workbench> {
    OpenApiRouter::new().routes(routes!(codebook))
}

/// The vocabularies.
#[derive(Serialize, ToSchema)]
struct Codebook {
    /// Event types, in the order in which the codebook is read.
    types: Vec<Type>,
    /// Families of types.
    families: Vec<Family>,
    /// What harm figures count.
    harm: Vec<&'static str>,
    /// Kinds of weapon.
    weapons: Vec<&'static str>,
    /// Kinds of actor.
    actor_kinds: Vec<&'static str>,
}

/// An event type.
#[derive(Serialize, ToSchema)]
#[schema(as = EventType)]
struct Type {
    /// What claims and incidents bear.
    id: String,
    /// Name for people.
    name: String,
    /// Its family.
    family: &'static str,
    /// What counts as this type, and where its borders run.
    definition: String,
}

/// A family of types.
#[derive(Serialize, ToSchema)]
#[schema(as = EventFamily)]
struct Family {
    /// What filters take.
    id: &'static str,
    /// Name for people.
    name: &'static str,
}

/// The event types and the other vocabularies of the record.
#[utoipa::path(get, path = "/codebook", tag = "lookup", responses((status = 200, body = Codebook)))]
async fn codebook(State(workbench): State<Workbench>, _: Who, asked: Asked) -> Answer<Json<Codebook>> {
    asked.done()?;
    Ok(Json(told(workbench.books())))
}

fn told(books: &Books<'_>) -> Codebook {
    let types = books.codebook.types();
    let of = |kind: &dateline_store::EventType| Type {
        id: kind.id.clone(),
        name: kind.name.clone(),
        family: kind.family.as_str(),
        definition: kind.definition.clone(),
    };
    let mut families: Vec<Family> = Vec::new();
    for kind in types {
        let id = kind.family.as_str();
        if families.iter().all(|family| family.id != id) {
            families.push(Family { id, name: kind.family.title() });
        }
    }
    Codebook {
        types: types.iter().map(of).collect(),
        families,
        harm: HarmKind::ALL.iter().map(|kind| kind.as_str()).collect(),
        weapons: books.weapon_kinds(),
        actor_kinds: ActorKind::ALL.iter().map(|kind| kind.as_str()).collect(),
    }
}
