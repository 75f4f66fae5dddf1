//! GeoNames country dumps: one place a line, nineteen columns with a tab between
//! (the `geoname` table of GeoNames' readme). CC BY 4.0, to be named by whoever hands on what is made of it.

use super::Kind;
use super::pack::Row;
use crate::problem::Problem;

/// Columns of a dump.
const COLUMNS: usize = 19;
/// Problems reported before reading stops: a wrong file has one on every line.
const ENOUGH: usize = 20;

/// Reads a dump: populated places, second-order areas, and sites that news speak of. Countries and provinces are in
/// the compiled-in table already.
pub fn parse(text: &str) -> Result<Vec<Row>, Vec<Problem>> {
    let (mut rows, mut problems) = (Vec::new(), Vec::new());
    for (i, line) in text.lines().enumerate() {
        if line.trim().is_empty() || line.starts_with('#') {
            continue;
        }
        match row(line) {
            Ok(Some(row)) => rows.push(row),
            Ok(None) => {}
            Err(what) => problems.push(Problem::new("dump", i + 1, what)),
        }
        if problems.len() >= ENOUGH {
            break;
        }
    }
    if rows.is_empty() && problems.is_empty() {
        problems.push(Problem::new("dump", 0, "The file holds no populated place, district or site; give a GeoNames country dump such as SY.txt."));
    }
    if problems.is_empty() { Ok(rows) } else { Err(problems) }
}

fn row(line: &str) -> Result<Option<Row>, String> {
    let cells: Vec<&str> = line.split('\t').collect();
    let [id, name, ascii, alternates, lat, lon, class, feature, cc, _, admin1, _, _, _, population, ..] =
        cells.as_slice()
    else {
        return Err(wrong_columns(cells.len()));
    };
    if cells.len() != COLUMNS {
        return Err(wrong_columns(cells.len()));
    }
    let Some((kind, radius_km)) = kind_of(class, feature) else { return Ok(None) };
    let number = |what: &str, cell: &str| {
        cell.parse::<f64>().map_err(|_| format!("The {what} \"{cell}\" is no number."))
    };
    let (lat, lon) = (number("latitude", lat)?, number("longitude", lon)?);
    if lat.abs() > 90.0 || lon.abs() > 180.0 || cc.len() != 2 {
        return Err(format!("The coordinates {lat}, {lon} or the country \"{cc}\" cannot be right."));
    }
    let code = if admin1.is_empty() || *admin1 == "00" || admin1.len() > 5 {
        cc.to_string()
    } else {
        format!("{cc}.{admin1}")
    };
    Ok(Some(Row {
        kind,
        code,
        name: name.to_string(),
        names: std::iter::once(*ascii)
            .chain(alternates.split(','))
            .filter(|n| !n.is_empty() && n != name)
            .map(str::to_string)
            .collect(),
        lat,
        lon,
        population: population.parse().unwrap_or(0),
        geonames: id.parse().map_err(|_| format!("The id \"{id}\" is no number."))?,
        radius_km,
    }))
}

fn wrong_columns(found: usize) -> String {
    format!("The line has {found} columns and a GeoNames dump has {COLUMNS}, a tab between.")
}

/// What a feature code means to us, with a radius in kilometres (0: from the inhabitants); `None` for what news never place events in.
fn kind_of(class: &str, feature: &str) -> Option<(Kind, f64)> {
    match (class, feature) {
        ("P", "PPLH" | "PPLQ" | "PPLW") => None,
        ("P", _) => Some((Kind::Settlement, 0.0)),
        ("A", "ADM2") => Some((Kind::Admin2, 20.0)),
        ("A", "ADM3" | "ADM4") => Some((Kind::Admin2, 10.0)),
        ("L", "MILB" | "OILF" | "GASF" | "CMPRF" | "MNA") => Some((Kind::Site, 5.0)),
        (
            "S",
            "AIRP" | "AIRB" | "AIRF" | "DAM" | "PS" | "PSH" | "PSN" | "OILR" | "BDG" | "CSTM" | "PRN" | "FT"
            | "MILB" | "PSTB" | "CMP" | "CMPRF" | "HSP" | "UNIV",
        ) => Some((Kind::Site, 3.0)),
        _ => None,
    }
}
