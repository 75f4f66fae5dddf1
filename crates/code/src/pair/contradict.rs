use super::Account;
use std::fmt;

/// Two places so far apart, and beyond the radii of both, are those of two incidents.
pub const APART_KM: f64 = 50.0;

/// Why two events cannot be one incident, however alike they are otherwise.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Contradiction {
    /// Their places lie so many kilometres apart.
    Places(f64),
    /// One report tells both, each as an event of its own.
    OneReport,
}

impl fmt::Display for Contradiction {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Contradiction::Places(km) => write!(f, "their places are {km:.0} km apart"),
            Contradiction::OneReport => write!(f, "one report tells them as two events"),
        }
    }
}

/// The reason why two accounts cannot be of one incident; `None` where there is none.
pub fn contradicts(a: &Account, b: &Account) -> Option<Contradiction> {
    if a.report == b.report {
        return Some(Contradiction::OneReport);
    }
    let (x, y) = (a.site.as_ref()?, b.site.as_ref()?);
    let (km, reach) = (x.distance(y)?, x.reach(y));
    (km >= APART_KM && km > reach).then_some(Contradiction::Places(km))
}

/// Whether [`contradicts`] finds any reason.
pub fn contradict(a: &Account, b: &Account) -> bool {
    let near = || {
        let (x, y) = (a.site.as_ref()?.at?, b.site.as_ref()?.at?);
        let (north, east) = (x.0 - y.0, x.1 - y.1);
        Some(north * north + east * east < NEAR_DEGREES * NEAR_DEGREES)
    };
    a.report == b.report || (near() == Some(false) && contradicts(a, b).is_some())
}

/// Two places so few degrees apart, as on a plane, are less than [`APART_KM`] apart: a degree is 111.2 km at most.
const NEAR_DEGREES: f32 = 0.44;
