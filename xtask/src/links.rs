//! `cargo xtask links GOLD.jsonl`: how well the claims of many reports are fused into incidents. Claims as coders
//! have them, and as we code them, are fused batch by batch, and the scorer compares the groups with the coders'.

use crate::pair::{known, lines};
use anyhow::{Context, Result};
use dateline::eval::{Figure, Figures, GoldReport, Rates, read_reports, score};
use dateline::{Coder, Decider, code_lines};
use dateline_code::Books;
use dateline_code::fuse::{Key, Ties, fuse, keys};
use dateline_code::pair::{Account, Heading, Pairing};
use dateline_terms::told::Event;
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// Who coded the claims.
const CODERS: [(&str, Decider); 3] =
    [("rules", Decider::Rules), ("fast", Decider::Fast), ("encoder", Decider::Encoder)];

/// Runs the task. `args`: the gold file.
///
/// # Errors
/// Names what could not be read.
pub fn run(args: &[String]) -> Result<()> {
    let path = args.first().context("usage: cargo xtask links GOLD.jsonl")?;
    let gold = Gold::read(path)?;
    println!("claims | fused by | links: precision | recall | F1 | incidents: precision | recall | B³ F1");
    let claims = gold.claims();
    gold.row("coders'", &gold.lines, &claims)?;
    for (name, decider) in CODERS {
        let coded = gold.coded(&Coder::new().decided_by(decider))?;
        gold.row(name, &coded, &of_lines(&coded, &gold.lines)?)?;
    }
    println!("\n{}", blocks(&claims));
    Ok(())
}

/// One claim, and where it stands.
struct Told {
    /// Index of its line.
    line: usize,
    /// Index in the line's list of events.
    place: usize,
    /// Whose coding its line is: incident names hold within it.
    batch: String,
    event: Event,
    account: Account,
}

/// A gold file.
pub struct Gold {
    lines: Vec<Value>,
    /// As the scorer reads them.
    pub reports: Vec<GoldReport>,
}

impl Gold {
    /// Reads a file.
    ///
    /// # Errors
    /// Names the file that could not be read.
    pub fn read(path: &str) -> Result<Gold> {
        let lines = lines(path)?;
        Ok(Gold { reports: scorers(&lines)?, lines })
    }

    /// Its reports as the program codes them, one contract line each.
    ///
    /// # Errors
    /// Only if the contract's own JSON cannot be read back.
    fn coded(&self, coder: &Coder) -> Result<Vec<Value>> {
        let lines = code_lines(coder, &self.reports, true);
        Ok(lines.lines().map(serde_json::from_str).collect::<Result<_, _>>()?)
    }

    /// Its reports as the program codes them, and fuses what it coded, for the scorer.
    ///
    /// # Errors
    /// Only if the contract's own JSON cannot be read back.
    pub fn fused(&self, coder: &Coder) -> Result<Vec<GoldReport>> {
        let mut coded = self.coded(coder)?;
        let claims = of_lines(&coded, &self.lines)?;
        name(&mut coded, &claims, &incidents(&claims));
        scorers(&coded)
    }

    /// Its own claims, fused by the program, for the scorer.
    ///
    /// # Errors
    /// Only if its lines cannot be read back.
    pub fn fused_claims(&self) -> Result<Vec<GoldReport>> {
        let mut lines = self.lines.clone();
        let claims = self.claims();
        name(&mut lines, &claims, &incidents(&claims));
        scorers(&lines)
    }

    fn claims(&self) -> Vec<Told> {
        let coder = Coder::new();
        let mut claims = Vec::new();
        for (n, line) in self.lines.iter().enumerate() {
            let heading = Heading {
                report: line["id"].as_str().unwrap_or_default(),
                published: line["published"].as_str().and_then(|day| day.parse().ok()),
                title: line["title"].as_str(),
            };
            for (place, event) in known(line, &coder) {
                claims.push(Told::new(n, place, &line["batch"], &heading, event));
            }
        }
        claims
    }

    /// Prints what fusion makes of the claims, and below what comes of type, day and province alone.
    fn row(&self, name: &str, lines: &[Value], claims: &[Told]) -> Result<()> {
        for (by, groups) in [("fusion", incidents(claims)), ("family, day, province", alike(claims))] {
            let mut lines = lines.to_vec();
            self::name(&mut lines, claims, &groups);
            let figures = score(&self.reports, &scorers(&lines)?).0;
            let [links, incidents] = ["links", "incidents"].map(|name| rates(&figures, name));
            println!("{name} | {by} | {links} | {incidents}");
        }
        Ok(())
    }
}

fn scorers(lines: &[Value]) -> Result<Vec<GoldReport>> {
    read_reports(&lines.iter().map(|line| format!("{line}\n")).collect::<String>())
}

fn rates(figures: &Figures, name: &str) -> String {
    match figures.get(name) {
        Some(Figure::Rates(Rates { precision, recall, f1, .. })) => {
            format!("{precision:.3} | {recall:.3} | {f1:.3}")
        }
        _ => "- | - | -".to_string(),
    }
}

impl Told {
    fn new(line: usize, place: usize, batch: &Value, heading: &Heading<'_>, event: Event) -> Told {
        let account = Account::new(&event, heading, &Books::embedded(), &Pairing::embedded().words);
        Told { line, place, batch: batch.to_string(), event, account }
    }
}

/// The claims of contract lines, in the batches of the gold lines that they are codings of.
fn of_lines(coded: &[Value], gold: &[Value]) -> Result<Vec<Told>> {
    let batches: BTreeMap<&str, &Value> =
        gold.iter().filter_map(|line| Some((line["id"].as_str()?, &line["batch"]))).collect();
    let mut claims = Vec::new();
    for (n, line) in coded.iter().enumerate() {
        let id = line["id"].as_str().unwrap_or_default();
        let report = &line["report"];
        let heading = Heading {
            report: id,
            published: report["published"]["date"].as_str().and_then(|day| day.parse().ok()),
            title: report["title"].as_str(),
        };
        let events: Vec<Event> = serde_json::from_value(line["events"].clone())?;
        let batch = batches.get(id).copied().unwrap_or(&Value::Null);
        let told = |(place, event)| Told::new(n, place, batch, &heading, event);
        claims.extend(events.into_iter().enumerate().map(told));
    }
    Ok(claims)
}

/// The incident of each claim, by fusion within each batch.
fn incidents(claims: &[Told]) -> Vec<String> {
    let mut batches: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (n, claim) in claims.iter().enumerate() {
        batches.entry(&claim.batch).or_default().push(n);
    }
    let mut names = vec![String::new(); claims.len()];
    for members in batches.values() {
        let of: Vec<(usize, &Account)> = members.iter().map(|n| (*n, &claims[*n].account)).collect();
        for group in fuse(&of, &Ties::default(), Pairing::embedded()) {
            group.iter().for_each(|n| names[members[*n]] = format!("incident {}", members[group[0]]));
        }
    }
    names
}

/// The incident of each claim by the family of its type, its days and its province alone; one of its own where its
/// day or its province is not known.
fn alike(claims: &[Told]) -> Vec<String> {
    let name = |(n, claim): (usize, &Told)| {
        let event = &claim.event;
        let family = Books::embedded().codebook.family(&event.event_type);
        let province = event.place.as_ref().and_then(|p| Some((p.country.as_ref()?, p.admin1.as_ref()?)));
        match event.time.as_ref().map(|t| (t.start, t.end)).zip(province) {
            Some(scene) => format!("{family:?} {scene:?}"),
            None => format!("claim {n}"),
        }
    };
    claims.iter().enumerate().map(name).collect()
}

/// Writes each claim's incident into its line.
fn name(lines: &mut [Value], claims: &[Told], incidents: &[String]) {
    for (claim, incident) in claims.iter().zip(incidents) {
        lines[claim.line]["events"][claim.place]["incident"] = json!(incident);
    }
}

/// What blocking costs and misses, in words.
fn blocks(claims: &[Told]) -> String {
    let pairing = Pairing::embedded();
    let keys: Vec<Vec<Key>> = claims.iter().map(|claim| keys(&claim.account)).collect();
    let meet = |a: usize, b: usize| {
        keys[a].iter().any(|x| keys[b].iter().any(|y| x.block == y.block && (x.wide || y.wide)))
    };
    let [mut linked, mut likely, mut met, mut compared, mut all] = [0usize; 5];
    for (a, x) in claims.iter().enumerate() {
        for (b, y) in claims.iter().enumerate().skip(a + 1).filter(|(_, y)| y.line != x.line) {
            let meets = meet(a, b);
            all += 1;
            compared += usize::from(meets);
            if x.batch == y.batch && x.event.incident.is_some() && x.event.incident == y.event.incident {
                linked += 1;
                let held = pairing.likelihood(&x.account, &y.account) >= pairing.join;
                likely += usize::from(held);
                met += usize::from(held && meets);
            }
        }
    }
    let each = keys.iter().map(Vec::len).sum::<usize>() as f64 / keys.len().max(1) as f64;
    let bytes = claims.iter().map(|claim| claim.account.write().len()).sum::<usize>() / claims.len().max(1);
    format!(
        "blocks, of coders' claims: {each:.1} keys and {bytes} bytes a claim; of {linked} linked pairs {likely} are at \
         least {:.2} likely, and {met} of those meet; of {all} pairs {compared} are compared",
        pairing.join
    )
}
