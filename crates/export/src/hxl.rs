//! CSV with a row of HXL tags under the headings (HXL standard 1.1), for humanitarian tools.

use crate::countries;
use crate::delimited::{Delimited, Style};
use crate::format::{Row, Spec, Takes};
use crate::sentence;
use crate::table::{Column, Kind, join};
use dateline_terms::told::{Actor, Place};
use dateline_terms::{HarmKind, Incident, Word};
use std::sync::LazyLock;

pub(crate) static SPEC: Spec = Spec {
    name: "hxl",
    endings: &[".hxl.csv"],
    about: "CSV whose second row tags each column in the Humanitarian Exchange Language 1.1, so that its tools know \
            what is what.",
    loses: &[
        "Words of reports, ids of actors, and who said what.",
        "Breakdowns of harm by civilians and combatants, and figures of missing, abducted and arrested people.",
        "Withdrawn incidents: they are left out and counted.",
        "A text that a spreadsheet would run as a formula has an apostrophe before it.",
    ],
    tables: || vec![("incidents", COLUMNS.iter().map(told).collect())],
    takes: Takes::Incidents,
    begin: |draft, _| {
        let columns: &'static [Column<Incident>] = &PLAIN;
        let mut to = Delimited::begin(draft, Style::Commas, columns, row)?;
        to.words(COLUMNS.iter().map(|(tag, _)| *tag))?;
        Ok(Box::new(to))
    },
};

fn row(incident: &Incident) -> Row<Incident> {
    if incident.word == Word::Retracted { Err("withdrawn") } else { Ok(incident.clone()) }
}

fn told((tag, column): &(&'static str, Column<Incident>)) -> crate::Told {
    let told = column.told();
    crate::Told { about: format!("{} `{tag}`", told.about), ..told }
}

/// The columns without their tags.
static PLAIN: LazyLock<Vec<Column<Incident>>> =
    LazyLock::new(|| columns().into_iter().map(|(_, column)| column).collect());

/// Each column with its tag.
static COLUMNS: LazyLock<Vec<(&'static str, Column<Incident>)>> = LazyLock::new(columns);

fn columns() -> Vec<(&'static str, Column<Incident>)> {
    let mut all = what();
    all.extend(place());
    all.extend(harm());
    all.extend(ledger());
    all
}

fn names(side: &[Actor]) -> String {
    join(&side.iter().map(|actor| actor.name.as_str()).collect::<Vec<_>>())
}

fn what() -> Vec<(&'static str, Column<Incident>)> {
    use Kind::{Day, Text};
    vec![
        ("#event+id", Column::new("Incident", Text, "Lasting id.", |i: &Incident| i.id.clone())),
        (
            "#event+type",
            Column::new("Type", Text, "Event type of our codebook.", |i: &Incident| i.event_type.clone()),
        ),
        (
            "#status+name",
            Column::new(
                "Standing",
                Text,
                "How it stands: reported, corroborated, disputed or denied.",
                |i: &Incident| i.word.as_str(),
            ),
        ),
        (
            "#status+act",
            Column::new("Came about", Text, "occurred or foiled.", |i: &Incident| i.status.as_str()),
        ),
        (
            "#date+start",
            Column::new("First day", Day, "First day on which it may have happened.", |i: &Incident| {
                i.days.map(|d| d.start)
            }),
        ),
        ("#date+end", Column::new("Last day", Day, "Last day.", |i: &Incident| i.days.map(|d| d.end))),
        ("#group+by", Column::new("Side A", Text, "Who did it.", |i: &Incident| names(&i.side_a))),
        ("#group+to", Column::new("Side B", Text, "To whom.", |i: &Incident| names(&i.side_b))),
        ("#cause+weapons", Column::new("Weapons", Text, "Kinds of weapon.", |i: &Incident| join(&i.weapons))),
        (
            "#event+description",
            Column::new("Account", Text, "A sentence of ours from the coded facts.", sentence::tell),
        ),
    ]
}

fn place() -> Vec<(&'static str, Column<Incident>)> {
    use Kind::{Real, Text};
    fn at(i: &Incident) -> Option<&Place> {
        i.place.as_ref()
    }
    let country = |i: &Incident| at(i)?.country.as_deref().and_then(countries::by_code);
    vec![
        (
            "#country+code+v_iso2",
            Column::new("Country code", Text, "ISO 3166-1 alpha-2.", |i: &Incident| at(i)?.country.clone()),
        ),
        (
            "#country+code+v_iso3",
            Column::new("Country code, three letters", Text, "ISO 3166-1 alpha-3.", move |i: &Incident| {
                country(i).map(|c| c.alpha3)
            }),
        ),
        (
            "#country+name",
            Column::new("Country", Text, "Its name.", move |i: &Incident| country(i).map(|c| c.name)),
        ),
        (
            "#adm1+name",
            Column::new("Province", Text, "First-order administrative area.", |i: &Incident| {
                at(i)?.admin1.clone()
            }),
        ),
        (
            "#loc+name",
            Column::new("Place", Text, "Name of the place.", |i: &Incident| at(i).map(|p| p.name.clone())),
        ),
        ("#geo+lat", Column::new("Latitude", Real, "Degrees north.", |i: &Incident| at(i)?.lat)),
        ("#geo+lon", Column::new("Longitude", Real, "Degrees east.", |i: &Incident| at(i)?.lon)),
        (
            "#geo+radius+km",
            Column::new("Radius", Real, "Kilometres within which it lies.", |i: &Incident| at(i)?.radius_km),
        ),
        (
            "#geo+precision",
            Column::new(
                "Precision",
                Text,
                "exact, settlement, district, province or country.",
                |i: &Incident| at(i).map(|p| p.precision.as_str()),
            ),
        ),
    ]
}

fn harm() -> Vec<(&'static str, Column<Incident>)> {
    use Kind::Whole;
    vec![
        (
            "#affected+killed+min",
            Column::new("Killed, least", Whole, "Least credible number.", |i: &Incident| {
                i.toll(HarmKind::Killed).map(|t| t.low)
            }),
        ),
        (
            "#affected+killed",
            Column::new("Killed", Whole, "Published number.", |i: &Incident| {
                i.toll(HarmKind::Killed).map(|t| t.best)
            }),
        ),
        (
            "#affected+killed+max",
            Column::new(
                "Killed, greatest",
                Whole,
                "Greatest credible number; empty where open.",
                |i: &Incident| i.toll(HarmKind::Killed)?.high,
            ),
        ),
        (
            "#affected+injured",
            Column::new("Injured", Whole, "Published number.", |i: &Incident| {
                i.toll(HarmKind::Injured).map(|t| t.best)
            }),
        ),
        (
            "#affected+displaced",
            Column::new("Displaced", Whole, "Published number.", |i: &Incident| {
                i.toll(HarmKind::Displaced).map(|t| t.best)
            }),
        ),
    ]
}

fn ledger() -> Vec<(&'static str, Column<Incident>)> {
    use Kind::{Day, Text, Whole};
    vec![
        (
            "#meta+reports+num",
            Column::new("Reports", Whole, "Reports that tell of it.", |i: &Incident| i.reports),
        ),
        (
            "#meta+voices+num",
            Column::new("Voices", Whole, "Independent voices among them.", |i: &Incident| i.voices),
        ),
        (
            "#meta+source",
            Column::new("Outlets", Text, "Outlets of those reports.", |i: &Incident| join(&i.outlets)),
        ),
        (
            "#meta+disputed",
            Column::new("Disputed", Text, "Fields over which claims disagree.", |i: &Incident| {
                join(&i.disputed)
            }),
        ),
        (
            "#date+published",
            Column::new("First published", Day, "Day of the first report.", |i: &Incident| i.first_published),
        ),
        (
            "#date+updated",
            Column::new("Changed", Text, "When the record last changed it.", |i: &Incident| {
                i.changed.clone()
            }),
        ),
    ]
}
