//! Parquet, with GeoParquet 1.1 metadata: one file for data frames, DuckDB and GIS.

use crate::draft::Draft;
use crate::format::{Row, Sink, Spec, Takes};
use crate::frame::Frame;
use crate::wkb::{self, Bounds};
use crate::{Error, Result, flat};
use arrow_array::RecordBatch;
use arrow_array::builder::{ArrayBuilder, BinaryBuilder};
use arrow_schema::{ArrowError, DataType, Field, Schema};
use dateline_terms::Incident;
use parquet::arrow::ArrowWriter;
use parquet::arrow::arrow_writer::ArrowWriterOptions;
use parquet::basic::Compression;
use parquet::errors::ParquetError;
use parquet::file::metadata::KeyValue;
use parquet::file::properties::WriterProperties;
use serde_json::json;
use std::fs::File;
use std::sync::Arc;

pub(crate) static SPEC: Spec = Spec {
    name: "parquet",
    endings: &[".parquet", ".geoparquet"],
    about: "Parquet, compressed with Snappy, and GeoParquet 1.1 in one: the columns of csv, lists as lists and days \
            as dates, and a geometry column of points as WKB (WGS 84, longitude first).",
    loses: &[
        "The claims under an incident: who said what, report by report.",
        "How far a place is known: radius_km is a value, not a shape on the map.",
    ],
    tables: || {
        let mut columns = flat::told();
        columns.push(crate::Told {
            name: GEOMETRY.to_string(),
            kind: "WKB",
            about: "Point; none where the place is unknown.".to_string(),
        });
        vec![("incidents", columns)]
    },
    takes: Takes::Incidents,
    begin: |draft, _| Ok(Box::new(Table::begin(draft)?)),
};

const GEOMETRY: &str = "geometry";
/// Incidents that are held as they are before they become columns.
const BATCH: usize = 4_096;
/// Incidents a row group: compressed, it waits in memory until it is full.
const GROUP: usize = 65_536;

/// A file in the making.
struct Table {
    to: ArrowWriter<File>,
    schema: Arc<Schema>,
    columns: Frame<Incident>,
    points: BinaryBuilder,
    bounds: Bounds,
    waiting: usize,
}

impl Table {
    fn begin(draft: &Draft) -> Result<Table> {
        let columns = Frame::over(&flat::COLUMNS);
        let mut fields = columns.fields();
        fields.push(Field::new(GEOMETRY, DataType::Binary, true));
        let schema = Arc::new(Schema::new(fields));
        let properties = WriterProperties::builder()
            .set_compression(Compression::SNAPPY)
            .set_max_row_group_row_count(Some(GROUP))
            .set_created_by(concat!("Dateline ", env!("CARGO_PKG_VERSION")).to_string())
            .build();
        // With Arrow's own schema in the footer, pyarrow and geopandas do not find what GeoParquet puts there.
        let how = ArrowWriterOptions::new().with_properties(properties).with_skip_arrow_metadata(true);
        Ok(Table {
            to: ArrowWriter::try_new_with_options(draft.handle()?, schema.clone(), how)?,
            schema,
            columns,
            points: BinaryBuilder::new(),
            bounds: Bounds(None),
            waiting: 0,
        })
    }

    /// Writes what waits.
    fn write(&mut self) -> Result<()> {
        let mut arrays = self.columns.arrays();
        arrays.push(ArrayBuilder::finish(&mut self.points));
        self.waiting = 0;
        Ok(self.to.write(&RecordBatch::try_new(self.schema.clone(), arrays)?)?)
    }

    /// GeoParquet's own metadata. Without a reference system it means longitude and latitude on WGS 84.
    fn geo(&self) -> String {
        let mut geometry = json!({"encoding": "WKB", "geometry_types": ["Point"]});
        if let Some(bounds) = self.bounds.0 {
            geometry["bbox"] = json!(bounds);
        }
        json!({"version": "1.1.0", "primary_column": GEOMETRY, "columns": {GEOMETRY: geometry}}).to_string()
    }
}

impl Sink for Table {
    fn incident(&mut self, incident: &Incident) -> Result<Row<()>> {
        self.columns.push(incident);
        match flat::at(incident) {
            Some((lat, lon)) => {
                self.bounds.add(lat, lon);
                self.points.append_value(wkb::point(lat, lon));
            }
            None => self.points.append_null(),
        }
        self.waiting += 1;
        if self.waiting == BATCH {
            self.write()?;
        }
        Ok(Ok(()))
    }

    fn finish(mut self: Box<Self>) -> Result<()> {
        if self.waiting > 0 {
            self.write()?;
        }
        let geo = self.geo();
        self.to.append_key_value_metadata(KeyValue::new("geo".to_string(), geo));
        self.to.close()?;
        Ok(())
    }
}

impl From<ParquetError> for Error {
    fn from(cause: ParquetError) -> Error {
        Error::from_cause(cause)
    }
}

impl From<ArrowError> for Error {
    fn from(cause: ArrowError) -> Error {
        Error::from_cause(cause)
    }
}
