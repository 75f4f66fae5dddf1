use super::area::Area;
use super::party::{Party, on_side};
use super::query::{Counted, Query, Window};
use super::{Fit, Sum};
use crate::Books;
use crate::codebook::Family;
use dateline_terms::told::Actor;
use dateline_terms::{ActorKind, Incident, Status, Toll, Who, Word};

/// What an incident adds to a sum.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Share {
    /// Least.
    pub low: u64,
    /// The value to use where one is needed.
    pub best: u64,
    /// Greatest; `None` where open.
    pub high: Option<u64>,
    /// Why it may not count at all; empty where it counts.
    pub doubts: Vec<&'static str>,
}

/// Whether an incident answers a query, and with how much; else why not.
pub fn counts(query: &Query, incident: &Incident, books: &Books<'_>) -> Result<Share, &'static str> {
    let mut doubts = Vec::new();
    let mut asked = |fit: Fit, no: &'static str, perhaps: &'static str| match fit {
        Fit::No => Err(no),
        Fit::Perhaps => {
            doubts.push(perhaps);
            Ok(())
        }
        Fit::Yes => Ok(()),
    };
    let family = books.codebook.family(&incident.event_type);
    asked(stands(incident), "it was retracted", "somebody denies that it happened")?;
    asked(act(query, incident, family), "it is no such act", "it was foiled")?;
    asked(days(&query.window, incident), "it was on another day", "its day is not known, or not closely")?;
    asked(place(&query.areas, incident), "it was elsewhere", "its place is not known, or not closely")?;
    let (by, against) = sides(query, incident, family == Some(Family::Fight), books);
    asked(by, "others did it", "who did it is not known, or only allied to those asked for")?;
    asked(against, "it was done to others", "to whom it was done is not known, or only to their allies")?;
    let (low, best, high) = number(query, incident).ok_or("it has no such figure")?;
    Ok(Share { low, best, high, doubts })
}

fn stands(incident: &Incident) -> Fit {
    match incident.word {
        Word::Retracted => Fit::No,
        Word::Denied => Fit::Perhaps,
        _ => Fit::Yes,
    }
}

/// Attacks are acts of violence that came about; one that was foiled may be counted as one. Harm is counted of all acts.
fn act(query: &Query, incident: &Incident, family: Option<Family>) -> Fit {
    use Family::{Bomb, Fight, Harm, Strike};
    match query.counted {
        Counted::Other => Fit::No,
        Counted::Harmed(_) => Fit::Yes,
        Counted::Attacks if !matches!(family, Some(Bomb | Fight | Harm | Strike)) => Fit::No,
        Counted::Attacks if incident.status == Status::Foiled => Fit::Perhaps,
        Counted::Attacks => Fit::Yes,
    }
}

/// Days after an undated act within which it is reported as a rule.
const NEWS_DAYS: i32 = 7;

fn days(window: &Window, incident: &Incident) -> Fit {
    let after = |day| window.since.is_none_or(|since| day >= since);
    let before = |day| window.until.is_none_or(|until| day <= until);
    if let Some(days) = incident.days {
        return match (after(days.start) && before(days.end), after(days.end) && before(days.start)) {
            (true, _) => Fit::Yes,
            (false, true) => Fit::Perhaps,
            (false, false) => Fit::No,
        };
    }
    let late =
        |day: dateline_terms::Date| window.until.is_some_and(|until| (day - until).get_days() > NEWS_DAYS);
    match incident.first_published {
        Some(day) if !after(day) || late(day) => Fit::No,
        _ if window.since.is_none() && window.until.is_none() => Fit::Yes,
        _ => Fit::Perhaps,
    }
}

fn place(areas: &[Area], incident: &Incident) -> Fit {
    match &incident.place {
        _ if areas.is_empty() => Fit::Yes,
        Some(place) => areas.iter().map(|area| area.holds(place)).max().unwrap_or(Fit::No),
        None => Fit::No,
    }
}

/// Whether the sides answer; of a fight either way round.
fn sides(query: &Query, incident: &Incident, fight: bool, books: &Books<'_>) -> (Fit, Fit) {
    let (a, b) = (&incident.side_a, &incident.side_b);
    // Whoever is known to be on the other side is not the one who is not known.
    let on = |wanted: &[Party], side: &[Actor], other: &[Actor]| match on_side(wanted, side, books.actors) {
        Fit::Perhaps if side.is_empty() && on_side(wanted, other, books.actors) == Fit::Yes => Fit::No,
        fit => fit,
    };
    let straight = (on(&query.by, a, b), on(&query.against, b, a));
    let crosswise = (on(&query.by, b, a), on(&query.against, a, b));
    let worth = |(x, y): (Fit, Fit)| (x.min(y), x.max(y));
    if fight && worth(crosswise) > worth(straight) { crosswise } else { straight }
}

/// One attack, or the figure asked for: that of civilians or combatants where the sum is of them and the incident tells
/// them apart.
fn number(query: &Query, incident: &Incident) -> Option<(u64, u64, Option<u64>)> {
    let Counted::Harmed(what) = query.counted else { return Some((1, 1, Some(1))) };
    let unarmed = |kind: ActorKind| matches!(kind, ActorKind::Civilians | ActorKind::Protesters);
    let who = match &query.against[..] {
        [] => None,
        some if some.iter().all(|p| p.kind.is_some_and(unarmed)) => Some(Who::Civilians),
        some if some.iter().all(|p| p.id.is_some()) => Some(Who::Combatants),
        _ => None,
    };
    let of = |t: &Toll| (t.low, t.best, t.high);
    let part = who.and_then(|who| incident.toll_of(what, who));
    part.or_else(|| incident.toll(what)).map(of)
}

/// A stated sum beside what the record holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Holding {
    /// Sum of the least figures of the incidents that count.
    pub low: u64,
    /// Sum of their best.
    pub best: u64,
    /// Sum of the greatest of those that count and those that may; `None` where one is open.
    pub high: Option<u64>,
    /// How many the record lacks to the least that was stated; 0 where it lacks none.
    pub lacking: u64,
    /// How many it holds above the greatest that was stated; 0 where that is open.
    pub above: u64,
    /// Ids of the incidents that count.
    pub counted: Vec<String>,
    /// Ids of those that may.
    pub perhaps: Vec<String>,
    /// All of this in words.
    pub words: String,
}

/// A sum that is being held against incidents, one after the other.
#[derive(Clone, Debug)]
pub struct Held<'s> {
    sum: &'s Sum,
    holding: Holding,
}

impl<'s> Held<'s> {
    /// Nothing is held yet.
    pub fn new(sum: &'s Sum) -> Held<'s> {
        let (counted, perhaps) = (Vec::new(), Vec::new());
        let zero = Holding {
            low: 0,
            best: 0,
            high: Some(0),
            lacking: 0,
            above: 0,
            counted,
            perhaps,
            words: String::new(),
        };
        Held { sum, holding: zero }
    }

    /// Adds an incident, if it counts or may count.
    pub fn add(&mut self, incident: &Incident, books: &Books<'_>) {
        let Ok(share) = counts(&self.sum.query, incident, books) else { return };
        let holding = &mut self.holding;
        holding.high = holding.high.zip(share.high).map(|(a, b)| a.saturating_add(b));
        if share.doubts.is_empty() {
            holding.low = holding.low.saturating_add(share.low);
            holding.best = holding.best.saturating_add(share.best);
            holding.counted.push(incident.id.clone());
        } else {
            holding.perhaps.push(incident.id.clone());
        }
    }

    /// What the record holds of the sum, and what it lacks.
    pub fn done(self) -> Holding {
        let Held { sum, mut holding } = self;
        holding.lacking = sum.low.saturating_sub(holding.best);
        holding.above = sum.high.map_or(0, |high| holding.best.saturating_sub(high));
        holding.words = in_words(sum, &holding);
        holding
    }
}

/// Holds a stated sum against incidents. Their order does not matter but to that of the ids.
pub fn hold(sum: &Sum, incidents: &[Incident], books: &Books<'_>) -> Holding {
    let mut held = Held::new(sum);
    incidents.iter().for_each(|incident| held.add(incident, books));
    held.done()
}

fn in_words(sum: &Sum, held: &Holding) -> String {
    let asked = sum.query.in_words();
    if sum.query.counted == Counted::Other {
        return format!("{} says {}; the record keeps no such count.", sum.said_by(), sum.number());
    }
    let more = match held.high {
        Some(high) if high > held.best => format!(", or up to {high} with those that are not certain,"),
        None => ", or more,".to_string(),
        Some(_) => String::new(),
    };
    let mut words = format!("The record holds {}{more} of {} {asked}", held.best, sum.number());
    words.push_str(&match (held.lacking, held.above) {
        (0, 0) => ".".to_string(),
        (0, above) => format!(": {above} more than stated."),
        (1, _) => ": one is lacking.".to_string(),
        (lacking, _) => format!(": {lacking} are lacking."),
    });
    for left in &sum.query.left_out {
        words.push_str(&format!(" Not asked: {left}."));
    }
    words
}
