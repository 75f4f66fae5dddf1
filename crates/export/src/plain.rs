//! Our own full shape as CSV.

use crate::delimited::{Delimited, Style};
use crate::flat;
use crate::format::{Spec, Takes};

pub(crate) static SPEC: Spec = Spec {
    name: "csv",
    endings: &[".csv"],
    about: "Every field of an incident, one row each. UTF-8, commas, RFC 4180 quotes; lists are joined by \"; \".",
    loses: &[
        "The claims under an incident: who said what, report by report (jsonl, xlsx and geopackage have them).",
        "A semicolon inside an item of a list becomes a comma.",
        "A text that a spreadsheet would run as a formula has an apostrophe before it.",
    ],
    tables: || vec![("incidents", flat::told())],
    takes: Takes::Incidents,
    begin: |draft, _| {
        Ok(Box::new(Delimited::begin(draft, Style::Commas, &flat::COLUMNS, |incident| Ok(incident.clone()))?))
    },
};
