//! What each sign of a place's meaning is worth.

/// What each sign is worth, in units of the natural logarithm of a town's people: a sign worth 3 lets a town beat
/// one twenty times its size. Chosen on the training halves of LGL, GeoVirus and the gold reports.
#[derive(Clone, Debug)]
pub struct Weights {
    /// A country by itself.
    pub country: f32,
    /// A first-order area by itself.
    pub admin1: f32,
    /// A second-order area by itself.
    pub admin2: f32,
    /// Taken off where the name is not the main one.
    pub other: f32,
    /// Taken off where the name is only spelt alike.
    pub alike: f32,
    /// Taken off a province or town that bears its own country's name.
    pub namesake: f32,
    /// For other names of the report in the same country (times the logarithm of how many).
    pub same_country: f32,
    /// For other names of the report in the same first-order area.
    pub same_admin1: f32,
    /// For other places of the report nearby.
    pub near: f32,
    /// For being in what the words right behind it name: "Paris, Texas".
    pub inside: f32,
    /// For holding what the words right before it name.
    pub holds: f32,
    /// How evenly doubt is spread over meanings while choosing.
    pub heat: f32,
    /// For being of the kind that the word beside it says.
    pub class: f32,
    /// For being in the country of the outlet.
    pub home: f32,
}

impl Default for Weights {
    fn default() -> Weights {
        Weights {
            country: 14.8,
            admin1: 3.8,
            admin2: 3.9,
            other: 6.2,
            alike: 2.0,
            namesake: 6.0,
            same_country: 3.2,
            same_admin1: 3.2,
            near: 5.8,
            inside: 7.4,
            holds: 4.1,
            heat: 1.5,
            class: 4.7,
            home: 2.2,
        }
    }
}
