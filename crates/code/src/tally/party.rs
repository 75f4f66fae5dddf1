use crate::actors::Actors;
use crate::gazetteer::fold::fold;
use crate::resolve::actor::find;
use dateline_terms::{ActorKind, Reading, Report, Sentence, Span, told};

/// Whom a sum is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Party {
    /// Canonical name.
    pub name: String,
    /// Id in the actor file; `None` for general words such as "Civilians" and for whom it lacks.
    pub id: Option<String>,
    /// The kind, where a general word names no more than that: "Rebels (Syria)".
    pub kind: Option<ActorKind>,
}

/// Whether a thing answers a part of a query.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fit {
    /// No.
    No,
    /// It may: what would tell is not known, or is known too vaguely.
    Perhaps,
    /// Yes.
    Yes,
}

/// Those whom the words of a tally name: one or several ("X and Y"); none where nobody is known by them.
pub fn parties(words: &str, home: Option<&str>, actors: &Actors) -> Vec<Party> {
    let canonical = |name: &str| {
        let id = actors.id_of(name)?;
        Some(Party { name: name.to_string(), id: Some(id), kind: None })
    };
    let parts: Option<Vec<Party>> =
        canonical(words).map(|one| vec![one]).or_else(|| words.split(" and ").map(canonical).collect());
    parts.unwrap_or_else(|| read(words, home, actors))
}

/// What the words mean in a text.
fn read(words: &str, home: Option<&str>, actors: &Actors) -> Vec<Party> {
    let span = Span::new(0, words.len());
    let report = Report { text: words.to_owned(), ..Report::default() };
    let sentence = Sentence { span, tokens: 0..0, paragraph: 0, headline: false };
    let reading = Reading { sentences: vec![sentence], ..Reading::default() };
    let mut found: Vec<Party> = Vec::new();
    for actor in find(&report, &reading, actors, home) {
        let general = actor.id.is_none() && is_plain(&actor.name, actor.kind);
        let name = if actor.id.is_none() { words.to_string() } else { actor.name };
        let party = Party { name, id: actor.id, kind: general.then_some(actor.kind) };
        if !found.contains(&party) {
            found.push(party);
        }
    }
    found
}

/// Whether a name says no more than the kind: "Civilians (Syria)", and not "Journalists (Syria)".
fn is_plain(name: &str, kind: ActorKind) -> bool {
    fold(name).starts_with(&fold(kind.as_str()))
}

/// Whether one of `wanted` is on a side. None wanted: anybody answers; nobody on the side: somebody may.
pub fn on_side(wanted: &[Party], side: &[told::Actor], actors: &Actors) -> Fit {
    if wanted.is_empty() {
        return Fit::Yes;
    }
    if side.is_empty() {
        return Fit::Perhaps;
    }
    let pairs = wanted.iter().flat_map(|party| side.iter().map(move |actor| fit(party, actor, actors)));
    pairs.max().unwrap_or(Fit::No)
}

fn fit(party: &Party, actor: &told::Actor, actors: &Actors) -> Fit {
    let id = actor.actor.clone().or_else(|| actors.id_of(&actor.name));
    let general = actor.actor.is_none() && is_plain(&actor.name, actor.kind);
    match (&party.id, &id) {
        _ if fold(&party.name) == fold(&actor.name) => Fit::Yes,
        (Some(wanted), Some(id)) => by_id(wanted, id, actors),
        (None, _) if party.kind == Some(actor.kind) => Fit::Yes,
        // "Journalists" of a report that says "civilians".
        (None, None) if general && party.kind.is_none() && actor.kind == ActorKind::Civilians => Fit::Perhaps,
        (_, None) if actor.kind == ActorKind::Unidentified && party.kind != Some(ActorKind::Civilians) => {
            Fit::Perhaps
        }
        _ => Fit::No,
    }
}

fn by_id(wanted: &str, id: &str, actors: &Actors) -> Fit {
    let state = |id: &str| {
        let iso = id.split_once('-').map(|(iso, _)| iso.to_uppercase())?;
        (actors.group(id).is_none() && actors.country(&iso).is_some()).then_some(iso)
    };
    let one_state = state(id).is_some() && state(id) == state(wanted);
    let allied = |a: &str, b: &str| actors.group(a).is_some_and(|g| g.allied_with.iter().any(|x| x == b));
    match () {
        () if id == wanted || one_state || is_part(id, wanted, actors) => Fit::Yes,
        () if is_part(wanted, id, actors) || allied(id, wanted) || allied(wanted, id) => Fit::Perhaps,
        () => Fit::No,
    }
}

/// Whether a group is a part of another, or of a part of it.
fn is_part(part: &str, whole: &str, actors: &Actors) -> bool {
    let mut above: Vec<&str> = vec![part];
    for _ in 0..3 {
        above = above
            .iter()
            .filter_map(|id| actors.group(id))
            .flat_map(|g| &g.part_of)
            .map(String::as_str)
            .collect();
        if above.contains(&whole) {
            return true;
        }
    }
    false
}
