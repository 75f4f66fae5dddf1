//! Builds `gazetteer/gazetteer.bin` from GeoNames' tables and our own: `cargo xtask gazetteer FACTS [--check]`.
//!
//! FACTS is a folder with cities500.tsv.gz (id, name, lat, lon, country, admin1, population, alternate names),
//! admin1CodesASCII.txt, admin2Codes.txt and countryInfo.txt of GeoNames. The same tables give the same bytes;
//! `--check` writes nothing and fails where the committed file differs.

use anyhow::{Context, Result, bail};
use dateline_code::gazetteer::Kind;
use dateline_code::gazetteer::pack::{Row, pack};
use std::collections::{BTreeMap, HashMap};
use std::io::Read;
use std::path::Path;

/// Bytes that the table may take in the program.
const MOST: usize = 14_000_000;

/// Runs the task; `true` where all is well.
pub fn run(args: &[String]) -> Result<bool> {
    let check = args.iter().any(|a| a == "--check");
    let facts = args
        .iter()
        .find(|a| !a.starts_with("--"))
        .context("Name the folder with GeoNames' tables: cargo xtask gazetteer FACTS")?;
    let own = Path::new(env!("CARGO_MANIFEST_DIR")).join("../gazetteer");
    let rows = rows(Path::new(facts), &own)?;
    let packed = pack(rows).map_err(anyhow::Error::msg)?;
    println!("{} bytes", packed.len());
    if packed.len() > MOST {
        bail!("The table takes {} bytes and may take {MOST}.", packed.len());
    }
    let path = own.join("gazetteer.bin");
    if check {
        return Ok(std::fs::read(&path).is_ok_and(|old| old == packed));
    }
    std::fs::write(&path, packed).with_context(|| format!("{} cannot be written", path.display()))?;
    Ok(true)
}

/// Coordinates and radius of areas: code → (lat, lon, radius).
type Areas = HashMap<String, (f64, f64, f64)>;

fn rows(facts: &Path, own: &Path) -> Result<Vec<Row>> {
    let areas = areas(&own.join("areas.tsv"))?;
    let mut rows = Vec::new();
    let mut people: BTreeMap<String, u64> = BTreeMap::new();
    settlements(&facts.join("cities500.tsv.gz"), &mut rows, &mut people)?;
    countries(&facts.join("countryInfo.txt"), &own.join("countries.tsv"), &areas, &mut rows)?;
    admin1(&facts.join("admin1CodesASCII.txt"), &own.join("admin1.tsv"), &areas, &people, &mut rows)?;
    admin2(&facts.join("admin2Codes.txt"), &areas, &mut rows)?;
    regions(&own.join("regions.tsv"), &mut rows)?;
    Ok(rows)
}

fn read(path: &Path) -> Result<String> {
    let bytes = std::fs::read(path).with_context(|| format!("{} cannot be read", path.display()))?;
    if path.extension().is_some_and(|e| e == "gz") {
        let mut text = String::new();
        flate2::read::GzDecoder::new(&bytes[..]).read_to_string(&mut text)?;
        return Ok(text);
    }
    Ok(String::from_utf8(bytes)?)
}

/// Lines that are no comments, cut at tabs.
fn lines(text: &str) -> impl Iterator<Item = Vec<&str>> {
    text.lines().filter(|l| !l.starts_with('#') && !l.is_empty()).map(|l| l.split('\t').collect())
}

fn areas(path: &Path) -> Result<Areas> {
    let text = read(path)?;
    lines(&text)
        .map(|c| match c.as_slice() {
            [code, lat, lon, radius, _] => {
                Ok((code.to_string(), (lat.parse()?, lon.parse()?, radius.parse()?)))
            }
            _ => bail!("areas.tsv: a row needs five columns: {c:?}"),
        })
        .collect()
}

fn settlements(path: &Path, rows: &mut Vec<Row>, people: &mut BTreeMap<String, u64>) -> Result<()> {
    let text = read(path)?;
    for c in lines(&text) {
        let [id, name, lat, lon, cc, a1, population, alternates] = c.as_slice() else {
            bail!("cities500: a row needs eight columns: {c:?}")
        };
        let code = if a1.is_empty() || *a1 == "00" { cc.to_string() } else { format!("{cc}.{a1}") };
        let population = population.parse().unwrap_or(0);
        *people.entry(code.clone()).or_default() += population;
        rows.push(Row {
            kind: Kind::Settlement,
            names: alternates
                .split('|')
                .filter(|n| n != name && worth_keeping(n) && readable(n, cc, population))
                .map(str::to_string)
                .collect(),
            name: name.to_string(),
            lat: lat.parse()?,
            lon: lon.parse()?,
            population,
            geonames: id.parse()?,
            radius_km: 0.0,
            code,
        });
    }
    Ok(())
}

/// Whether an alternate name is one that a text may hold: no airport codes, and no bare consonants, which GeoNames
/// makes of names in other scripts ("tkht qysr").
fn worth_keeping(name: &str) -> bool {
    let ascii = name.is_ascii();
    let vowel = name.chars().any(|c| "aeiouyAEIOUY".contains(c));
    let capital = name.chars().next().is_some_and(char::is_uppercase);
    let code = name.len() <= 4 && name.chars().all(|c| c.is_ascii_uppercase());
    !(name.is_empty()
        || code
        || ascii && !vowel
        || ascii && !capital && name.chars().all(|c| c.is_ascii_lowercase() || c == ' ' || c == '-'))
}

/// People that a place needs for its names in scripts that its country does not write: those of small places fill
/// megabytes and stand in no report.
const FOREIGN_SCRIPT: u64 = 100_000;
/// People that a place needs for its names of more than three words or 24 bytes.
const LONG_NAMES: u64 = 15_000;
/// Countries that write Cyrillic.
const CYRILLIC: &str = "RU UA BY BG RS MK ME BA KZ KG TJ UZ TM MN MD GE AM AZ";
/// Countries that write Arabic letters.
const ARABIC: &str = "AE AF BH DJ DZ EG EH ER IQ IR JO KW LB LY MA MR OM PK PS QA SA SD SO SY TD TN YE IL TR";

/// Whether a report is likely to hold a name in this script for a place of this size in this country.
fn readable(name: &str, cc: &str, population: u64) -> bool {
    let script = name.chars().find(|c| c.is_alphabetic()).map_or(0, |c| c as u32);
    match script {
        0x400..=0x52F => population >= FOREIGN_SCRIPT || CYRILLIC.contains(cc),
        0x590..=0x5FF => population >= FOREIGN_SCRIPT || cc == "IL" || cc == "PS",
        0x600..=0x6FF => population >= FOREIGN_SCRIPT || ARABIC.contains(cc),
        // Long official names ("Gemeente …", "Communauté …") of small places.
        _ => name.split(' ').count() <= 3 && name.len() <= 24 || population >= LONG_NAMES,
    }
}

/// Names that our own list gives for a code: (main, others).
fn own_names(path: &Path) -> Result<HashMap<String, (String, Vec<String>)>> {
    let text = read(path)?;
    Ok(lines(&text)
        .filter_map(|c| {
            Some((c.first()?.to_string(), (c.get(1)?.to_string(), split(c.get(2).unwrap_or(&"")))))
        })
        .collect())
}

fn split(cell: &str) -> Vec<String> {
    cell.split('|').map(str::trim).filter(|n| !n.is_empty()).map(str::to_string).collect()
}

fn countries(path: &Path, names: &Path, areas: &Areas, rows: &mut Vec<Row>) -> Result<()> {
    let (text, own) = (read(path)?, own_names(names)?);
    for c in lines(&text).filter(|c| c.first().is_some_and(|cc| cc.len() == 2)) {
        let (cc, name) = (c[0], c[4]);
        let Some((lat, lon, radius)) = areas.get(cc) else { continue };
        let (main, mut others) = own.get(cc).cloned().unwrap_or((name.to_string(), Vec::new()));
        others.push(name.to_string());
        rows.push(area_row(
            Kind::Country,
            cc,
            main,
            others,
            (*lat, *lon, *radius),
            c[7].parse().unwrap_or(0),
            c[16].parse().unwrap_or(0),
        ));
    }
    Ok(())
}

fn area_row(
    kind: Kind,
    code: &str,
    name: String,
    names: Vec<String>,
    at: (f64, f64, f64),
    population: u64,
    geonames: u32,
) -> Row {
    let names = names.into_iter().filter(|n| *n != name).collect();
    Row {
        kind,
        code: code.to_string(),
        name,
        names,
        lat: at.0,
        lon: at.1,
        population,
        geonames,
        radius_km: at.2,
    }
}

/// Words that GeoNames puts to the names of areas and that English leaves out.
const AREA_WORDS: [&str; 12] = [
    " Province",
    " Governorate",
    " Region",
    " Oblast",
    " Oblast’",
    " State",
    " District",
    " County",
    " Department",
    " Prefecture",
    " Division",
    " City",
];

/// The name without such a word, where something is left.
fn bare(name: &str) -> &str {
    let name = name.strip_prefix("Muhafazat ").unwrap_or(name);
    AREA_WORDS.iter().find_map(|w| name.strip_suffix(w)).unwrap_or(name)
}

fn admin1(
    path: &Path,
    names: &Path,
    areas: &Areas,
    people: &BTreeMap<String, u64>,
    rows: &mut Vec<Row>,
) -> Result<()> {
    let (text, own) = (read(path)?, own_names(names)?);
    for c in lines(&text) {
        let [code, name, ascii, id] = c.as_slice() else { bail!("admin1: a row needs four columns: {c:?}") };
        let Some(at) = areas.get(*code) else { continue };
        // "Eastern Province" and "Capital Region" keep their word: "Eastern" alone names nothing.
        let keep = bare(name).split(' ').all(|w| DIRECTIONS.contains(&w));
        let short = if keep { name } else { bare(name) };
        let (main, mut others) = own.get(*code).cloned().unwrap_or((short.to_string(), Vec::new()));
        others.extend([name.to_string(), ascii.to_string()]);
        if !keep {
            others.push(bare(ascii).to_string());
        }
        others.sort();
        others.dedup();
        rows.push(area_row(
            Kind::Admin1,
            code,
            main,
            others,
            *at,
            people.get(*code).copied().unwrap_or(0),
            id.parse()?,
        ));
    }
    Ok(())
}

/// Words that name no area by themselves.
const DIRECTIONS: [&str; 14] = [
    "Northern",
    "Southern",
    "Eastern",
    "Western",
    "Central",
    "Capital",
    "North",
    "South",
    "East",
    "West",
    "Southwest",
    "Northwest",
    "Southeast",
    "Northeast",
];

fn admin2(path: &Path, areas: &Areas, rows: &mut Vec<Row>) -> Result<()> {
    let text = read(path)?;
    for c in lines(&text) {
        let [code, name, ascii, id] = c.as_slice() else { bail!("admin2: a row needs four columns: {c:?}") };
        let (Some(at), Some((one, _))) = (areas.get(*code), code.rsplit_once('.')) else { continue };
        let mut others = vec![ascii.to_string()];
        if let Some(bare) = ascii
            .strip_suffix(" County")
            .or(ascii.strip_suffix(" Parish"))
            .or(ascii.strip_suffix(" District"))
        {
            others.push(bare.to_string());
        }
        rows.push(area_row(Kind::Admin2, one, name.to_string(), others, *at, 0, id.parse()?));
    }
    Ok(())
}

fn regions(path: &Path, rows: &mut Vec<Row>) -> Result<()> {
    let text = read(path)?;
    for c in lines(&text) {
        let [name, others, code, lat, lon, radius] = c.as_slice() else {
            bail!("regions.tsv: a row needs six columns: {c:?}")
        };
        rows.push(area_row(
            Kind::Region,
            code,
            name.to_string(),
            split(others),
            (lat.parse()?, lon.parse()?, radius.parse()?),
            0,
            0,
        ));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_committed_table_is_what_the_tables_give() {
        let facts = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/facts");
        if !facts.join("cities500.tsv.gz").exists() {
            println!("skipped: GeoNames' tables are not here");
            return;
        }
        let args = [facts.display().to_string(), "--check".to_string()];
        assert!(run(&args).unwrap(), "run cargo xtask gazetteer and commit gazetteer/gazetteer.bin");
    }

    #[test]
    fn names_that_no_report_holds_are_left_out() {
        assert!(worth_keeping("Halab") && worth_keeping("حلب") && worth_keeping("al-Bab"));
        assert!(!worth_keeping("tkht qysr") && !worth_keeping("ALP") && !worth_keeping(""));
        assert!(readable("Алеппо", "SY", 200_000) && !readable("Алеппо", "SY", 600));
    }

    #[test]
    fn words_for_what_an_area_is_go() {
        assert_eq!(bare("Kherson Oblast"), "Kherson");
        assert_eq!(bare("Anbar"), "Anbar");
    }
}
