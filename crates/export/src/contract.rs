//! Coded reports as the contract has them, with the record's incident ids: JSON Lines.

use crate::Result;
use crate::format::{Sink, Spec, Takes};
use serde_json::Value;
use std::fs::File;
use std::io::{BufWriter, Write};

pub(crate) static SPEC: Spec = Spec {
    name: "contract",
    endings: &[".contract.jsonl"],
    about: "Coded reports, one JSON object a line, as `dateline code --json` prints them, each event with the id of \
            its incident. docs/output.md has the fields.",
    loses: &[
        "What people judged and what rules publish: this is what the reports say, before either.",
        "Independence: which reports are copies of one another.",
    ],
    tables: || vec![],
    takes: Takes::Reports,
    begin: |draft, _| Ok(Box::new(Lines(BufWriter::new(draft.handle()?)))),
};

struct Lines(BufWriter<File>);

impl Sink for Lines {
    fn report(&mut self, report: &Value) -> Result<()> {
        serde_json::to_writer(&mut self.0, report)?;
        Ok(self.0.write_all(b"\n")?)
    }

    fn finish(mut self: Box<Self>) -> Result<()> {
        Ok(self.0.flush()?)
    }
}
