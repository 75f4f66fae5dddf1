//! Landmarks: sites that no table of towns lists. One row a site, each with its radius, status and source.

use super::fold::{fold, is_article};
use super::pack::Row;
use super::{Gazetteer, Hit, Kind};
use crate::problem::Problem;

/// The columns of the file, in order.
const COLUMNS: [&str; 9] = ["name", "aliases", "cc", "admin1", "lat", "lon", "radius_km", "status", "source"];
/// A tenth column that may follow: what it is, `site` where it is left out.
const KIND: &str = "kind";
/// What the status column may say.
const STATUS: [&str; 6] = ["ok", "two-sources", "one-source", "conflict", "unverified", "unchecked"];

/// One site.
#[derive(Clone, Debug, PartialEq)]
pub struct Landmark {
    /// Name.
    pub name: String,
    /// Other names.
    pub aliases: Vec<String>,
    /// Code of the first-order area, or of the country.
    pub code: String,
    /// Degrees north.
    pub lat: f64,
    /// Degrees east.
    pub lon: f64,
    /// Radius in kilometres within which it lies.
    pub radius_km: f64,
    /// How well its coordinates are known: ok, two-sources, one-source, conflict, unverified, unchecked.
    pub status: String,
    /// Its name without the words for what it is, where that alone is used: "al-Omar" of "al-Omar oil field".
    pub short: Option<String>,
    /// Where they come from.
    pub source: String,
    /// A site, or a settlement (a town that the table of towns lacks, or a part of one).
    pub kind: Kind,
}

impl Landmark {
    /// The row that is packed for it.
    pub fn row(&self) -> Row {
        Row {
            kind: self.kind,
            code: self.code.clone(),
            name: self.name.clone(),
            names: self.aliases.iter().cloned().chain(self.short.clone()).collect(),
            lat: self.lat,
            lon: self.lon,
            population: 0,
            geonames: 0,
            radius_km: self.radius_km,
        }
    }
}

/// Reads the file; a row with a problem is left out and reported with its line.
pub fn parse(text: &str, gazetteer: &Gazetteer) -> (Vec<Landmark>, Vec<Problem>) {
    let (mut landmarks, mut problems) = (Vec::new(), Vec::new());
    let mut headed = false;
    for (i, line) in text.lines().enumerate() {
        if line.starts_with('#') || line.trim().is_empty() {
            continue;
        }
        if !headed {
            headed = true;
            let named: Vec<&str> = line.trim_end().split('\t').collect();
            if named.strip_suffix(&[KIND]).unwrap_or(&named) != COLUMNS {
                problems.push(Problem::new("landmarks", i + 1, format!("The first line must name the columns, a tab between: {}, and {KIND} if there is a tenth.", COLUMNS.join(", "))));
                break;
            }
            continue;
        }
        match row(line, gazetteer) {
            Ok(landmark) => landmarks.push(landmark),
            Err(what) => problems.push(Problem::new("landmarks", i + 1, what)),
        }
    }
    (landmarks, problems)
}

fn row(line: &str, gazetteer: &Gazetteer) -> Result<Landmark, String> {
    let mut cells: Vec<&str> = line.split('\t').map(str::trim).collect();
    let kind = match (cells.len() > COLUMNS.len()).then(|| cells.pop()).flatten() {
        None | Some("" | "site") => Kind::Site,
        Some("settlement") => Kind::Settlement,
        Some(other) => return Err(format!("The kind \"{other}\" is neither site nor settlement.")),
    };
    let [name, aliases, cc, admin1, lat, lon, radius, status, source] = cells.as_slice() else {
        return Err(format!("The row has {} columns and needs {}.", cells.len(), COLUMNS.len()));
    };
    if name.is_empty() || source.is_empty() {
        return Err("A landmark needs a name and a source.".into());
    }
    if gazetteer.area(cc).is_none() {
        return Err(format!(
            "There is no country with the code \"{cc}\"; give two letters of ISO 3166, such as SY."
        ));
    }
    if !STATUS.contains(status) {
        return Err(format!("The status \"{status}\" is not one of {}.", STATUS.join(", ")));
    }
    Ok(Landmark {
        name: name.to_string(),
        aliases: aliases.split('|').map(str::trim).filter(|a| !a.is_empty()).map(str::to_string).collect(),
        code: area_code(gazetteer, cc, admin1)?,
        lat: degrees("latitude", lat, 90.0)?,
        lon: degrees("longitude", lon, 180.0)?,
        radius_km: degrees("radius", radius, 3000.0)
            .and_then(|r| if r > 0.0 { Ok(r) } else { Err("The radius must be above 0.".into()) })?,
        status: status.to_string(),
        source: source.to_string(),
        short: short(name, gazetteer).filter(|_| kind == Kind::Site),
        kind,
    })
}

fn degrees(what: &str, cell: &str, most: f64) -> Result<f64, String> {
    cell.parse()
        .ok()
        .filter(|n: &f64| n.abs() <= most)
        .ok_or(format!("The {what} \"{cell}\" is not a number from -{most} to {most}."))
}

/// The name without the words for what the site is, if an Arabic article shows that it is a name of its own and no
/// other place has it.
fn short(name: &str, gazetteer: &Gazetteer) -> Option<String> {
    let tails =
        [" oil field", " gas field", " air base", " airbase", " base", " garrison", " crossing", " camp"];
    let lower = name.to_ascii_lowercase();
    let rest = tails.iter().find_map(|t| lower.strip_suffix(t)).and_then(|r| name.get(..r.len()))?;
    let article = fold(rest).split(' ').any(is_article);
    let mut hits = Vec::new();
    gazetteer.named(&fold(rest), &mut hits);
    (article && hits.is_empty()).then(|| rest.to_string())
}

/// The code of the province with this name in the country; the country's own where the cell is empty or names two.
fn area_code(gazetteer: &Gazetteer, cc: &str, admin1: &str) -> Result<String, String> {
    if admin1.is_empty() || admin1.contains('/') {
        return Ok(cc.to_string());
    }
    let mut hits: Vec<Hit> = Vec::new();
    gazetteer.named(&fold(admin1), &mut hits);
    hits.iter()
        .filter_map(|h| gazetteer.record(h.id))
        .find(|r| r.kind == Kind::Admin1 && r.country() == cc)
        .map(|r| r.code.to_string())
        .ok_or(format!(
            "\"{admin1}\" is no province of {cc} that the gazetteer knows; leave the column empty if unsure."
        ))
}
