//! KML 2.2: placemarks for Google Earth and other viewers.

use crate::draft::Draft;
use crate::format::{Row, Sink, Spec, Takes};
use crate::markup::escaped;
use crate::{Result, crosswalk, flat, sentence};
use dateline_terms::Incident;
use std::fs::File;
use std::io::{BufWriter, Write};

pub(crate) static SPEC: Spec = Spec {
    name: "kml",
    endings: &[".kml"],
    about: "KML 2.2: a placemark an incident, with its days as a time span and the columns of csv as extended data. \
            Incidents whose place is unknown are placemarks without a point.",
    loses: &[
        "The claims under an incident: who said what, report by report.",
        "How far a place is known: radius_km is a value, not a shape on the map.",
        "Control characters, which XML cannot hold.",
    ],
    tables: || vec![("incidents", flat::told())],
    takes: Takes::Incidents,
    begin: |draft, _| Ok(Box::new(Placemarks::begin(draft)?)),
};

struct Placemarks(BufWriter<File>);

impl Placemarks {
    fn begin(draft: &Draft) -> Result<Placemarks> {
        let mut to = BufWriter::new(draft.handle()?);
        to.write_all(
            b"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<kml xmlns=\"http://www.opengis.net/kml/2.2\">\n<Document>\n\
              <name>incidents</name>\n<Schema name=\"incident\" id=\"incident\">\n",
        )?;
        for column in flat::COLUMNS.iter() {
            use crate::table::Kind::{Day, List, Real, Text, Whole};
            let kind = match column.kind {
                Text | List | Day => "string",
                Whole => "int",
                Real => "double",
            };
            writeln!(to, "<SimpleField type=\"{kind}\" name=\"{}\"/>", column.name)?;
        }
        to.write_all(b"</Schema>\n")?;
        Ok(Placemarks(to))
    }
}

impl Sink for Placemarks {
    fn incident(&mut self, incident: &Incident) -> Result<Row<()>> {
        let to = &mut self.0;
        let title =
            crosswalk::by_id(&incident.event_type).map_or(incident.event_type.as_str(), |act| act.noun);
        write!(to, "<Placemark id=\"{}\"><name>{}</name>", escaped(&incident.id), escaped(title))?;
        write!(to, "<description>{}</description>", escaped(&sentence::tell(incident)))?;
        if let Some(days) = incident.days {
            write!(to, "<TimeSpan><begin>{}</begin><end>{}</end></TimeSpan>", days.start, days.end)?;
        }
        to.write_all(b"<ExtendedData><SchemaData schemaUrl=\"#incident\">")?;
        for column in flat::COLUMNS.iter() {
            let cell = column.value(incident);
            let text = cell.text();
            if !text.is_empty() {
                write!(to, "<SimpleData name=\"{}\">{}</SimpleData>", column.name, escaped(&text))?;
            }
        }
        to.write_all(b"</SchemaData></ExtendedData>")?;
        if let Some((lat, lon)) = flat::at(incident) {
            write!(to, "<Point><coordinates>{lon},{lat}</coordinates></Point>")?;
        }
        to.write_all(b"</Placemark>\n")?;
        Ok(Ok(()))
    }

    fn finish(mut self: Box<Self>) -> Result<()> {
        self.0.write_all(b"</Document>\n</kml>\n")?;
        Ok(self.0.flush()?)
    }
}
