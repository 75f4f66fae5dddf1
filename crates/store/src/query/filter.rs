//! Which incidents are meant, as SQL.

use crate::publish::day_number;
use dateline_code::Books;
use dateline_code::gazetteer::fold::fold;
use dateline_terms::{Date, HarmKind, Incident, Status, Word};
use rusqlite::types::Value;

/// Which incidents are meant: all that fit everything that is given.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Filter {
    /// Name of the place or of its first-order area, as the record has it; case and accents do not matter.
    pub place: Option<String>,
    /// West, south, east, north in degrees; west may be greater than east, across the date line.
    pub area: Option<[f64; 4]>,
    /// ISO 3166-1 alpha-2.
    pub country: Option<String>,
    /// Ids of the actor files, or names: any of them.
    pub actors: Vec<String>,
    /// The side that the actor is on: `a` or `b`.
    pub side: Option<char>,
    /// Event types: any of them.
    pub types: Vec<String>,
    /// Families of types: any of them.
    pub families: Vec<String>,
    /// Ends on or after this day.
    pub from: Option<Date>,
    /// Begins on or before this day.
    pub to: Option<Date>,
    /// Without a day.
    pub undated: bool,
    /// Dead by the best figure, at least.
    pub killed: Option<u64>,
    /// Words for how it stands: any of them; empty for all but what was retracted.
    pub standing: Vec<Word>,
    /// Occurred or foiled.
    pub status: Option<Status>,
    /// Words of the evidence, places or actors: all of them, in SQLite's full-text syntax where it is one.
    pub text: Option<String>,
    /// An outlet that tells of it.
    pub outlet: Option<String>,
}

/// What a list is in order of.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Sort {
    /// First day, the latest first; those without a day come last.
    #[default]
    Latest,
    /// First day, the earliest first; those without a day come first.
    Earliest,
    /// Dead by the best figure, most first.
    Killed,
    /// When the record last changed it, the latest first.
    Changed,
}

/// Conditions and their values, in step.
#[derive(Clone, Debug, Default)]
pub(crate) struct Sql {
    pub tables: String,
    /// The column that holds an incident's day in the index that leads the search.
    pub day: &'static str,
    pub conditions: Vec<String>,
    pub values: Vec<Value>,
    /// Whether words lead the search, in order of day.
    pub by_words: bool,
    /// Whether those with enough dead lead it, all of which are looked at.
    pub few_killed: bool,
    /// Whether it is of a time that is past.
    pub as_it_was: bool,
}

impl Sql {
    fn add(&mut self, condition: &str, values: impl IntoIterator<Item = Value>) {
        self.conditions.push(condition.to_string());
        self.values.extend(values);
    }

    /// Keeps SQLite from beginning each page where the first one began: the cursor is further on than the bound of days, and
    /// an index is entered at one of the two.
    pub fn begin_at_the_cursor(&mut self, direction: &str) {
        let bound = format!("{} {} ?", self.day, if direction == "DESC" { "<=" } else { ">=" });
        for condition in self.conditions.iter_mut().filter(|condition| condition.ends_with(&bound)) {
            let at = condition.len() - bound.len();
            condition.insert(at, '+');
        }
    }

    fn any(&mut self, column: &str, values: &[String]) {
        if !values.is_empty() {
            let marks = vec!["?"; values.len()].join(", ");
            self.add(&format!("{column} IN ({marks})"), values.iter().cloned().map(Value::from));
        }
    }
}

impl Filter {
    /// Conditions on columns alone: what holds of any version.
    pub(crate) fn of_columns(&self) -> Sql {
        let mut sql = Sql { tables: "incident i".into(), day: "i.day", ..Sql::default() };
        if let Some(country) = &self.country {
            sql.add("i.country = ?", [country.to_uppercase().into()]);
        }
        sql.any("i.type", &self.types);
        sql.any("i.family", &self.families);
        if let Some(from) = self.from {
            sql.add("i.last_day >= ?", [day_number(from).into()]);
        }
        if let Some(to) = self.to {
            sql.add("i.first_day <= ?", [day_number(to).into()]);
        }
        if self.undated {
            sql.add("i.day = ?", [i64::MIN.into()]);
        }
        if let Some(killed) = self.killed {
            sql.add("i.killed_best >= ?", [i64::try_from(killed).unwrap_or(i64::MAX).into()]);
        }
        if let Some(status) = self.status {
            sql.add("i.status = ?", [status.as_str().to_string().into()]);
        }
        if self.standing.is_empty() {
            sql.add("i.word <> 'retracted'", []);
        } else {
            let words: Vec<String> = self.standing.iter().map(|word| word.as_str().to_string()).collect();
            sql.any("i.word", &words);
        }
        sql
    }

    /// Whether an incident as it stands fits all that is asked for. Lists ask the store's indexes instead; both agree but
    /// for words, of which this looks for parts too.
    pub fn accepts(&self, incident: &Incident, books: &Books<'_>) -> bool {
        let family = || books.codebook.family(&incident.event_type).map_or("", |family| family.as_str());
        let killed = || incident.toll(HarmKind::Killed).map(|toll| toll.best);
        let country = || incident.place.as_ref().and_then(|place| place.country.as_deref());
        let word = match self.standing.as_slice() {
            [] => incident.word != Word::Retracted,
            words => words.contains(&incident.word),
        };
        word && self
            .country
            .as_ref()
            .is_none_or(|asked| country().is_some_and(|cc| asked.eq_ignore_ascii_case(cc)))
            && (self.types.is_empty() || self.types.contains(&incident.event_type))
            && (self.families.is_empty() || self.families.iter().any(|asked| asked == family()))
            && self.from.is_none_or(|from| incident.days.is_some_and(|days| days.end >= from))
            && self.to.is_none_or(|to| incident.days.is_some_and(|days| days.start <= to))
            && (!self.undated || incident.days.is_none())
            && self.killed.is_none_or(|asked| killed().is_some_and(|killed| killed >= asked))
            && self.status.is_none_or(|status| incident.status == status)
            && self.fits(incident)
    }

    /// Whether an incident fits what no column tells: its place's name, area, actors, outlets and words.
    pub(crate) fn fits(&self, incident: &Incident) -> bool {
        self.fits_place(incident)
            && self.fits_actors(incident)
            && self.outlet.as_ref().is_none_or(|o| incident.outlets.iter().any(|x| fold(x) == fold(o)))
            && self.text.as_ref().is_none_or(|text| {
                let words = fold(&crate::publish::words(incident));
                fold(text).split_whitespace().all(|word| words.contains(word))
            })
    }

    fn fits_place(&self, incident: &Incident) -> bool {
        let place = incident.place.as_ref();
        let named = |name: &String| {
            let of = |x: &String| fold(x) == fold(name);
            place.is_some_and(|p| of(&p.name) || p.admin1.as_ref().is_some_and(of))
        };
        let inside = |area: &[f64; 4]| {
            let [west, south, east, north] = *area;
            place.and_then(|p| p.lat.zip(p.lon)).is_some_and(|(lat, lon)| {
                let across =
                    if west <= east { west <= lon && lon <= east } else { lon >= west || lon <= east };
                south <= lat && lat <= north && across
            })
        };
        self.place.as_ref().is_none_or(named) && self.area.as_ref().is_none_or(inside)
    }

    fn fits_actors(&self, incident: &Incident) -> bool {
        let sides = [('a', &incident.side_a), ('b', &incident.side_b)];
        let mut actors = sides
            .into_iter()
            .filter(|(side, _)| self.side.is_none_or(|asked| asked == *side))
            .flat_map(|(_, actors)| actors.iter());
        let meant = |key: &String| self.actors.iter().any(|asked| *asked == *key || fold(asked) == *key);
        self.actors.is_empty() || actors.any(|actor| crate::publish::actor_keys(actor).any(|key| meant(&key)))
    }
}
