//! What other datasets call and number countries, from `data/countries.tsv`.

use std::collections::HashMap;
use std::sync::LazyLock;

/// A country or territory.
#[derive(Debug)]
pub(crate) struct Country {
    /// ISO 3166-1 alpha-2.
    pub(crate) code: &'static str,
    /// ISO 3166-1 alpha-3.
    pub(crate) alpha3: &'static str,
    /// ISO 3166-1 numeric.
    pub(crate) numeric: u32,
    /// Our name.
    pub(crate) name: &'static str,
    /// ACLED's region.
    pub(crate) acled_region: &'static str,
    /// Gleditsch and Ward's number.
    pub(crate) gw: Option<u32>,
    /// Correlates of War number.
    pub(crate) cow: Option<u32>,
    /// UCDP's region.
    pub(crate) ucdp_region: &'static str,
    /// ACLED's name.
    pub(crate) acled_name: &'static str,
    /// UCDP's name.
    pub(crate) ucdp_name: &'static str,
}

static ALL: LazyLock<Vec<Country>> = LazyLock::new(|| {
    let lines = include_str!("../data/countries.tsv").lines();
    lines.filter(|line| !line.starts_with('#')).filter_map(row).collect()
});

static BY_CODE: LazyLock<HashMap<&'static str, &'static Country>> =
    LazyLock::new(|| ALL.iter().map(|c| (c.code, c)).collect());

static BY_NAME: LazyLock<HashMap<String, &'static Country>> = LazyLock::new(|| {
    let names = |c: &'static Country| [c.acled_name, c.name].map(|name| (name.to_lowercase(), c));
    let shared = |c: &&Country| c.ucdp_name != c.name && !ALL.iter().any(|d| d.name == c.ucdp_name);
    let of_ucdp = ALL.iter().filter(shared).map(|c| (c.ucdp_name.to_lowercase(), c));
    of_ucdp.chain(ALL.iter().flat_map(names)).collect()
});

fn row(line: &'static str) -> Option<Country> {
    let cells: Vec<&'static str> = line.split('\t').collect();
    let [code, alpha3, numeric, name, acled_region, gw, cow, ucdp_region, acled_name, ucdp_name] =
        cells.try_into().ok()?;
    let or_name = |other: &'static str| if other.is_empty() { name } else { other };
    Some(Country {
        code,
        alpha3,
        numeric: numeric.parse().ok()?,
        name,
        acled_region,
        gw: gw.parse().ok(),
        cow: cow.parse().ok(),
        ucdp_region,
        acled_name: or_name(acled_name),
        ucdp_name: or_name(ucdp_name),
    })
}

/// The country of an ISO 3166-1 alpha-2 code.
pub(crate) fn by_code(code: &str) -> Option<&'static Country> {
    BY_CODE.get(code).copied()
}

/// The country that we, ACLED or UCDP call so, whatever the case of its letters.
pub(crate) fn by_name(name: &str) -> Option<&'static Country> {
    BY_NAME.get(name.trim().to_lowercase().as_str()).copied()
}

/// The country of an ISO 3166-1 numeric code.
pub(crate) fn by_numeric(number: u64) -> Option<&'static Country> {
    ALL.iter().find(|country| u64::from(country.numeric) == number && number > 0)
}

/// The country of an ISO 3166-1 alpha-3 code.
pub(crate) fn by_alpha3(code: &str) -> Option<&'static Country> {
    ALL.iter().find(|country| country.alpha3.eq_ignore_ascii_case(code))
}

/// The state of Gleditsch and Ward's number.
pub(crate) fn by_gw(number: u64) -> Option<&'static Country> {
    ALL.iter().find(|country| country.gw.is_some_and(|gw| u64::from(gw) == number))
}

/// The country that an actor's canonical name names: "Military Forces of Syria", "Civilians (Syria)".
pub(crate) fn of_actor(name: &str) -> Option<&'static Country> {
    let bracketed = name.strip_suffix(')').and_then(|n| n.rsplit_once('(')).map(|(_, inside)| inside);
    bracketed.or_else(|| name.split_once(" of ").map(|(_, rest)| rest)).and_then(by_name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_whole() {
        assert_eq!(ALL.len(), 250);
        assert_eq!(BY_CODE.len(), ALL.len(), "a code stands once");
        let regions: std::collections::BTreeSet<&str> = ALL.iter().map(|c| c.acled_region).collect();
        assert_eq!(regions.len(), 17, "{regions:?}");
        let of_ucdp = ["Africa", "Americas", "Asia", "Europe", "Middle East", ""];
        assert!(ALL.iter().all(|c| of_ucdp.contains(&c.ucdp_region)));
    }

    #[test]
    fn countries_are_found_by_code_name_and_actor() {
        let syria = by_code("SY").expect("Syria");
        assert_eq!((syria.alpha3, syria.numeric, syria.gw), ("SYR", 760, Some(652)));
        assert_eq!(by_name("DR Congo (Zaire)").expect("its UCDP name").code, "CD");
        assert_eq!(by_name("democratic republic of congo").expect("its ACLED name").code, "CD");
        assert_eq!(by_name("Israel").expect("Israel").code, "IL", "not Palestine, which UCDP files under it");
        assert_eq!(of_actor("Military Forces of Syria").expect("a country").code, "SY");
        assert_eq!(of_actor("Civilians (Syria)").expect("a country").code, "SY");
        assert!(of_actor("Free Syrian Army").is_none());
    }
}
