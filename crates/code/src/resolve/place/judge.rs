//! Judges whether a name stands for a place, by the words around it.

use super::spot::{LEAST, Spot, View};
use super::words::{
    Class, class, holds_no_place, is_and, is_before_class, is_before_site, is_body, is_class_after,
    is_common, is_direction, is_either, is_given, is_holding, is_local, is_locative, is_locative_strong,
    is_locative_weak, is_month, is_of, is_office, is_saying, is_the, is_title, is_title_head, without_the,
};
use crate::gazetteer::fold::{fold, is_article};
use crate::gazetteer::{Hit, Kind, Match};
use dateline_terms::{Case, Sentence, Span};

/// How often a country must be named for its small places to be ones that the report may well name.
const HERE: f32 = 4.0;
/// The people that such a place, or one listed by hand, counts as having when its name is judged.
const LISTED: u64 = 20_000;

/// What stands around a name.
struct Signs<'a> {
    /// Words that say where something is stand before it, or a class word with "of".
    located: bool,
    /// A province or country stands behind a comma after it, or it does so after a place.
    qualified: bool,
    /// A class word stands beside it.
    classed: bool,
    /// Its own last word is a class word: "Henry County".
    named_class: bool,
    /// It begins its sentence.
    head: bool,
    one_word: bool,
    /// The sentence is all capitals.
    shouted: bool,
    /// A title may stand right before it.
    bare: bool,
    /// The word before it, articles and directions passed over, and the one after it, in lower case.
    before: &'a str,
    next: &'a str,
    /// A capital follows that is no class word; one stands before that is none and no direction.
    next_capital: bool,
    previous_capital: bool,
}

impl View<'_> {
    /// Sets how sure it is that a spot names a place, and what the words beside it say it is.
    pub fn judge(&self, spot: &mut Spot, sentence: &Sentence, shouted: bool, last: Option<&Spot>) {
        if spot.sure < 0.0 || spot.demonym.is_some() && spot.hits.is_empty() {
            spot.sure = if spot.demonym.is_some() { 0.1 } else { 0.0 };
            return;
        }
        let best = self.best_kind(spot);
        spot.class = self.class_beside(spot.tokens.0, spot.tokens.1, sentence);
        let signs = self.signs(spot, sentence, shouted);
        let area = matches!(best, Some((Kind::Country | Kind::Admin1 | Kind::Region, _)));
        let mut sure = known(best, &signs);
        if signs.located || signs.qualified || signs.classed || signs.named_class {
            sure += 0.35;
        }
        let previous = self.before(spot.tokens.0, sentence);
        let listed = (is_and(previous) || previous == ",")
            && last
                .is_some_and(|l| l.sure >= LEAST && l.demonym.is_none() && l.tokens.1 + 1 == spot.tokens.0);
        if listed && !signs.located {
            sure += 0.15;
        }
        if signs.one_word {
            sure -= self.like_a_word(&spot.key, &signs) + self.like_a_person(&spot.key, &signs);
        }
        if signs.one_word && !shouted && !area && !signs.located && self.is_acronym(spot.tokens.0) {
            sure -= 0.9;
        }
        sure -= self.inside_a_name(spot, &signs, area);
        if is_saying(signs.next)
            && signs.bare
            && !is_holding(signs.before)
            && !signs.classed
            && !signs.located
            && !matches!(best, Some((Kind::Country, _)))
        {
            sure -= 0.4;
        }
        let small = matches!(best, Some((Kind::Settlement | Kind::Admin2, _)));
        if small && signs.head && signs.one_word && !signs.located && !signs.qualified {
            sure -= 0.1;
        }
        if shouted && !area && !signs.located && !signs.qualified {
            sure -= 0.2;
        }
        spot.sure = sure.clamp(0.0, 1.0);
    }

    fn signs(&self, spot: &Spot, sentence: &Sentence, shouted: bool) -> Signs<'_> {
        let (from, to) = spot.tokens;
        let back = self.past_directions(from, sentence);
        let (before, next) = (self.before(back, sentence), self.after(to, sentence));
        let classed = spot.class.is_some();
        let previous = self.before(from, sentence);
        Signs {
            located: is_locative(before)
                || is_of(before) && (classed || back >= 2 && self.norm(back - 2) == ",")
                || self.is_dateline(spot, sentence)
                || is_local(next),
            qualified: next == "," && self.is_place_word(to + 1, sentence)
                || before == "," && from >= 2 && self.is_place_word(from - 2, sentence),
            classed,
            named_class: spot.key.rsplit_once(' ').is_some_and(|(_, last)| class(last).is_some()),
            head: from == sentence.tokens.start,
            one_word: !spot.key.contains(' '),
            shouted,
            bare: back == from,
            before,
            next,
            next_capital: to < sentence.tokens.end && self.is_capital(to) && class(next).is_none(),
            previous_capital: !previous.is_empty()
                && self.is_capital(from - 1)
                && !is_direction(previous)
                && class(previous).is_none(),
        }
    }

    /// Whether a name begins the report or a sentence as its dateline: "HAMA —", "BEIRUT (Reuters)".
    fn is_dateline(&self, spot: &Spot, sentence: &Sentence) -> bool {
        let (from, to) = spot.tokens;
        let capitals =
            (from..to).all(|i| self.token(i).is_some_and(|t| t.case != Case::Lower && t.case != Case::Title));
        from == sentence.tokens.start
            && capitals
            && (matches!(self.after(to, sentence), "-" | "–" | "—" | "(")
                || self.is_place_word(to + 1, sentence))
    }

    /// The first token of "the northern", "rural" and the like before token `i`; `i` itself where none stand there.
    fn past_directions(&self, i: usize, sentence: &Sentence) -> usize {
        let mut back = i;
        while back > sentence.tokens.start
            && (is_direction(self.norm(back - 1)) || is_the(self.norm(back - 1)))
        {
            back -= 1;
        }
        back
    }

    /// How much a single word looks like an ordinary one.
    fn like_a_word(&self, key: &str, signs: &Signs) -> f32 {
        match is_common(key) {
            _ if signs.qualified => 0.0,
            _ if is_direction(key) || is_month(key) => 1.0,
            true if signs.classed => 0.5,
            true if signs.located && !signs.head => 0.4,
            true => 0.8,
            false if self.lower.contains(key) && !signs.classed => 0.35,
            false => 0.0,
        }
    }

    /// How much a single word looks like a person's name.
    fn like_a_person(&self, key: &str, signs: &Signs) -> f32 {
        if signs.qualified {
            return 0.0;
        }
        let mut doubt = 0.0;
        if self.people.contains(key) && !signs.classed {
            doubt += if signs.located { 0.45 } else { 0.8 };
        }
        if is_either(key) && signs.bare && signs.next_capital && !is_body(signs.next) {
            doubt += 0.6;
        }
        if is_given(key) {
            doubt += match (signs.next_capital, signs.located) {
                (true, _) if !is_body(signs.next) => 0.9,
                (_, true) => 0.0,
                (_, false) => 0.3,
            };
        }
        doubt
    }

    /// How much it looks like a part of a longer name, of a person or a body.
    fn inside_a_name(&self, spot: &Spot, signs: &Signs, area: bool) -> f32 {
        let mut doubt = 0.0;
        if signs.bare && is_title(signs.before) && !signs.classed && !is_office(signs.before) {
            doubt += 0.6;
        }
        if signs.previous_capital && !signs.qualified && !signs.shouted {
            let previous = self.norm(spot.tokens.0.saturating_sub(1));
            doubt += match () {
                () if is_given(previous) || self.people.contains(previous) => 0.8,
                () if self.gazetteer.demonym(&fold(previous)).is_some() => 0.0,
                () => 0.3,
            };
        }
        if signs.next_capital && !signs.shouted {
            doubt += if is_body(signs.next) || area || signs.named_class { 0.15 } else { 0.35 };
        }
        doubt
    }

    /// The strongest kind that the name has, and its people.
    pub fn best_kind(&self, spot: &Spot) -> Option<(Kind, u64)> {
        let strength = |hit: &Hit| {
            let r = self.gazetteer.record(hit.id)?;
            let other = hit.how != Match::Main;
            // A town that someone listed by hand is one that reports speak of, and so is one of the country at hand.
            let listed = r.geonames.is_none() && r.kind == Kind::Settlement;
            let here = self.focus.count(r.country()) >= HERE;
            let people = if listed || here { r.population.max(LISTED) } else { r.population };
            let rank = match r.kind {
                Kind::Country | Kind::Region => 0,
                Kind::Admin1 if !other => 1,
                Kind::Admin1 => 2,
                Kind::Site => 3,
                _ => 4,
            };
            Some(((rank, std::cmp::Reverse(people)), (r.kind, people)))
        };
        spot.hits.iter().filter_map(strength).min_by_key(|(rank, _)| *rank).map(|(_, kind)| kind)
    }

    /// A name that the gazetteer lacks and the words say is a place's: "the town of Kafr Hamra", "al-Masharqa
    /// neighborhood", and where names are spelt in many ways also "in Kafr Hamra".
    pub fn unlisted(&self, i: usize, to: usize, sentence: &Sentence, last: Option<&Spot>) -> Option<Spot> {
        if to <= i || !self.may_begin(i, sentence.tokens.end) {
            return None;
        }
        let (first, end) = self.token(i).zip(self.token(to - 1))?;
        let mut at = Span::new(first.span.start, end.span.end);
        let words = at.of(self.text);
        if let Some(bare) = ["'s", "’s"].iter().find_map(|s| words.strip_suffix(s)) {
            at.end = at.start + bare.len();
        }
        let key = fold(at.of(self.text));
        if self.names_no_place(&key, at, i, to) || self.is_headline(sentence) {
            return None;
        }
        let class = self.class_beside(i, to, sentence);
        let listed = |before: &str| {
            (is_and(before) || before == ",") && last.is_some_and(|l| l.unknown && l.tokens.1 + 2 >= i)
        };
        let before = self.before(self.past_directions(i, sentence), sentence);
        let next = self.after(to, sentence);
        let doubtful = is_body(next) || is_saying(next) || self.is_person(&key);
        let told = self.is_lower_class_beside(i, to, sentence) && !key.split(' ').any(is_common);
        let article = key.split(' ').next().is_some_and(is_article);
        let sure = match class {
            Some(_) if self.loose => 0.75,
            Some(Class::Around | Class::Province) => 0.0,
            Some(_) if told && !doubtful => 0.75,
            None if next == "," && !doubtful && self.is_place_word(to + 1, sentence) => 0.65,
            None if !self.loose || doubtful => 0.0,
            None if is_locative_strong(before) => 0.6,
            None if listed(before) => 0.55,
            None if article && is_locative_weak(before) => 0.5,
            _ => 0.0,
        };
        let (hits, tokens) = (Vec::new(), (i, to));
        let spot = Spot { at, sentence: 0, tokens, key, hits, demonym: None, class, sure, unknown: true };
        (sure >= LEAST).then_some(spot)
    }

    /// Whether a run of capitals cannot be an unlisted place's name: an acronym, a common word, a body, a people.
    fn names_no_place(&self, key: &str, at: Span, i: usize, to: usize) -> bool {
        let parts: Vec<&str> = key.split(' ').collect();
        let plain = is_common(key) || self.lower.contains(key) || is_given(key);
        let mut tails = at.of(self.text).split(['-', '\u{2010}', '\u{2011}']).skip(1);
        // "IS-held", "Turkish-backed"; an article before the hyphen is no such head.
        let compound = !self.norm(i).starts_with("al-")
            && tails.any(|p| p.starts_with(char::is_lowercase) && !is_article(p));
        key.len() < 3
            || compound
            || parts.len() == 1 && (plain || to == i + 1 && self.is_acronym(i))
            || parts.iter().all(|p| is_common(p) || is_article(p))
            || parts.iter().any(|p| is_body(p))
            || without_the(key).is_some()
            || holds_no_place(key)
            || self.gazetteer.demonym(key).is_some()
    }

    /// Whether a folded name holds a part of a person's name, or begins with a title.
    fn is_person(&self, key: &str) -> bool {
        let first = key.split(' ').next().unwrap_or("");
        key.split(' ').any(|p| self.people.contains(p) && !is_article(p))
            || is_title(first) && !is_title_head(first)
    }

    /// Whether the word at `i` begins a name that is a country's, province's or state's.
    fn is_place_word(&self, i: usize, sentence: &Sentence) -> bool {
        if !sentence.tokens.contains(&i) || !self.is_capital(i) {
            return false;
        }
        let Some(token) = self.token(i) else { return false };
        let mut hits = Vec::new();
        self.gazetteer.named(&fold(token.norm.trim_end_matches("'s")), &mut hits);
        if let Some(next) = self.token(i + 1).filter(|_| self.is_capital(i + 1)) {
            self.gazetteer.named(&fold(Span::new(token.span.start, next.span.end).of(self.text)), &mut hits);
        }
        hits.iter().any(|h| {
            self.gazetteer.record(h.id).is_some_and(|r| matches!(r.kind, Kind::Country | Kind::Admin1))
        })
    }

    /// Whether a class word in lower case stands right beside: "Elathur railway station" is told so, "City Hall" is not.
    fn is_lower_class_beside(&self, from: usize, to: usize, sentence: &Sentence) -> bool {
        let lower =
            |i: usize| self.token(i).is_some_and(|t| t.case == Case::Lower && class(&t.norm).is_some());
        to < sentence.tokens.end && lower(to)
            || is_of(self.before(from, sentence)) && from >= 2 && lower(from - 2)
    }

    /// The class word that stands after the name, or before it with "of".
    fn class_beside(&self, from: usize, to: usize, sentence: &Sentence) -> Option<Class> {
        let mut after = to;
        // "Deir Ezzor's northern countryside", "al-Omar oil field".
        while after < sentence.tokens.end
            && (is_direction(self.norm(after))
                || is_before_site(self.norm(after))
                || is_before_class(self.norm(after))
                || self.norm(after) == "'s")
        {
            after += 1;
        }
        if let Some(class) = class(self.after(after, sentence)) {
            return Some(class);
        }
        let mut back = from;
        if is_of(self.before(back, sentence)) {
            back -= 1;
        }
        class(self.before(back, sentence))
            .filter(|_| back != from || !is_class_after(self.before(from, sentence)))
    }
}

/// How sure a name is by how well its place is known.
fn known(best: Option<(Kind, u64)>, signs: &Signs) -> f32 {
    match best {
        Some((Kind::Country | Kind::Region, _)) => 0.95,
        Some((Kind::Admin1, _)) => 0.85,
        Some((Kind::Site, _)) => 0.8,
        Some((Kind::Admin2, _)) if signs.named_class => 0.7,
        Some((_, people)) if people >= 200_000 => 0.75,
        Some((_, people)) if people >= 20_000 => 0.6,
        Some((_, people)) if people >= 3_000 => 0.5,
        _ => 0.4,
    }
}
