/// How likely a thing must be to be coded. Chosen by `cargo xtask weigh --sweep` on reports that training
/// left out.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// A sentence this likely to tell of any event becomes a hint.
    pub event: f32,
    /// By how much it must be likelier to be coded than refused.
    pub over_refusal: f32,
    /// As `over_refusal`, for a clause.
    pub clause: f32,
    /// An act that a sentence recalls in passing.
    pub recalled: f32,
    /// What the likelihood of a type is multiplied by where the codebook lists none of the words for it.
    pub unlisted: f32,
    /// A further type in the same sentence.
    pub second_type: f32,
    /// How likely an event is that only the act words of a user's own type tell of.
    pub own_type: f32,
    /// Two hints this likely to tell of one event are joined.
    pub join: f32,
    /// A hint of the same type is joined to a headline that nothing else has been joined to.
    pub headline: f32,
    /// An actor this likely to be on a side is coded there, if no other is likelier.
    pub side: f32,
    /// How likely an actor is at least on the side that the words put it on outright.
    pub outright: f32,
    /// A second actor on the same side.
    pub second: f32,
    /// A moment.
    pub time: f32,
    /// A place.
    pub place: f32,
    /// A figure that counts harm.
    pub figure: f32,
    /// A figure that is a tally.
    pub tally: f32,
    /// How much a tally's likelihood counts against that of harm, where a figure may be either.
    pub tally_weight: f32,
    /// A harm figure given to an event; one less likely to belong to any event is a tally.
    pub harm: f32,
    /// A speaker given to a figure.
    pub said_by: f32,
    /// A row of an event's claims.
    pub claim: f32,
    /// A reason for a refusal.
    pub refusal: f32,
}

impl Default for Limits {
    fn default() -> Limits {
        Limits {
            event: 0.45,
            over_refusal: 0.70,
            clause: 0.65,
            recalled: 0.25,
            unlisted: 0.40,
            second_type: 0.60,
            own_type: 0.50,
            join: 0.65,
            headline: 0.65,
            side: 0.35,
            outright: 0.60,
            second: 0.65,
            time: 0.15,
            place: 0.20,
            figure: 0.25,
            tally: 0.15,
            tally_weight: 0.80,
            harm: 0.30,
            said_by: 0.27,
            claim: 0.35,
            refusal: 0.30,
        }
    }
}

impl Limits {
    /// The limits for likelihoods by the trained reader.
    pub fn trained() -> Limits {
        Limits {
            event: 0.60,
            over_refusal: 0.55,
            clause: 0.65,
            recalled: 0.45,
            unlisted: 0.30,
            second_type: 0.75,
            join: 0.75,
            headline: 0.30,
            side: 0.35,
            outright: 0.65,
            second: 0.70,
            time: 0.25,
            place: 0.05,
            figure: 0.35,
            tally: 0.15,
            tally_weight: 0.65,
            harm: 0.35,
            said_by: 0.35,
            claim: 0.30,
            ..Limits::default()
        }
    }

    /// The limits for likelihoods by the fast reader.
    pub fn fast() -> Limits {
        Limits {
            event: 0.60,
            over_refusal: 0.75,
            clause: 0.55,
            recalled: 0.35,
            unlisted: 0.65,
            second_type: 0.75,
            side: 0.35,
            outright: 0.70,
            second: 0.75,
            time: 0.25,
            figure: 0.45,
            tally_weight: 0.85,
            harm: 0.35,
            said_by: 0.35,
            ..Limits::default()
        }
    }

    /// Names of the limits, as [`Limits::set`] knows them.
    pub const NAMES: [&'static str; 20] = [
        "outright",
        "event",
        "unlisted",
        "recalled",
        "clause",
        "tally_weight",
        "over_refusal",
        "second_type",
        "join",
        "headline",
        "side",
        "second",
        "time",
        "place",
        "figure",
        "tally",
        "harm",
        "said_by",
        "claim",
        "refusal",
    ];

    /// These limits with the one called `name` set to `value`; unchanged where there is none so called.
    pub fn set(mut self, name: &str, value: f32) -> Limits {
        if let Some(slot) = self.slot(name) {
            *slot = value;
        }
        self
    }

    /// These limits with those called `names` as `other` has them.
    pub fn with_those_of(self, mut other: Limits, names: &[&str]) -> Limits {
        names.iter().fold(self, |limits, name| match other.slot(name) {
            Some(value) => limits.set(name, *value),
            None => limits,
        })
    }

    fn slot(&mut self, name: &str) -> Option<&mut f32> {
        Some(match name {
            "event" => &mut self.event,
            "second_type" => &mut self.second_type,
            "over_refusal" => &mut self.over_refusal,
            "tally_weight" => &mut self.tally_weight,
            "clause" => &mut self.clause,
            "recalled" => &mut self.recalled,
            "unlisted" => &mut self.unlisted,
            "outright" => &mut self.outright,
            "join" => &mut self.join,
            "headline" => &mut self.headline,
            "side" => &mut self.side,
            "second" => &mut self.second,
            "time" => &mut self.time,
            "place" => &mut self.place,
            "figure" => &mut self.figure,
            "tally" => &mut self.tally,
            "harm" => &mut self.harm,
            "said_by" => &mut self.said_by,
            "claim" => &mut self.claim,
            "refusal" => &mut self.refusal,
            _ => return None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::Limits;

    #[test]
    fn named_limits_are_taken_over_and_no_others() {
        let other = Limits { side: 0.9, join: 0.8, ..Limits::default() };
        let mixed = Limits::default().with_those_of(other, &["side", "no such"]);
        assert_eq!((mixed.side, mixed.join), (0.9, Limits::default().join));
        assert!(Limits::NAMES.iter().all(|name| Limits::default().slot(name).is_some()));
    }
}
