//! Questions that analysts ask of the example record, in any combination.

use proptest::prelude::*;

/// Query strings of filters, each of which some incident of the examples fits.
pub fn filters() -> impl Strategy<Value = String> {
    let part = |values: &'static [&'static str]| prop_oneof![2 => Just(String::new()), 1 => proptest::sample::select(values).prop_map(|v| format!("&{v}"))];
    let names = part(&[
        "actor=ISIS&actor=us-military",
        "actor=Islamic+Resistance+in+Iraq&side=a",
        "place=Harir",
        "place=Deir+ez-Zor",
        "outlet=Example+Wire",
        "text=drone",
        "text=%22air+base%22",
        "text=%22%22",
    ]);
    let kinds = part(&[
        "type=air_drone_strike",
        "type=air_drone_strike&type=shelling_artillery_missile",
        "family=strike",
        "family=fight&family=unrest&family=bomb",
        "word=reported",
        "word=corroborated&word=disputed",
        "word=retracted",
        "status=foiled",
        "status=occurred",
    ]);
    let times = part(&["from=2023-11-01", "to=2023-11-30", "from=2023-10-20&to=2023-12-31", "undated=true"]);
    let places =
        part(&["country=SY", "country=iq", "bbox=35,32,43,38", "bbox=170,-90,60,90", "bbox=-400,-90,400,90"]);
    let others = part(&["killed=1", "killed=0", "killed=100000", "as_of=2020-01-01"]);
    (names, kinds, times, places, others).prop_map(|(a, b, c, d, e)| format!("{a}{b}{c}{d}{e}"))
}
