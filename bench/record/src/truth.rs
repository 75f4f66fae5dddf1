//! What truly happened: everything follows from the world's seed and the incident's number.

use crate::World;
use crate::cast::{Cast, Part};
use crate::chance::Chance;
use crate::places::Site;
use crate::words::{ACTS, Act};
use dateline_code::codebook::Family;

/// One incident.
#[derive(Clone, Debug)]
pub struct Truth<'w> {
    /// Its number.
    pub number: u64,
    /// Day on which it happened, counted from the first.
    pub day: u32,
    pub(crate) site: &'w Site,
    pub(crate) cast: &'w Cast,
    pub(crate) act: &'static Act,
    pub(crate) side_a: &'w Part,
    pub(crate) side_b: &'w Part,
    pub(crate) weapon: Option<(&'static str, &'static str)>,
    pub(crate) killed: u32,
    pub(crate) injured: u32,
    /// Whether it was tried and stopped.
    pub(crate) foiled: bool,
    /// Reports that tell of it.
    pub(crate) tellings: u32,
}

/// One in so many incidents is a second attack on the same place and day, which reports tell apart from the first.
const TWIN: u64 = 150;

/// How many reports tell of an incident: of a thousand, so many up to so many.
const TELLINGS: [(u32, u32, u32); 7] =
    [(640, 1, 1), (190, 2, 2), (85, 3, 3), (60, 4, 8), (18, 9, 19), (6, 20, 45), (1, 46, 90)];

impl World {
    /// The incident of a number below [`crate::Settings::incidents`].
    pub fn truth(&self, number: u64) -> Truth<'_> {
        let first = self.twin_of(number).unwrap_or(number);
        let mut truth = self.own(first);
        if first != number {
            let mut chance = Chance::of(&[self.settings().seed, number, 2]);
            truth.number = number;
            truth.killed += 1 + chance.below(5) as u32;
        }
        truth
    }

    /// The incident that one is the second attack after, on the same day.
    pub(crate) fn twin_of(&self, number: u64) -> Option<u64> {
        let first = number.checked_sub(1).filter(|_| number % TWIN == TWIN - 1)?;
        (self.day_of(first) == self.day_of(number)).then_some(first)
    }

    fn day_of(&self, number: u64) -> u32 {
        let (days, incidents) = (u64::from(self.settings().days), self.settings().incidents);
        (((number + 1) * days - 1) / incidents) as u32
    }

    fn own(&self, number: u64) -> Truth<'_> {
        let chance = &mut Chance::of(&[self.settings().seed, number, 1]);
        let country = *chance.lean(&self.busy);
        let (site, cast) = (chance.lean(&self.sites[country]), &self.casts[country]);
        let act = act(chance);
        let (side_a, side_b) = sides(act.family, cast, chance);
        let deadly = !matches!(act.family, Family::Development | Family::Unrest) && chance.often(0.7);
        // Most deadly incidents kill few, a few kill many.
        let killed = if deadly { (1.0 / (1.0 - chance.unit() * 0.995).powf(0.9)) as u32 } else { 0 };
        Truth {
            number,
            day: self.day_of(number),
            site,
            cast,
            act,
            side_a,
            side_b,
            weapon: (!act.weapons.is_empty()).then(|| *chance.pick(act.weapons)),
            killed,
            injured: if deadly && chance.often(0.5) { killed * 2 + chance.below(6) as u32 } else { 0 },
            foiled: chance.often(0.02),
            tellings: tellings(killed, chance),
        }
    }
}

fn act(chance: &mut Chance) -> &'static Act {
    let mut left = chance.below(ACTS.iter().map(|a| a.weight as usize).sum());
    let found = ACTS.iter().find(|act| {
        let here = left < act.weight as usize;
        left = left.saturating_sub(act.weight as usize);
        here
    });
    found.unwrap_or(&ACTS[0])
}

fn sides<'w>(family: Family, cast: &'w Cast, chance: &mut Chance) -> (&'w Part, &'w Part) {
    let [civilians, gunmen, protesters] = [0, 1, 2].map(|n| &cast.others[n]);
    let armed = chance.lean(&cast.armed);
    let other = chance.lean(&cast.armed);
    let a = if chance.often(0.12) { gunmen } else { armed };
    match family {
        Family::Unrest => (protesters, armed),
        Family::Harm => (a, civilians),
        Family::Fight => (armed, other),
        _ if chance.often(0.45) => (a, civilians),
        _ => (a, other),
    }
}

/// Deadly incidents are told more often.
fn tellings(killed: u32, chance: &mut Chance) -> u32 {
    let mut left = chance.below(1000) as u32;
    if killed >= 10 {
        left += (1000 - left) * 2 / 5;
    }
    for (share, low, high) in TELLINGS {
        if left < share {
            return low + chance.below((high - low + 1) as usize) as u32;
        }
        left -= share;
    }
    1
}
