//! Finds the words of a report that name places.

use super::focus::Focus;
use super::words::{
    Class, class, is_body, is_common, is_direction, is_given, is_locative, is_saying, is_title,
};
use crate::gazetteer::fold::{fold, is_article, likeness, without_articles};
use crate::gazetteer::{Gazetteer, Hit, Kind, Match};
use dateline_terms::{Case, Reading, Sentence, Span, Token, TokenKind};
use std::collections::HashSet;

/// Least recognition score with which a name counts as a place's.
pub const LEAST: f32 = 0.5;
/// Most words in one name.
const LONGEST: usize = 5;

/// A name that may be a place's.
#[derive(Clone, Debug)]
pub struct Spot {
    /// The name itself.
    pub at: Span,
    /// Sentence index; 0 where the sentences are not known.
    pub sentence: usize,
    /// Its first token and the one after its last.
    pub tokens: (usize, usize),
    /// Folded name.
    pub key: String,
    /// Places with this name.
    pub hits: Vec<Hit>,
    /// The country whose adjective or people this is: context, not a place.
    pub demonym: Option<&'static str>,
    /// What the words beside it say it is.
    pub class: Option<Class>,
    /// How sure it is a place's name, 0–1.
    pub sure: f32,
    /// The words say that it is a place, whether the gazetteer knows it or not.
    pub unknown: bool,
}

/// The spot for a name that someone else found.
pub fn given(text: &str, at: Span, gazetteer: &Gazetteer) -> Spot {
    let key = fold(at.of(text));
    let mut spot = empty(at, key, gazetteer);
    if spot.hits.is_empty() && spot.demonym.is_none() {
        for other in other_forms(&spot.key) {
            let next = empty(at, other, gazetteer);
            if !next.hits.is_empty() || next.demonym.is_some() {
                spot = next;
                break;
            }
        }
    }
    if spot.hits.is_empty() && spot.demonym.is_none() {
        gazetteer.alike(&spot.key, &mut spot.hits);
    }
    spot.sure = 1.0;
    spot
}

/// Other forms of a folded name to look up when it is not found: without a possessive s, an article, a class word.
fn other_forms(key: &str) -> Vec<String> {
    let mut forms = Vec::new();
    if let Some(bare) = key.strip_suffix('s').filter(|b| b.len() > 3) {
        forms.push(bare.to_string());
    }
    if let Some(bare) = key.strip_prefix("the ") {
        forms.push(bare.to_string());
    }
    if let Some((first, rest)) = key.split_once(' ') {
        match first {
            "st" => forms.push(format!("saint {rest}")),
            "ft" => forms.push(format!("fort {rest}")),
            "mt" => forms.push(format!("mount {rest}")),
            _ if is_direction(first) || is_article(first) => forms.push(rest.to_string()),
            _ => {}
        }
    }
    if let Some((head, last)) = key.rsplit_once(' ') {
        if class(last).is_some() || is_body(last) {
            forms.push(head.to_string());
        }
    }
    forms
}

fn empty(at: Span, key: String, gazetteer: &Gazetteer) -> Spot {
    let mut hits = Vec::new();
    gazetteer.named(&key, &mut hits);
    let demonym = if hits.is_empty() { gazetteer.demonym(&key) } else { None };
    Spot { at, sentence: 0, tokens: (0, 0), key, hits, demonym, class: None, sure: 0.0, unknown: false }
}

/// A report's words, for looking around in.
struct View<'a> {
    text: &'a str,
    tokens: &'a [Token],
    gazetteer: &'a Gazetteer,
    /// Words that stand in lower case somewhere in the report.
    lower: HashSet<&'a str>,
    /// Countries that it is about.
    focus: &'a Focus,
    /// Whether names may be spelt in many ways.
    loose: bool,
    /// Parts of people's names.
    people: HashSet<String>,
}

/// Names of places in order; overlapping ones are left out, the longest stays.
pub fn spots(text: &str, reading: &Reading, gazetteer: &Gazetteer, focus: &Focus) -> Vec<Spot> {
    let lower = reading.tokens.iter().filter(|t| t.case == Case::Lower).map(|t| t.norm.as_str()).collect();
    let loose = focus.is_transliterated();
    let mut view =
        View { text, tokens: &reading.tokens, gazetteer, lower, focus, loose, people: HashSet::new() };
    view.people = view.people(reading);
    let mut found: Vec<Spot> = Vec::new();
    for (number, sentence) in reading.sentences.iter().enumerate() {
        let shouted = is_shouted(reading, sentence);
        let mut i = sentence.tokens.start;
        while i < sentence.tokens.end {
            match view.name_at(i, sentence) {
                Some(mut spot) => {
                    spot.sentence = number;
                    i = spot.tokens.1.max(i + 1);
                    view.judge(&mut spot, sentence, shouted);
                    if spot.sure > 0.0 {
                        found.push(spot);
                    }
                }
                None => {
                    let to = view.run_end(i, sentence);
                    if let Some(mut spot) = view.unlisted(i, to, sentence, shouted, found.last()) {
                        spot.sentence = number;
                        found.push(spot);
                    }
                    i = to.max(i + 1);
                }
            }
        }
    }
    found
}

fn is_shouted(reading: &Reading, sentence: &Sentence) -> bool {
    let words = reading
        .tokens
        .get(sentence.tokens.clone())
        .unwrap_or_default()
        .iter()
        .filter(|t| t.kind == TokenKind::Word);
    let (all, upper) =
        words.fold((0, 0), |(all, upper), t| (all + 1, upper + usize::from(t.case == Case::Upper)));
    all >= 4 && upper * 10 >= all * 7
}

/// Whether a word is an article that stands apart in English text. Others ("as", "at", "an", "us") are English words.
fn is_apart(word: &str) -> bool {
    matches!(word, "al" | "el" | "ash" | "ez" | "az" | "ul" | "ur" | "es")
}

/// Names that begin with a place's and name something else, or whose words look like a place's.
const NOT_PLACES: [&str; 21] = [
    "islamic state",
    "islamic republic",
    "white house",
    "free syrian",
    "united nations",
    "al qaeda",
    "al nusra",
    "al jazeera",
    "al arabiya",
    "state department",
    "red cross",
    "red crescent",
    "security council",
    "supreme court",
    "downing street",
    "wall street",
    "holy land",
    "jaish al islam",
    "jaysh al islam",
    "ahrar al sham",
    "fatah al sham",
];

impl View<'_> {
    fn token(&self, i: usize) -> Option<&Token> {
        self.tokens.get(i)
    }

    fn norm(&self, i: usize) -> &str {
        self.token(i).map_or("", |t| t.norm.as_str())
    }

    /// The token before `i` in the sentence, in lower case; empty at its head.
    fn before(&self, i: usize, sentence: &Sentence) -> &str {
        if i > sentence.tokens.start { self.norm(i - 1) } else { "" }
    }

    fn after(&self, i: usize, sentence: &Sentence) -> &str {
        if i < sentence.tokens.end { self.norm(i) } else { "" }
    }

    fn is_capital(&self, i: usize) -> bool {
        self.token(i).is_some_and(|t| t.kind == TokenKind::Word && t.case != Case::Lower)
    }

    /// Whether a name may begin at token `i`: a capital, or an article before one ("al Bab", "al- Bab").
    fn may_begin(&self, i: usize, end: usize) -> bool {
        self.is_capital(i) && self.token(i).is_some_and(|t| !t.norm.starts_with(|c: char| c.is_ascii_digit()))
            || is_apart(self.norm(i))
                && (i + 1 < end)
                && (self.is_capital(i + 1) || self.norm(i + 1) == "-" && self.is_capital(i + 2))
    }

    /// The longest name at token `i`. Where names are spelt in many ways, a run of capitals that is only begun by a
    /// name that is known ("Khan" of "Khan Tuman") is looked for by its sound as a whole before that.
    fn name_at(&self, i: usize, sentence: &Sentence) -> Option<Spot> {
        let end = sentence.tokens.end;
        if !self.may_begin(i, end) {
            return None;
        }
        let reach = (i..end.min(i + LONGEST + 2)).take_while(|k| self.may_go_on(*k, i, end)).last()? + 1;
        let start = self.token(i)?.span.start;
        let run = self.run_end(i, sentence);
        for to in (i + 1..=reach.min(i + LONGEST + 2)).rev() {
            if !self.is_capital(to - 1) && self.norm(to - 1) != "." {
                continue;
            }
            if self.loose && to == run {
                if let Some(spot) = self.alike(i, to) {
                    return Some(spot);
                }
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
    pub(super) fn run_end(&self, i: usize, sentence: &Sentence) -> usize {
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

    /// A short word in capitals, such as "AFP".
    fn is_acronym(&self, i: usize) -> bool {
        self.token(i).is_some_and(|t| t.case == Case::Upper && t.span.len() <= 6 && t.span.len() > 1)
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
        for form in [Some(key.as_str()), key.strip_suffix('s').filter(|k| k.len() > 4)].into_iter().flatten()
        {
            let mut hits = Vec::new();
            self.gazetteer.named(form, &mut hits);
            if form != key && !hits.is_empty() {
                return None;
            }
            self.gazetteer.alike(form, &mut hits);
            hits.retain(|h| {
                self.gazetteer.record(h.id).is_some_and(|r| self.focus.count(r.country()) > 0.0)
                    && self.likeness(form, h) >= 0.6
            });
            if !hits.is_empty() {
                let class = None;
                return Some(Spot {
                    at,
                    sentence: 0,
                    tokens: (i, to),
                    key: form.to_string(),
                    hits,
                    demonym: None,
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

    /// A name that the gazetteer lacks and the words say is a place's: "the town of Kafr Hamra", "al-Masharqa
    /// neighborhood", and where names are spelt in many ways also "in Kafr Hamra".
    fn unlisted(
        &self,
        i: usize,
        to: usize,
        sentence: &Sentence,
        shouted: bool,
        last: Option<&Spot>,
    ) -> Option<Spot> {
        if shouted || to <= i || !self.may_begin(i, sentence.tokens.end) {
            return None;
        }
        let (first, end) = self.token(i).zip(self.token(to - 1))?;
        let mut at = Span::new(first.span.start, end.span.end);
        let words = at.of(self.text);
        if let Some(bare) = ["'s", "’s"].iter().find_map(|s| words.strip_suffix(s)) {
            at.end = at.start + bare.len();
        }
        let key = fold(at.of(self.text));
        let parts: Vec<&str> = key.split(' ').collect();
        let person = parts.iter().any(|p| self.people.contains(*p) && !is_article(p))
            || is_title(parts.first()?) && !matches!(parts.first(), Some(&"abu" | &"um" | &"st"));
        let acronym = self.is_acronym(to - 1) && to == i + 1;
        let compound = at
            .of(self.text)
            .split(['-', '\u{2010}', '\u{2011}'])
            .skip(1)
            .any(|p| p.starts_with(char::is_lowercase) && !is_article(p))
            && !first.norm.starts_with("al-");
        let plain =
            parts.len() == 1 && (is_common(&key) || self.lower.contains(key.as_str()) || is_given(&key));
        if key.len() < 3
            || acronym
            || compound
            || plain
            || self.is_headline(sentence)
            || parts.iter().all(|p| is_common(p) || is_article(p))
            || NOT_PLACES.iter().any(|n| key.starts_with(n))
            || parts.iter().any(|p| is_body(p))
            || self.gazetteer.demonym(&key).is_some()
        {
            return None;
        }
        let class = self.class_beside(i, to, sentence);
        let mut back = i;
        while back > sentence.tokens.start
            && (is_direction(self.norm(back - 1)) || self.norm(back - 1) == "the")
        {
            back -= 1;
        }
        let before = self.before(back, sentence);
        let said = is_body(self.after(to, sentence)) || is_saying(self.after(to, sentence));
        let listed = matches!(before, "and" | ",") && last.is_some_and(|l| l.unknown && l.tokens.1 + 2 >= i);
        let sure = match class {
            Some(Class::Around | Class::Province) if !self.loose => 0.0,
            Some(_)
                if !self.loose
                    && (person
                        || said
                        || parts.iter().any(|p| is_common(p))
                        || !self.is_lower_class_beside(i, to, sentence)) =>
            {
                0.0
            }
            Some(_) => 0.75,
            None if !self.loose || person || said => 0.0,
            None if matches!(before, "in" | "near" | "outside" | "inside" | "around" | "at") => 0.6,
            None if listed => 0.55,
            None if matches!(before, "from" | "to" | "towards" | "toward" | "into" | "on")
                && parts.first().is_some_and(|p| is_article(p)) =>
            {
                0.5
            }
            None => 0.0,
        };
        let spot = Spot {
            at,
            sentence: 0,
            tokens: (i, to),
            key,
            hits: Vec::new(),
            demonym: None,
            class,
            sure,
            unknown: true,
        };
        (sure >= LEAST).then_some(spot)
    }

    /// Whether token `k` can stand inside a name that began at `i`.
    fn may_go_on(&self, k: usize, i: usize, end: usize) -> bool {
        k == i || self.is_capital(k)
            // "St. Louis", "Washington, D.C." is two names.
            || self.norm(k) == "." && k == i + 1 && matches!(self.norm(i), "st" | "ft" | "mt" | "w" | "n" | "s" | "e")
            || self.norm(k) == "-" && is_apart(self.norm(k - 1))
            || (matches!(self.norm(k), "of" | "the" | "and" | "de" | "la" | "le" | "du" | "del" | "al" | "el" | "ez" | "es" | "az" | "as" | "ar" | "upon" | "sur" | "di" | "da" | "do" | "dos") && (k + 1..end.min(k + 3)).any(|n| self.is_capital(n)))
    }

    fn lookup(&self, at: Span, from: usize, to: usize) -> Option<Spot> {
        let words = at.of(self.text);
        let mut at = at;
        let mut key = fold(words);
        if let Some(bare) = ["'s", "’s", "'", "’"].iter().find_map(|s| words.strip_suffix(s)) {
            key = fold(bare);
            at.end = at.start + bare.len();
        }
        if to == from + 1 && key.len() < 3 && !matches!(words, "US" | "U.S." | "U.S" | "UK" | "U.K.") {
            return None;
        }
        if NOT_PLACES.iter().any(|n| key == *n) {
            return Some(Spot { tokens: (from, to), sure: -1.0, ..empty(at, String::new(), self.gazetteer) });
        }
        let mut spot = empty(at, key, self.gazetteer);
        // Scraped text loses apostrophes: "Aleppos", "Deir Ezzors". A plain plural is no place.
        if spot.hits.is_empty() && spot.demonym.is_none() && spot.key.len() > 4 {
            if let Some(bare) = spot.key.strip_suffix('s').filter(|b| !b.ends_with('s')) {
                let next = empty(Span::new(at.start, at.end - 1), bare.to_string(), self.gazetteer);
                if next.hits.iter().any(|h| self.is_known(h)) {
                    spot = next;
                }
            }
        }
        if let Some(demonym) = self.gazetteer.demonym(&spot.key) {
            spot.demonym = Some(demonym);
        }
        spot.tokens = (from, to);
        (!spot.hits.is_empty() || spot.demonym.is_some()).then_some(spot)
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
        let (head, _) = words.split_once(['-', '\u{2010}', '\u{2011}'])?;
        if head.len() < 2 || is_article(&fold(head)) {
            return None;
        }
        self.lookup(Span::new(token.span.start, token.span.start + head.len()), i, i + 1)
    }

    /// Surnames and given names of the people that the report names: a title or a given name before a capital.
    fn people(&self, reading: &Reading) -> HashSet<String> {
        let mut people = HashSet::new();
        for sentence in &reading.sentences {
            for i in sentence.tokens.clone() {
                let titled = is_title(self.norm(i)) && self.norm(i) != "st" && self.norm(i) != "saint";
                let given = self.is_capital(i) && is_given(self.norm(i));
                let mut next = i + 1;
                if (titled || given) && self.norm(next) == "." {
                    next += 1;
                }
                if !(titled && self.is_capital(i) || given) || next >= sentence.tokens.end {
                    continue;
                }
                while next < sentence.tokens.end && self.is_capital(next) && next <= i + 3 {
                    let word = fold(self.norm(next).trim_end_matches("'s"));
                    let place = class(&word).is_some() || is_body(&word) || is_direction(&word);
                    if place {
                        break;
                    }
                    people.insert(word);
                    next += 1;
                }
            }
        }
        people
    }

    /// Whether a sentence capitalises most of its words, as headlines do: then a capital tells nothing.
    fn is_headline(&self, sentence: &Sentence) -> bool {
        let words = self
            .tokens
            .get(sentence.tokens.clone())
            .unwrap_or_default()
            .iter()
            .filter(|t| t.kind == TokenKind::Word);
        let (all, capital) =
            words.fold((0, 0), |(all, capital), t| (all + 1, capital + usize::from(t.case != Case::Lower)));
        all >= 5 && capital * 10 >= all * 6
    }

    /// Sets how sure it is that a spot names a place, and what the words beside it say it is.
    fn judge(&self, spot: &mut Spot, sentence: &Sentence, shouted: bool) {
        let people = &self.people;
        if spot.sure < 0.0 || spot.demonym.is_some() && spot.hits.is_empty() {
            spot.sure = if spot.demonym.is_some() { 0.1 } else { 0.0 };
            return;
        }
        let (from, to) = spot.tokens;
        let one_word = !spot.key.contains(' ');
        let best = self.best_kind(spot);
        spot.class = self.class_beside(from, to, sentence);
        let place_words = spot.class.is_some();
        let mut back = from;
        while back > sentence.tokens.start
            && (is_direction(self.norm(back - 1)) || self.norm(back - 1) == "the")
        {
            back -= 1;
        }
        let before = self.before(back, sentence);
        let located = is_locative(before) || back > sentence.tokens.start && before == "of" && place_words;
        let next = self.after(to, sentence);
        let qualified = next == "," && self.is_place_word(to + 1, sentence)
            || before == "," && from >= 2 && self.is_place_word(from - 2, sentence);
        let next_capital = to < sentence.tokens.end && self.is_capital(to) && class(next).is_none();
        let previous_capital = from > sentence.tokens.start
            && self.is_capital(from - 1)
            && !is_direction(self.norm(from - 1))
            && class(self.norm(from - 1)).is_none()
            && !shouted;
        let head = from == sentence.tokens.start;
        let named_class = spot.key.rsplit_once(' ').is_some_and(|(_, last)| class(last).is_some());
        let mut sure: f32 = match best {
            Some((Kind::Country | Kind::Region, _)) => 0.95,
            Some((Kind::Admin1, _)) => 0.85,
            Some((Kind::Site, _)) => 0.8,
            Some((Kind::Admin2, _)) if named_class => 0.7,
            Some((_, people)) if people >= 200_000 => 0.75,
            Some((_, people)) if people >= 20_000 => 0.6,
            Some((_, people)) if people >= 3_000 => 0.5,
            _ => 0.4,
        };
        if located || qualified || place_words || named_class {
            sure += 0.35;
        }
        if one_word {
            let common = is_common(&spot.key);
            if common && !qualified {
                sure -= if place_words {
                    0.5
                } else if located && !head {
                    0.4
                } else {
                    0.8
                };
            } else if self.lower.contains(spot.key.as_str()) && !place_words && !qualified {
                sure -= 0.35;
            }
            if people.contains(&spot.key) && !qualified && !place_words {
                sure -= if located { 0.45 } else { 0.8 };
            }
            if is_given(&spot.key) && !qualified {
                sure -= if next_capital {
                    0.9
                } else if located {
                    0.0
                } else {
                    0.3
                };
            }
        }
        if is_title(before)
            && back == from
            && !place_words
            && !matches!(
                before,
                "leader"
                    | "general"
                    | "officer"
                    | "deputy"
                    | "chief"
                    | "minister"
                    | "president"
                    | "spokesman"
                    | "secretary"
            )
        {
            sure -= 0.6;
        }
        if previous_capital && !qualified {
            let part_of_name = is_given(self.norm(from - 1)) || people.contains(self.norm(from - 1));
            let demonym = self.gazetteer.demonym(&fold(self.norm(from - 1))).is_some();
            sure -= if part_of_name {
                0.8
            } else if demonym {
                0.0
            } else {
                0.3
            };
        }
        if next_capital && !shouted {
            let known = matches!(best, Some((Kind::Country | Kind::Admin1 | Kind::Region, _)));
            sure -= if is_body(next) || known || named_class { 0.15 } else { 0.35 };
        }
        if is_saying(next) && !matches!(best, Some((Kind::Country, _))) {
            sure -= 0.4;
        }
        if head
            && one_word
            && !located
            && !qualified
            && matches!(best, Some((Kind::Settlement | Kind::Admin2, _)))
        {
            sure -= 0.1;
        }
        if one_word
            && !shouted
            && self.is_acronym(from)
            && !matches!(best, Some((Kind::Country | Kind::Admin1 | Kind::Region, _)))
        {
            sure -= 0.9;
        }
        if shouted
            && !(located || qualified)
            && !matches!(best, Some((Kind::Country | Kind::Admin1 | Kind::Region, _)))
        {
            sure -= 0.2;
        }
        spot.sure = sure.clamp(0.0, 1.0);
    }

    /// The strongest kind that the name has, and its people.
    fn best_kind(&self, spot: &Spot) -> Option<(Kind, u64)> {
        let strength = |hit: &Hit| {
            let r = self.gazetteer.record(hit.id)?;
            let other = hit.how != Match::Main;
            let rank = match r.kind {
                Kind::Country | Kind::Region => 0,
                Kind::Admin1 if !other => 1,
                Kind::Admin1 => 2,
                Kind::Site => 3,
                _ => 4,
            };
            Some(((rank, std::cmp::Reverse(r.population)), (r.kind, r.population)))
        };
        spot.hits.iter().filter_map(strength).min_by_key(|(rank, _)| *rank).map(|(_, kind)| kind)
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
            || self.before(from, sentence) == "of" && from >= 2 && lower(from - 2)
    }

    /// The class word that stands after the name, or before it with "of".
    fn class_beside(&self, from: usize, to: usize, sentence: &Sentence) -> Option<Class> {
        let mut after = to;
        // "Deir Ezzor's northern countryside", "al-Omar oil field".
        while after < sentence.tokens.end
            && (is_direction(self.norm(after))
                || matches!(
                    self.norm(after),
                    "'s" | "oil"
                        | "gas"
                        | "military"
                        | "air"
                        | "refugee"
                        | "border"
                        | "international"
                        | "central"
                ))
        {
            after += 1;
        }
        if let Some(class) = class(self.after(after, sentence)) {
            return Some(class);
        }
        let mut back = from;
        if self.before(back, sentence) == "of" {
            back -= 1;
        }
        class(self.before(back, sentence)).filter(|_| {
            back != from || !matches!(self.before(from, sentence), "front" | "field" | "base" | "plant")
        })
    }
}
