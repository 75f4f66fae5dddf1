//! Blocking: which claims are compared at all. Two claims meet where they share a block that at least one of them
//! is in widely; two narrow claims, each with a place and a day of its own, meet only near that place and day. A claim of
//! a province meets those of the province and those of its country at large; one without a country meets those of its
//! parties' countries; only what has neither meets claims of anywhere.
//!
//! Figures of `docs/fusion.md` say how many true pairs meet, and how many others do.

use crate::codebook::Family;
use crate::pair::{Account, Day, Iso, Site};
use crate::weigh::key64;
use dateline_terms::{Precision, Standing};
use std::collections::BTreeMap;
use std::ops::RangeInclusive;

/// That a claim is in a block.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Key {
    /// The block.
    pub block: u64,
    /// Whether the claim meets all of the block, or only those that are in it widely.
    pub wide: bool,
}

/// Days of a block of narrow claims.
const DAYS: Day = 4;
/// Days of a block that wide claims are in.
const SEASON: Day = 16;
/// Days that a day may be told wrong by, on either side.
const SLIP: Day = 1;
/// Days before its publication in which an undated event may have happened.
const NEWS: Day = 3;
/// Days between reports, on either side, in which a wide claim finds others.
const RECALL: Day = 7;
/// A claim of no more days than these is narrow.
const NARROW: Day = 8;
/// A claim of more days than these is of a state of things (a siege, a truce) that reports tell for years.
const LONG: Day = 63;
/// Side of a cell, in degrees.
const CELL: f32 = 1.5;
/// A place so near the border of a cell, in degrees, is in both: places may be 50 km apart and near each other.
const BORDER: f32 = 0.25;

/// The blocks that a claim is in: seven as a rule, each once, in order. Blocks of neighbouring days are near each other
/// in that order, so that what is news together is kept together.
pub fn keys(account: &Account) -> Vec<Key> {
    let scene = Scene::new(account);
    let mut blocks: BTreeMap<u64, bool> = BTreeMap::new();
    let mut put = |day: Option<Day>, parts: &[&str], wide: bool| {
        *blocks.entry(block(day, parts)).or_default() |= wide;
    };
    if let Some((days, at)) = scene.days.clone().zip(scene.at) {
        for day in stretches(&days, DAYS) {
            cells(at).iter().for_each(|cell| put(Some(day), &["near", cell], true));
        }
    }
    let family = account.family.map_or("", |family| family.as_str());
    let province = account.site.as_ref().and_then(|site| site.admin1).map(|name| name.to_string());
    let countries = countries(account);
    let narrow = scene.days.is_some() && scene.at.is_some();
    let mut seasons: Vec<Option<Day>> =
        scene.seasons.iter().flat_map(|days| stretches(days, SEASON)).map(Some).collect();
    if seasons.is_empty() {
        seasons.push(None);
    }
    for season in seasons {
        if let Some(province) = &province {
            put(season, &["province", province, family], !narrow);
        }
        for country in &countries {
            put(season, &["country", country.as_str(), family], !narrow && province.is_none());
        }
        put(season, &["anywhere", family], countries.is_empty());
    }
    if let Some(province) = province.filter(|_| scene.lasts) {
        put(None, &["lasts", &province, family], true);
    }
    blocks.into_iter().map(|(block, wide)| Key { block, wide }).collect()
}

/// Bits of a block that tell its parts; those above tell its first day.
const PARTS: u32 = 40;

/// A block of the days from one on.
fn block(day: Option<Day>, parts: &[&str]) -> u64 {
    // Days of any calendar year fit into the bits that are left.
    let day = day.map_or(0, |day| i64::from(day) + (1 << (62 - PARTS))).cast_unsigned();
    day << PARTS | key64(parts) >> (64 - PARTS)
}

/// The country of the place; where that is not known those that the parties come from.
fn countries(account: &Account) -> Vec<Iso> {
    if let Some(country) = account.site.as_ref().and_then(|site| site.country) {
        return vec![country];
    }
    let sides = account.side_a.iter().chain(&account.side_b);
    let mut countries: Vec<Iso> = sides.filter_map(|party| party.country).collect();
    countries.sort_unstable();
    countries.dedup();
    countries
}

/// When and where a claim is to be looked for.
struct Scene {
    /// Where, as degrees north and east; `None` for a province, a country, or nowhere.
    at: Option<(f32, f32)>,
    /// The few days that it may be told of; `None` where it is undated and recalled, or its days are many.
    days: Option<RangeInclusive<Day>>,
    /// Days in which others that tell of it are looked for.
    seasons: Vec<RangeInclusive<Day>>,
    /// Whether it may be of a state of things.
    lasts: bool,
}

impl Scene {
    fn new(account: &Account) -> Scene {
        let near = |site: &&Site| site.precision <= Precision::District;
        let at = account.site.as_ref().filter(near).and_then(|site| site.at);
        let main = account.standing == Standing::Main;
        let news = account.published.map(|day| day - NEWS..=day);
        let days = match account.days {
            Some((start, end)) if end - start < NARROW => Some(start - SLIP..=end + SLIP),
            None if main => news.clone(),
            _ => None,
        };
        let long = account.days.is_some_and(|(start, end)| end - start >= LONG);
        let around = if days.is_some() && at.is_some() { SLIP } else { RECALL };
        let widened = |days: RangeInclusive<Day>| days.start() - around..=days.end() + around;
        let told = account.published.map(|day| day..=day).filter(|_| long || !main);
        let own = match account.days {
            Some((_, end)) if long => Some(end..=end),
            Some((start, end)) => Some(start..=end),
            None => news,
        };
        let seasons = own.into_iter().chain(told).map(widened).collect();
        let development = account.family == Some(Family::Development);
        let lasts = long || (account.days.is_none() && !main && development);
        Scene { at, days, seasons, lasts }
    }
}

/// The first days of the stretches of `width` days that hold any of `days`.
fn stretches(days: &RangeInclusive<Day>, width: Day) -> impl Iterator<Item = Day> + use<> {
    (days.start().div_euclid(width)..=days.end().div_euclid(width)).map(move |number| number * width)
}

/// The cells in which a place is, or whose border is near.
fn cells((north, east): (f32, f32)) -> Vec<String> {
    let rows = |degrees: f32| {
        let number = |degrees: f32| (degrees / CELL).floor() as i32;
        number(degrees - BORDER)..=number(degrees + BORDER)
    };
    let around = (360.0 / CELL) as i32;
    let row = |row: i32| rows(east).map(move |column| format!("{row} {}", column.rem_euclid(around)));
    rows(north).flat_map(row).collect()
}
