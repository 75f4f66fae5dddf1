//! Whom a noun phrase means that names no group: a nation's forces, or generic words.

use super::people;
use super::phrase::{Body, Item, What, Who, is_head};
use crate::actors::Actors;
use crate::actors::matcher::{Class, Form, Meaning};
use crate::actors::piece::{Join, Piece};

/// One chunk without a named group, and what stands around it.
pub(super) struct Scene<'a> {
    pub pieces: &'a [Piece],
    pub chunk: &'a [Item],
    pub acts: bool,
    /// "And" or a comma links it to a government spoken of just before.
    pub chained: bool,
    pub actors: &'a Actors,
}

impl Scene<'_> {
    pub fn start(&self) -> usize {
        self.chunk.first().map_or(0, |i| i.from)
    }

    fn nation(&self) -> Option<(usize, Form, usize)> {
        self.chunk.iter().enumerate().rev().find_map(|(at, i)| match i.what {
            What::Nation(n, form) => Some((n, form, at)),
            _ => None,
        })
    }

    fn has(&self, classes: &[Class]) -> bool {
        self.chunk.iter().any(|i| matches!(i.what, What::Word(c) if classes.contains(&c)))
    }

    /// The last word that says what kind of body this is.
    fn decisive(&self) -> Option<Class> {
        self.chunk.iter().rev().find_map(|i| match i.what {
            What::Word(c)
                if !matches!(c, Class::Unit | Class::Organisation)
                    && is_head(i.what)
                    && c != Class::Loyal =>
            {
                Some(c)
            }
            _ => None,
        })
    }

    /// Whom the chunk means, if anyone.
    pub fn who(&self) -> Option<Who> {
        let nation = self.nation();
        if let Some(who) = nation.and_then(|(n, form, at)| self.named_body(n, form, at)) {
            return Some(who);
        }
        let home = nation.map(|n| n.0);
        if self.has(&[Class::Loyal]) && self.is_armed() {
            return Some(Who::Body(Body::Loyal, home));
        }
        match self.decisive() {
            Some(class) => self.by_class(class, home),
            None => self.without_class(nation),
        }
    }

    fn is_armed(&self) -> bool {
        self.has(&[Class::Unit, Class::Militia, Class::Rebel, Class::Armed, Class::Military])
    }

    /// Names of forces, police and offices.
    fn named_body(&self, nation: usize, form: Form, at: usize) -> Option<Who> {
        let body = match form {
            Form::Military => Body::Military,
            Form::Police => Body::Police,
            Form::Government => Body::Government,
            Form::People if at + 1 == self.chunk.len() => Body::Civilians,
            _ => return None,
        };
        Some(Who::Body(body, Some(nation)))
    }

    fn by_class(&self, class: Class, nation: Option<usize>) -> Option<Who> {
        use Class::*;
        let body = match class {
            Military | Gear if self.has(&[Rebel, Opposition, Armed]) => Body::Rebels,
            Military | Gear if self.has(&[Kurdish]) => Body::Kurds,
            Military | Gear if self.has(&[Coalition]) => Body::Coalition,
            Military => Body::Military,
            Gear if nation.is_some() || self.has(&[Government]) => Body::Military,
            Police | Security => Body::Police,
            PrivateSecurity => Body::PrivateSecurity,
            Government => self.government(),
            Official => Body::Government,
            LoyalGroup => Body::Loyal,
            Rebel => Body::Rebels,
            Opposition if self.has(&[Unit, Organisation]) || self.acts || self.is_short() => Body::Rebels,
            Armed if self.has(&[Rebel, Opposition]) => Body::Rebels,
            Armed | Militia | Lone if self.has(&[Kurdish]) => Body::Kurds,
            Armed => Body::Armed,
            Lone => Body::Assailant,
            Militia => Body::Militia,
            IdentityMilitia => Body::Communal,
            Criminal => Body::Criminals,
            Protester => Body::Protesters,
            Rioter => Body::Rioters,
            Civilian => Body::Civilians,
            Journalist => Body::Journalists,
            AidWorker => Body::AidWorkers,
            Kurdish if self.has(&[Unit, Organisation]) || self.acts || self.plural_kurds() => Body::Kurds,
            Coalition if self.has(&[Rebel, Opposition]) => Body::Rebels,
            Coalition if self.has(&[Militia, IdentityMilitia]) => Body::Militia,
            Coalition if self.has(&[Armed]) => Body::Armed,
            Coalition if !self.opens_with_a() => Body::Coalition,
            _ => return None,
        };
        Some(Who::Body(body, nation))
    }

    /// "Government forces" are forces; "the regime" alone is told apart later.
    fn government(&self) -> Body {
        let armed = self.acts || self.has(&[Class::Unit, Class::Gear, Class::Military]);
        if armed { Body::Military } else { Body::Regime }
    }

    fn opens_with_a(&self) -> bool {
        self.pieces.get(self.start()).is_some_and(|p| people().indefinite.has(&p.norm))
    }

    fn is_short(&self) -> bool {
        self.chunk.iter().filter(|i| is_head(i.what)).count() == 1
    }

    fn plural_kurds(&self) -> bool {
        self.chunk.last().and_then(|i| self.pieces.get(i.from)).is_some_and(|p| people().kurds.has(&p.norm))
    }

    /// No word of kind: a nation with an act or unit, or a bare "fighters", "the group".
    fn without_class(&self, nation: Option<(usize, Form, usize)>) -> Option<Who> {
        let unit = self.has(&[Class::Unit]);
        let Some((n, form, _)) = nation else {
            let class = if unit { Class::Unit } else { Class::Organisation };
            if let Some(What::Leaning(i)) =
                self.chunk.iter().map(|i| i.what).find(|w| matches!(w, What::Leaning(_)))
            {
                return Some(Who::Group(i));
            }
            return self.has(&[Class::Unit, Class::Organisation]).then_some(Who::Bare(class));
        };
        match form {
            Form::People => Some(Who::Body(Body::Civilians, Some(n))),
            Form::Leader => (unit || self.acts).then_some(Who::Body(Body::Military, Some(n))),
            Form::Adjective if unit || self.acts => Some(Who::Body(Body::Military, Some(n))),
            _ if unit || (self.acts && !self.after_preposition()) => Some(Who::Body(Body::Military, Some(n))),
            _ if self.has(&[Class::Organisation]) => None,
            Form::Adjective if self.shares_a_head() => Some(Who::Body(Body::Military, Some(n))),
            _ => self.as_subject(form).then_some(Who::Body(Body::Regime, Some(n))),
        }
    }

    /// A word that only describes the noun after it ("a military hospital", "police sources"), or
    /// stands in a longer name ("Government Science College").
    pub fn is_modifier(&self) -> bool {
        let Some((item, end)) = self.chunk.last().map(|i| (i, i.to)) else { return false };
        let What::Word(class) = item.what else { return false };
        let (Some(word), next) =
            (self.pieces.get(end.saturating_sub(1)), self.pieces.get(end).filter(|p| p.join == Join::Space))
        else {
            return false;
        };
        let mass = people().describing.has(&word.norm);
        if mass && next.is_some_and(|p| self.actors.around.thing.contains(&p.norm)) {
            return !self.acts;
        }
        let soft = matches!(
            class,
            Class::Government
                | Class::Official
                | Class::Civilian
                | Class::Criminal
                | Class::Protester
                | Class::Journalist
        );
        soft && word.cap && next.is_some_and(|p| p.cap && !p.upper) && item.from > 0 && !self.shouting()
    }

    /// Whether most words around are capitalised, as in a headline.
    fn shouting(&self) -> bool {
        let (from, to) = (self.start().saturating_sub(6), (self.start() + 8).min(self.pieces.len()));
        let near = self.pieces.get(from..to).unwrap_or_default();
        near.iter().filter(|p| p.cap).count() * 5 > near.len() * 3
    }

    fn before(&self) -> Option<&str> {
        self.start().checked_sub(1).and_then(|i| self.pieces.get(i)).map(|p| p.norm.as_str())
    }

    fn after_preposition(&self) -> bool {
        self.before().is_some_and(|w| self.actors.around.preposition.contains(w)) && self.chunk.len() == 1
    }

    /// "Russian and Syrian warplanes": the first takes the noun of the second.
    fn shares_a_head(&self) -> bool {
        let Some(end) = self.chunk.last().map(|i| i.to) else { return false };
        let and = self.pieces.get(end).is_some_and(|p| people().joint.has(&p.norm) && p.join == Join::Space);
        let next = self.actors.matcher.longest(self.pieces, end + 1);
        and && next.is_some_and(|f| {
            f.meanings.iter().any(|m| {
                matches!(
                    m,
                    Meaning::Nation(_, Form::Adjective | Form::Leader)
                        | Meaning::Word(Class::Government | Class::Rebel | Class::Military)
                )
            })
        })
    }

    /// A country or capital that does something or is blamed: before a verb, after "by" or "accused".
    fn as_subject(&self, form: Form) -> bool {
        let Some(end) = self.chunk.last().map(|i| i.to) else { return false };
        let around = &self.actors.around;
        let possessive = self.pieces.get(end.saturating_sub(1)).is_some_and(|p| p.possessive);
        let place = self.before().is_some_and(|w| around.preposition.contains(w));
        let blamed = self.before().is_some_and(|w| around.accusing.contains(w));
        let named = self.pieces.get(end).is_some_and(|p| p.cap && p.join == Join::Space);
        let by = self.before().is_some_and(|w| people().by.has(w)) && !named;
        !possessive && !place && (self.acts_next(end, form) || self.chained || by || blamed)
    }

    /// Whether a verb follows, at once or after a weekday ("Turkey on Monday said").
    fn acts_next(&self, end: usize, form: Form) -> bool {
        let norm =
            |at: usize| self.pieces.get(at).filter(|p| p.join == Join::Space).map_or("", |p| p.norm.as_str());
        let at = if people().on.has(norm(end)) && self.pieces.get(end + 1).is_some_and(|p| p.cap) {
            end + 2
        } else {
            end
        };
        let word = norm(at);
        let weak = form == Form::Seat && people().idle.has(word);
        let past = form != Form::Seat
            && word.len() > 4
            && people().past_endings.ends(word)
            && self.pieces.get(at).is_some_and(|p| !p.cap);
        !weak && (self.actors.around.verb.contains(word) || past)
    }
}
