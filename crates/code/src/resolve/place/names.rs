//! Finds the longest known name at a word, and names that are only spelt like a known one.

use super::spot::{Spot, View, empty};
use super::words::{
    Class, class, is_apart, is_before_site, is_body, is_common, is_district_end, is_dotted, is_given,
    is_no_place, is_particle, is_party, is_short_name, is_title,
};
use crate::gazetteer::fold::{fold, is_article, likeness, without_article, without_articles};
use crate::gazetteer::{Hit, Kind};
use dateline_terms::{Case, Sentence, Span};

/// Most words in one name.
const LONGEST: usize = 5;
/// Least likeness of a name to a place's main one, for a name that is only spelt alike.
const ALIKE: f32 = 0.6;

/// Words in lower case that end the name of a site or district: "al-Omar oil field", "Henry county".
fn is_tail(word: &str) -> bool {
    class(word) == Some(Class::Site) || is_district_end(word) || is_before_site(word)
}

impl View<'_> {
    /// Whether a name may begin at token `i`: a capital, or an article before one ("al Bab", "al- Bab").
    pub fn may_begin(&self, i: usize, end: usize) -> bool {
        self.is_capital(i) && self.token(i).is_some_and(|t| !t.norm.starts_with(|c: char| c.is_ascii_digit()))
            || is_apart(self.norm(i))
                && (i + 1 < end)
                && (self.is_capital(i + 1) || self.norm(i + 1) == "-" && self.is_capital(i + 2))
    }

    /// The longest name at token `i`. Where names are spelt in many ways, a run of capitals that is only begun by a
    /// name that is known ("Khan" of "Khan Tuman") is looked for by its sound as a whole before that.
    pub fn name_at(&self, i: usize, sentence: &Sentence) -> Option<Spot> {
        let end = sentence.tokens.end;
        if !self.may_begin(i, end) {
            return None;
        }
        let reach = (i..end.min(i + LONGEST + 2)).take_while(|k| self.may_go_on(*k, i, end)).last()? + 1;
        let start = self.token(i)?.span.start;
        let run = self.run_end(i, sentence);
        for to in (i + 1..=reach.min(i + LONGEST + 2)).rev() {
            if !self.is_capital(to - 1) && self.norm(to - 1) != "." && !is_tail(self.norm(to - 1)) {
                continue;
            }
            if self.loose
                && to == run
                && let Some(spot) = self.alike(i, to)
            {
                return Some(spot);
            }
            let at = Span::new(start, self.token(to - 1)?.span.end);
            if let Some(spot) = self.lookup(at, i, to) {
                let area =
                    matches!(self.best_kind(&spot), Some((Kind::Country | Kind::Region | Kind::Admin1, _)));
                let partial = self.loose
                    && to < run
                    && !area
                    && spot.demonym.is_none()
                    && spot.sure >= 0.0
                    && self.is_name_run(to, run);
                return if partial { None } else { Some(spot) };
            }
        }
        self.compound(i)
    }

    /// One past the last token of the run of capitals at `i`, articles inside it included ("Jisr al Shughur"),
    /// class words and possessives closing it.
    pub fn run_end(&self, i: usize, sentence: &Sentence) -> usize {
        let mut to = i;
        while to < sentence.tokens.end && to < i + LONGEST {
            let word = self.norm(to);
            let goes_on = self.is_capital(to)
                && (to == i
                    || class(word).is_none() && !is_body(word) && !is_common(word) && !self.is_acronym(to));
            let article = is_apart(word)
                && (self.is_capital(to + 1) || self.norm(to + 1) == "-" && self.is_capital(to + 2));
            let hyphen = word == "-" && to > i && is_apart(self.norm(to - 1));
            if !(goes_on || article || hyphen) {
                break;
            }
            to += 1;
            if word.ends_with("'s") {
                break;
            }
        }
        to
    }

    /// Whether the rest of a run looks like the rest of one name: not a second name that is known by itself.
    fn is_name_run(&self, from: usize, to: usize) -> bool {
        let Some((first, last)) = self.token(from).zip(self.token(to.saturating_sub(1))) else {
            return false;
        };
        let rest = Span::new(first.span.start, last.span.end).of(self.text);
        let mut hits = Vec::new();
        self.gazetteer.named(&fold(rest), &mut hits);
        let known = hits.iter().any(|h| self.is_known(h));
        !known
            && self.gazetteer.demonym(&fold(rest)).is_none()
            && !is_title(self.norm(from))
            && first.case != Case::Upper
    }

    /// The place in the countries of the report that is spelt like the run from `i` to `to`.
    fn alike(&self, i: usize, to: usize) -> Option<Spot> {
        let (first, last) = self.token(i).zip(self.token(to - 1))?;
        let mut at = Span::new(first.span.start, last.span.end);
        if at.of(self.text).ends_with("'s") || at.of(self.text).ends_with("’s") {
            at.end -= at.of(self.text).chars().next_back()?.len_utf8();
            at.end -= at.of(self.text).chars().next_back()?.len_utf8();
        }
        let key = fold(at.of(self.text));
        let exact = {
            let mut hits = Vec::new();
            self.gazetteer.named(&key, &mut hits);
            hits.iter().any(|h| {
                self.focus.count(self.gazetteer.record(h.id).map_or("", |r| r.country())) > 0.0
                    || self.is_known(h)
            })
        };
        if exact
            || key.len() < 4
            || self.gazetteer.demonym(&key).is_some()
            || to == i + 1 && (self.people.contains(&key) || is_given(&key) || is_common(&key))
        {
            return None;
        }
        // Scraped text loses the apostrophe of a possessive: "Aleppos", "Deir Ezzors".
        let bare = key.strip_suffix('s').filter(|k| k.len() > 4);
        let mut hits = Vec::new();
        bare.into_iter().for_each(|bare| self.gazetteer.named(bare, &mut hits));
        if !hits.is_empty() {
            return None;
        }
        for (form, cut) in [(Some(key.as_str()), 0), (bare, 1)] {
            let Some(form) = form else { continue };
            hits.clear();
            self.gazetteer.alike(form, &mut hits);
            hits.retain(|h| {
                self.gazetteer.record(h.id).is_some_and(|r| self.focus.count(r.country()) > 0.0)
                    && self.likeness(form, h) >= ALIKE
            });
            if !hits.is_empty() {
                at.end -= cut;
                let key = form.to_string();
                let (class, demonym, tokens) = (None, None, (i, to));
                return Some(Spot {
                    at,
                    sentence: 0,
                    tokens,
                    key,
                    hits,
                    demonym,
                    class,
                    sure: 0.0,
                    unknown: false,
                });
            }
        }
        None
    }

    /// How alike a folded name is to a place's main name, articles left out.
    fn likeness(&self, key: &str, hit: &Hit) -> f32 {
        likeness(&without_articles(key), &without_articles(&fold(&self.gazetteer.name(hit.id))))
    }

    /// Whether token `k` can stand inside a name that began at `i`.
    fn may_go_on(&self, k: usize, i: usize, end: usize) -> bool {
        k == i
            || self.is_capital(k)
            || is_tail(self.norm(k))
            // "St. Louis", "Washington, D.C." is two names.
            || self.norm(k) == "." && k == i + 1 && is_dotted(self.norm(i))
            || self.norm(k) == "-" && is_apart(self.norm(k - 1))
            || (is_particle(self.norm(k)) && (k + 1..end.min(k + 3)).any(|n| self.is_capital(n)))
    }

    fn lookup(&self, at: Span, from: usize, to: usize) -> Option<Spot> {
        let words = at.of(self.text);
        let mut at = at;
        let mut key = fold(words);
        if let Some(bare) = ["'s", "’s", "'", "’"].iter().find_map(|s| words.strip_suffix(s)) {
            key = fold(bare);
            at.end = at.start + bare.len();
        }
        let short = to == from + 1 && key.len() < 3 && !is_short_name(words);
        if short && !self.is_state(from, words, &key) {
            return None;
        }
        if is_no_place(&key) {
            return Some(Spot { tokens: (from, to), sure: -1.0, ..empty(at, String::new(), self.gazetteer) });
        }
        let mut spot = empty(at, key, self.gazetteer);
        if spot.hits.is_empty()
            && spot.demonym.is_none()
            && let Some(bare) = without_article(&spot.key)
        {
            let next = empty(at, bare.to_string(), self.gazetteer);
            if next.hits.iter().any(|h| self.is_known(h)) {
                spot = next;
            }
        }
        // Scraped text loses apostrophes: "Aleppos", "Deir Ezzors". A plain plural is no place.
        if spot.hits.is_empty()
            && spot.demonym.is_none()
            && spot.key.len() > 4
            && let Some(bare) = spot.key.strip_suffix('s').filter(|b| !b.ends_with('s'))
        {
            let next = empty(Span::new(at.start, at.end - 1), bare.to_string(), self.gazetteer);
            if next.hits.iter().any(|h| self.is_known(h)) {
                spot = next;
            }
        }
        if let Some(demonym) = self.gazetteer.demonym(&spot.key) {
            spot.demonym = Some(demonym);
        }
        spot.tokens = (from, to);
        (!spot.hits.is_empty() || spot.demonym.is_some()).then_some(spot)
    }

    /// Whether two letters stand for a state, behind a town and a comma: "Louisville, Ky.", "Dallas, TX".
    fn is_state(&self, from: usize, words: &str, key: &str) -> bool {
        let abbreviated =
            words.ends_with('.') || self.norm(from + 1) == "." || words.chars().all(char::is_uppercase);
        let mut hits = Vec::new();
        if abbreviated && from > 0 && self.norm(from - 1) == "," {
            self.gazetteer.named(key, &mut hits);
        }
        hits.iter().any(|h| self.gazetteer.record(h.id).is_some_and(|r| r.kind == Kind::Admin1))
    }

    /// Whether a place is one that readers everywhere know.
    fn is_known(&self, hit: &Hit) -> bool {
        self.gazetteer.record(hit.id).is_some_and(|r| match r.kind {
            Kind::Settlement => r.population >= 20_000,
            Kind::Admin2 => false,
            _ => true,
        })
    }

    /// "Damascus-based", "Turkish-backed", "Aleppo-Damascus": the part before the hyphen.
    fn compound(&self, i: usize) -> Option<Spot> {
        let token = self.token(i)?;
        let words = token.span.of(self.text);
        let (head, tail) = words.split_once(['-', '\u{2010}', '\u{2011}'])?;
        // "R-Marshall": a lawmaker's party and home.
        if is_party(head) {
            return self.lookup(Span::new(token.span.end - tail.len(), token.span.end), i, i + 1);
        }
        if head.len() < 2 || is_article(&fold(head)) {
            return None;
        }
        self.lookup(Span::new(token.span.start, token.span.start + head.len()), i, i + 1)
    }
}
