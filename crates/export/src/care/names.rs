//! Whose names may stand in an export that withholds private persons' names.

use super::quote;
use crate::countries;
use dateline_terms::told::{Actor, Quote};
use dateline_terms::{ActorKind, Incident};

/// What stands in place of a name.
pub(crate) const NAMELESS: &str = "[name withheld]";

/// Names that the coder gives to people whom nobody names, each alone or with a country in brackets.
const GENERIC: [&str; 15] = [
    "Civilians",
    "Protesters",
    "Rioters",
    "Rebels",
    "Militias",
    "Communal Militias",
    "Pro-government Militias",
    "Private Security Forces",
    "Criminals",
    "Unidentified Armed Group",
    "Unidentified Assailant",
    "Aid Workers",
    "Journalists",
    "Prisoners",
    "Refugees",
];

/// Beginnings of names of a state's bodies, before the name of a country.
const STATE: [&str; 3] = ["Military Forces of ", "Police Forces of ", "Government of "];

/// Names that may stand, of one incident or report.
pub(crate) struct Names {
    /// Outlets, and actors that the actor file lists, in lower case.
    known: Vec<String>,
    /// Whether actors' names are withheld too, or speakers' alone.
    actors: bool,
}

impl Names {
    /// Names of an incident's outlets and listed actors.
    pub(crate) fn of(incident: &Incident, actors: bool) -> Names {
        let below = incident.entries.iter().flat_map(|e| e.event.side_a.iter().chain(&e.event.side_b));
        let sides = incident.side_a.iter().chain(&incident.side_b).chain(below);
        let of_reports = incident.entries.iter().filter_map(|entry| entry.source.outlet.as_deref());
        let outlets = incident.outlets.iter().map(String::as_str).chain(of_reports);
        Names::new(outlets, sides, actors)
    }

    /// Names of some outlets and of those of the actors that are listed.
    pub(crate) fn new<'n>(
        outlets: impl Iterator<Item = &'n str>,
        sides: impl Iterator<Item = &'n Actor>,
        actors: bool,
    ) -> Names {
        let listed = sides.filter(|actor| group(actor)).map(|actor| actor.name.as_str());
        Names { known: outlets.chain(listed).map(str::to_lowercase).collect(), actors }
    }

    /// Withholds the words for an actor and, where those are withheld, a name that may be a person's.
    pub(crate) fn actor(&self, actor: &mut Actor) {
        quote(&mut actor.quote);
        if self.actors && !group(actor) {
            actor.name = NAMELESS.to_string();
        }
    }

    /// Withholds a speaker who is neither an outlet of the incident nor a group on one of its sides. Most of those
    /// withheld are no private persons, but words cannot tell a spokesman's name from his office.
    pub(crate) fn speaker(&self, words: &mut String) {
        let bare = words.trim().to_lowercase();
        let bare = bare.strip_prefix("the ").unwrap_or(&bare).to_string();
        if !self.known.contains(&bare) {
            *words = NAMELESS.to_string();
        }
    }

    /// The same for a speaker's quote, whose place goes too.
    pub(crate) fn said_by(&self, speaker: &mut Option<Quote>) {
        if let Some(quote) = speaker {
            (quote.start, quote.end) = (0, 0);
            self.speaker(&mut quote.text);
        }
    }
}

/// Whether an actor is a group or a body, not a person: listed in the actor file, a generic name, a state's body, or
/// armed and organised.
fn group(actor: &Actor) -> bool {
    let organised = matches!(
        actor.kind,
        ActorKind::StateForces
            | ActorKind::Rebel
            | ActorKind::PoliticalMilitia
            | ActorKind::IdentityMilitia
            | ActorKind::ExternalForces
    );
    actor.actor.is_some() || organised || group_name(&actor.name)
}

/// Whether a name is one that stands for no person.
pub(crate) fn group_name(name: &str) -> bool {
    let bare = match name.strip_suffix(')').and_then(|n| n.rsplit_once(" (")) {
        Some((bare, country)) if countries::by_name(country).is_some() => bare,
        _ => name,
    };
    let state = STATE.iter().filter_map(|start| name.strip_prefix(start));
    GENERIC.contains(&bare) || state.into_iter().any(|country| countries::by_name(country).is_some())
}
