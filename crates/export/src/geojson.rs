//! GeoJSON (RFC 7946): a point an incident.

use crate::format::{Row, Sink, Spec, Takes};
use crate::table::Cell;
use crate::{Result, flat};
use dateline_terms::Incident;
use serde_json::{Map, Value, json};
use std::fs::File;
use std::io::{BufWriter, Write};

pub(crate) static SPEC: Spec = Spec {
    name: "geojson",
    endings: &[".geojson", ".json"],
    about: "GeoJSON, RFC 7946: a feature an incident, a point where its place is known (WGS 84, longitude first) and \
            no geometry where it is not, with the columns of csv as properties; lists are arrays.",
    loses: &[
        "The claims under an incident: who said what, report by report.",
        "How far a place is known: radius_km is a property, not a shape on the map.",
    ],
    tables: || vec![("properties", flat::told())],
    takes: Takes::Incidents,
    begin: |draft, _| {
        let mut to = BufWriter::new(draft.handle()?);
        to.write_all(b"{\"type\":\"FeatureCollection\",\"features\":[")?;
        Ok(Box::new(Features { to, any: false }))
    },
};

struct Features {
    to: BufWriter<File>,
    any: bool,
}

impl Sink for Features {
    fn incident(&mut self, incident: &Incident) -> Result<Row<()>> {
        self.to.write_all(if self.any { b",\n" } else { b"\n" })?;
        self.any = true;
        serde_json::to_writer(&mut self.to, &feature(incident))?;
        Ok(Ok(()))
    }

    fn finish(mut self: Box<Self>) -> Result<()> {
        self.to.write_all(b"\n]}\n")?;
        Ok(self.to.flush()?)
    }
}

fn feature(incident: &Incident) -> Value {
    let at = flat::at(incident);
    let geometry = at.map(|(lat, lon)| json!({"type": "Point", "coordinates": [lon, lat]}));
    let properties: Map<String, Value> =
        flat::COLUMNS.iter().map(|c| (c.name.to_string(), value(c.value(incident)))).collect();
    json!({"type": "Feature", "id": incident.id, "geometry": geometry, "properties": properties})
}

fn value(cell: Cell) -> Value {
    match cell {
        Cell::Empty => Value::Null,
        Cell::Text(text) => text.into(),
        Cell::List(items) => items.into(),
        Cell::Whole(n) => n.into(),
        Cell::Real(x) => x.into(),
        Cell::Day(day) => day.to_string().into(),
    }
}
