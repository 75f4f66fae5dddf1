use crate::{Basis, Span};

/// How closely a place is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Precision {
    /// A site: a base, field, crossing, camp.
    Exact,
    /// A city, town or village, or a part of one.
    Settlement,
    /// Second-order administrative area.
    District,
    /// First-order administrative area.
    Province,
    /// A country.
    Country,
}

impl Precision {
    /// All of them, the closest first.
    pub const ALL: &'static [Precision] = &[
        Precision::Exact,
        Precision::Settlement,
        Precision::District,
        Precision::Province,
        Precision::Country,
    ];

    /// The contract's word.
    pub fn as_str(self) -> &'static str {
        match self {
            Precision::Exact => "exact",
            Precision::Settlement => "settlement",
            Precision::District => "district",
            Precision::Province => "province",
            Precision::Country => "country",
        }
    }

    /// The precision that a contract word names.
    pub fn parse(word: &str) -> Option<Precision> {
        Precision::ALL.iter().copied().find(|p| p.as_str() == word)
    }
}

crate::worded::as_word!(Precision);

/// A place that a report names, resolved as far as it can be.
#[derive(Clone, Debug, PartialEq)]
pub struct Place {
    /// The words.
    pub at: Span,
    /// Name in the gazetteer, or the words themselves where the gazetteer lacks it.
    pub name: String,
    /// First-order administrative area, its English name.
    pub admin1: Option<String>,
    /// ISO 3166-1 alpha-2.
    pub country: Option<String>,
    /// Degrees north.
    pub lat: Option<f64>,
    /// Degrees east.
    pub lon: Option<f64>,
    /// Radius in kilometres within which the event lies.
    pub radius_km: Option<f64>,
    /// How closely it is known.
    pub precision: Precision,
    /// GeoNames id.
    pub geonames: Option<u32>,
    /// Stated, or taken from the report's other places.
    pub basis: Basis,
    /// How sure, 0–1; used to abstain.
    pub score: f32,
}
