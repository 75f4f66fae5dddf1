//! Who takes part: forces and groups of the actor files, by country; and who reports.

use crate::places::COUNTRIES;
use dateline_code::Books;
use dateline_code::outlets::OutletKind;
use dateline_terms::ActorKind;

/// Somebody who may be on a side.
#[derive(Clone, Debug)]
pub struct Part {
    /// Words by which reports name it, the first being its canonical name.
    pub words: Vec<String>,
    /// Kind.
    pub kind: ActorKind,
    /// Id in the actor files.
    pub id: Option<String>,
}

/// Those who act in one country, and those who report from it.
#[derive(Clone, Debug)]
pub struct Cast {
    /// Forces and armed groups, those who act most first.
    pub armed: Vec<Part>,
    /// Civilians, protesters, gunmen whom nobody names.
    pub others: Vec<Part>,
    /// Outlets, those that report most first.
    pub outlets: Vec<String>,
}

/// Outlets of each country that the outlet files do not know.
const LOCAL: [&str; 14] = [
    "Courier",
    "Herald",
    "Gazette",
    "Observer",
    "Mirror",
    "Post",
    "Tribune",
    "Voice",
    "Radio",
    "Monitor",
    "Chronicle",
    "Dispatch",
    "Standard",
    "Bulletin",
];

/// The cast of each of [`COUNTRIES`].
pub fn casts(books: &Books<'_>) -> Vec<Cast> {
    COUNTRIES.iter().map(|iso| cast(iso, books)).collect()
}

fn part(words: &[&str], kind: ActorKind, id: Option<String>) -> Part {
    Part { words: words.iter().map(|w| w.to_string()).collect(), kind, id }
}

fn cast(iso: &str, books: &Books<'_>) -> Cast {
    let country = books.actors.country(iso);
    let name = country.map_or_else(|| iso.to_string(), |c| c.of());
    let people = country.and_then(|c| c.adjectives.first().cloned()).unwrap_or_else(|| name.clone());
    let forces = |body: &str| Some(format!("{}-{body}", iso.to_lowercase()));
    let mut armed = vec![
        part(
            &[
                &format!("Military Forces of {name}"),
                &format!("{people} army"),
                "government forces",
                "the army",
            ],
            ActorKind::StateForces,
            forces("military"),
        ),
        part(
            &[&format!("Police Forces of {name}"), &format!("{people} police"), "security forces"],
            ActorKind::StateForces,
            forces("police"),
        ),
    ];
    let of_country = |g: &&dateline_code::actors::Group| g.countries.first().is_some_and(|c| c == iso);
    let groups: Vec<_> = books.actors.groups().iter().filter(of_country).take(14).collect();
    for group in groups {
        let words = std::iter::once(&group.name).chain(&group.aliases).take(3).cloned().collect();
        armed.insert(armed.len().min(2), Part { words, kind: group.kind, id: Some(group.id.clone()) });
    }
    let general = |words: &[&str], kind| part(words, kind, None);
    let others = vec![
        general(&[&format!("Civilians ({name})"), "civilians", "residents", "people"], ActorKind::Civilians),
        general(
            &[&format!("Unidentified Armed Group ({name})"), "gunmen", "armed men"],
            ActorKind::Unidentified,
        ),
        general(&[&format!("Protesters ({name})"), "protesters", "demonstrators"], ActorKind::Protesters),
    ];
    Cast { armed, others, outlets: outlets(iso, &people, books) }
}

fn outlets(iso: &str, people: &str, books: &Books<'_>) -> Vec<String> {
    let own = books.outlets.all().iter().filter(|o| o.country == iso && o.kind != OutletKind::Agency);
    let world =
        books.outlets.all().iter().filter(|o| o.kind != OutletKind::Agency && o.country != iso).take(25);
    let local = LOCAL.iter().map(|name| format!("{people} {name}"));
    let mut all: Vec<String> = own.map(|o| o.name.clone()).chain(local).collect();
    all.extend(world.map(|o| o.name.clone()));
    all
}

/// Agencies whose stories others print.
pub fn agencies(books: &Books<'_>) -> Vec<String> {
    let all = books.outlets.all().iter().filter(|o| o.kind == OutletKind::Agency);
    all.map(|o| o.name.clone()).collect()
}
