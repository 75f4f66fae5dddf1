//! GeoPackage 1.3 (OGC 12-128r17): a SQLite file with a layer of incidents and a table of claims.

use crate::claims::{self, Claim};
use crate::draft::Draft;
use crate::format::{Row, Sink, Spec, Takes};
use crate::table::{Cell, Column, Kind};
use crate::wkb::{self, Bounds};
use crate::{Error, Options, Result, flat};
use dateline_terms::Incident;
use rusqlite::types::Value;
use rusqlite::{Connection, params, params_from_iter};

pub(crate) static SPEC: Spec = Spec {
    name: "geopackage",
    endings: &[".gpkg"],
    about: "GeoPackage 1.3, which QGIS and other GIS open: a layer of points, incidents (WGS 84; no geometry where \
            the place is unknown), and a table of their claims, joined by the incident's id.",
    loses: &[
        "Lists are joined by \"; \", and a semicolon inside an item becomes a comma.",
        "How far a place is known: radius_km is a value, not a shape on the map.",
        "Places of words in the reports' texts.",
    ],
    tables: || vec![("incidents", flat::told()), ("claims", claims::told())],
    takes: Takes::Claims,
    begin: |draft, options| Ok(Box::new(Package::begin(draft, options)?)),
};

/// What the standard asks for beside our tables. The first number is "GPKG" in ASCII, the second the version.
const FRAME: &str = "
PRAGMA application_id = 1196444487;
PRAGMA user_version = 10300;
CREATE TABLE gpkg_spatial_ref_sys (srs_name TEXT NOT NULL, srs_id INTEGER NOT NULL PRIMARY KEY,
  organization TEXT NOT NULL, organization_coordsys_id INTEGER NOT NULL, definition TEXT NOT NULL, description TEXT);
CREATE TABLE gpkg_contents (table_name TEXT NOT NULL PRIMARY KEY, data_type TEXT NOT NULL, identifier TEXT UNIQUE,
  description TEXT DEFAULT '', last_change DATETIME NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')),
  min_x DOUBLE, min_y DOUBLE, max_x DOUBLE, max_y DOUBLE, srs_id INTEGER,
  CONSTRAINT fk_gc_r_srs_id FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys(srs_id));
CREATE TABLE gpkg_geometry_columns (table_name TEXT NOT NULL, column_name TEXT NOT NULL,
  geometry_type_name TEXT NOT NULL, srs_id INTEGER NOT NULL, z TINYINT NOT NULL, m TINYINT NOT NULL,
  CONSTRAINT pk_geom_cols PRIMARY KEY (table_name, column_name), CONSTRAINT uk_gc_table_name UNIQUE (table_name),
  CONSTRAINT fk_gc_tn FOREIGN KEY (table_name) REFERENCES gpkg_contents(table_name),
  CONSTRAINT fk_gc_srs FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys (srs_id));
INSERT INTO gpkg_spatial_ref_sys VALUES
  ('Undefined cartesian SRS', -1, 'NONE', -1, 'undefined', 'undefined cartesian coordinate reference system'),
  ('Undefined geographic SRS', 0, 'NONE', 0, 'undefined', 'undefined geographic coordinate reference system'),
  ('WGS 84 geodetic', 4326, 'EPSG', 4326, 'GEOGCS[\"WGS 84\",DATUM[\"WGS_1984\",SPHEROID[\"WGS 84\",6378137,298.257223563,AUTHORITY[\"EPSG\",\"7030\"]],AUTHORITY[\"EPSG\",\"6326\"]],PRIMEM[\"Greenwich\",0,AUTHORITY[\"EPSG\",\"8901\"]],UNIT[\"degree\",0.0174532925199433,AUTHORITY[\"EPSG\",\"9122\"]],AUTHORITY[\"EPSG\",\"4326\"]]', 'longitude and latitude in degrees on the WGS 84 spheroid');
";

/// A GeoPackage in the making.
struct Package {
    to: Connection,
    incidents: String,
    claims: String,
    bounds: Bounds,
}

impl Package {
    fn begin(draft: &Draft, options: &Options) -> Result<Package> {
        let to = Connection::open(draft.path())?;
        // The draft is thrown away where writing fails, and synced when it is whole: no journal is needed.
        to.execute_batch(
            "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA locking_mode = EXCLUSIVE;",
        )?;
        to.execute_batch(FRAME)?;
        to.execute_batch(&create("incidents", "geom POINT, ", &flat::COLUMNS))?;
        to.execute_batch(&create("claims", "", &claims::COLUMNS))?;
        let made =
            options.made.parse::<jiff::Timestamp>().unwrap_or_default().strftime("%Y-%m-%dT%H:%M:%S.000Z");
        let contents = "INSERT INTO gpkg_contents (table_name, data_type, identifier, last_change, srs_id) \
                        VALUES (?1, ?2, ?1, ?3, ?4)";
        to.execute(contents, params!["incidents", "features", made.to_string(), 4326])?;
        to.execute(contents, params!["claims", "attributes", made.to_string(), None::<i64>])?;
        to.execute(
            "INSERT INTO gpkg_geometry_columns VALUES ('incidents', 'geom', 'POINT', 4326, 0, 0)",
            [],
        )?;
        to.execute_batch("BEGIN")?;
        let (incidents, claims) =
            (insert("incidents", flat::COLUMNS.len() + 1), insert("claims", claims::COLUMNS.len()));
        Ok(Package { to, incidents, claims, bounds: Bounds(None) })
    }

    fn claim(&self, claim: &Claim) -> Result<()> {
        let values = claims::COLUMNS.iter().map(|column| sql(column.value(claim)));
        self.to.prepare_cached(&self.claims)?.execute(params_from_iter(values))?;
        Ok(())
    }
}

impl Sink for Package {
    fn incident(&mut self, incident: &Incident) -> Result<Row<()>> {
        let at = flat::at(incident);
        if let Some((lat, lon)) = at {
            self.bounds.add(lat, lon);
        }
        let point = at.map_or(Value::Null, |(lat, lon)| Value::Blob(geometry(lat, lon)));
        let values = flat::COLUMNS.iter().map(|column| sql(column.value(incident)));
        let values = std::iter::once(point).chain(values);
        self.to.prepare_cached(&self.incidents)?.execute(params_from_iter(values))?;
        claims::of(incident).try_for_each(|claim| self.claim(&claim))?;
        Ok(Ok(()))
    }

    fn finish(self: Box<Self>) -> Result<()> {
        if let Some([west, south, east, north]) = self.bounds.0 {
            self.to.execute(
                "UPDATE gpkg_contents SET min_x = ?1, min_y = ?2, max_x = ?3, max_y = ?4 WHERE srs_id = 4326",
                params![west, south, east, north],
            )?;
        }
        self.to.execute_batch("COMMIT; CREATE INDEX claims_of_incident ON claims (incident);")?;
        self.to.close().map_err(|(_, cause)| cause.into())
    }
}

/// A table with a numbered row each, as the standard asks.
fn create<V>(table: &str, geometry: &str, columns: &[Column<V>]) -> String {
    let kind = |kind| match kind {
        Kind::Text | Kind::List => "TEXT",
        Kind::Whole => "INTEGER",
        Kind::Real => "DOUBLE",
        Kind::Day => "DATE",
    };
    let columns: Vec<String> = columns.iter().map(|c| format!("\"{}\" {}", c.name, kind(c.kind))).collect();
    format!(
        "CREATE TABLE {table} (fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, {geometry}{})",
        columns.join(", ")
    )
}

fn insert(table: &str, values: usize) -> String {
    format!("INSERT INTO {table} VALUES (NULL{})", ", ?".repeat(values))
}

fn sql(cell: Cell) -> Value {
    match cell {
        Cell::Empty => Value::Null,
        Cell::Whole(n) => Value::Integer(n),
        Cell::Real(x) => Value::Real(x),
        Cell::Text(text) => Value::Text(text),
        other => Value::Text(other.text().into_owned()),
    }
}

/// The standard's header (magic, version 0, little-endian and no envelope, the reference system), then the point.
fn geometry(lat: f64, lon: f64) -> Vec<u8> {
    let mut bytes = b"GP\0\x01".to_vec();
    bytes.extend(4326_i32.to_le_bytes());
    bytes.extend(wkb::point(lat, lon));
    bytes
}

impl From<rusqlite::Error> for Error {
    fn from(cause: rusqlite::Error) -> Error {
        use rusqlite::ErrorCode::{CannotOpen, DiskFull, PermissionDenied, ReadOnly, SystemIoFailure};
        match cause.sqlite_error_code() {
            Some(DiskFull) => std::io::Error::from(std::io::ErrorKind::StorageFull).into(),
            Some(PermissionDenied | ReadOnly | CannotOpen) => {
                std::io::Error::from(std::io::ErrorKind::PermissionDenied).into()
            }
            Some(SystemIoFailure) => Error::new(format!(
                "the disk failed ({cause}). Check it, its free space, and how large files may be."
            )),
            _ => Error::from_cause(cause),
        }
    }
}
