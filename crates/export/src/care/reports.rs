//! Coded reports under an export's care.

use super::names::{NAMELESS, Names, group_name};
use super::{Care, quote};
use crate::{Error, Result};
use dateline_terms::Date;
use dateline_terms::told::{Event, Tally};
use serde_json::{Value, json};

impl Care {
    /// The report as it may be told, or `None` where the embargo holds it back: where it was published, or tells of
    /// anything, since the last day that may be told, and where its publication day is unknown.
    ///
    /// # Errors
    /// Where words have to be withheld from a report that is not as the contract has it.
    pub fn report(&self, report: &Value) -> Result<Option<Value>> {
        let mut events: Vec<Event> = read(&report["events"])?;
        let published = report["report"]["published"]["date"].as_str().and_then(|d| d.parse::<Date>().ok());
        let days = events.iter().filter_map(|event| event.time.as_ref()).map(|time| time.end);
        if self.held(published) || days.max().is_some_and(|last| self.held(Some(last))) {
            return Ok(None);
        }
        if !self.withholds() {
            return Ok(Some(report.clone()));
        }
        let mut tallies: Vec<Tally> = read(&report["tallies"])?;
        let sides: Vec<_> = events.iter().flat_map(|e| e.side_a.iter().chain(&e.side_b)).cloned().collect();
        let names = Names::new(report["report"]["outlet"].as_str().into_iter(), sides.iter(), self.redact);
        events.iter_mut().for_each(|event| self.event(event, &names));
        tallies.iter_mut().for_each(|tally| self.tally(tally, &names));
        Ok(Some(told(report, &events, &tallies)))
    }

    fn tally(&self, tally: &mut Tally, names: &Names) {
        quote(&mut tally.quote);
        names.said_by(&mut tally.said_by);
        if self.grid.is_some() {
            tally.area = None;
        }
        for name in [&mut tally.by, &mut tally.against].into_iter().flatten() {
            if self.redact && !group_name(name) {
                *name = NAMELESS.to_string();
            }
        }
    }
}

fn read<T: serde::de::DeserializeOwned>(list: &Value) -> Result<Vec<T>> {
    match list {
        Value::Null => Ok(Vec::new()),
        list => serde_json::from_value(list.clone())
            .map_err(|cause| Error::new(format!("a coded report is not as the contract has it: {cause}"))),
    }
}

/// A report without its words. Its id, which may be an address, becomes the fingerprint of its bytes.
fn told(report: &Value, events: &[Event], tallies: &[Tally]) -> Value {
    let of = &report["report"];
    let published = match &of["published"] {
        Value::Null => Value::Null,
        published => json!({"date": published["date"], "basis": published["basis"]}),
    };
    json!({
        "contract": report["contract"],
        "id": format!("sha256:{}", of["sha256"].as_str().unwrap_or_default()),
        "report": {
            "title": null, "text": "", "outlet": of["outlet"], "byline": null, "section": null,
            "language": of["language"], "published": published, "captions": [], "related": [], "footnotes": [],
            "links": [], "furniture": [], "sha256": of["sha256"],
        },
        "events": events, "tallies": tallies, "not_events": [], "flaws": [],
    })
}
