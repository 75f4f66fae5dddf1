//! Incidents with all that is under them: JSON Lines.

use crate::Result;
use crate::format::{Row, Sink, Spec, Takes};
use dateline_terms::Incident;
use std::fs::File;
use std::io::{BufWriter, Write};

pub(crate) static SPEC: Spec = Spec {
    name: "jsonl",
    endings: &[".jsonl", ".ndjson"],
    about: "Incidents, one JSON object a line, with their published values and, under `entries`, every claim with \
            its report and its voice. The only format that holds all of an incident.",
    loses: &["The full texts of reports (contract has them).", "What people judged, but for its outcome."],
    tables: || vec![],
    takes: Takes::Claims,
    begin: |draft, _| Ok(Box::new(Lines(BufWriter::new(draft.handle()?)))),
};

struct Lines(BufWriter<File>);

impl Sink for Lines {
    fn incident(&mut self, incident: &Incident) -> Result<Row<()>> {
        serde_json::to_writer(&mut self.0, incident)?;
        self.0.write_all(b"\n")?;
        Ok(Ok(()))
    }

    fn finish(mut self: Box<Self>) -> Result<()> {
        Ok(self.0.flush()?)
    }
}
