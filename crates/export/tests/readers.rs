//! Exports open in the programs that people read them with: GDAL, pandas, openpyxl, pyarrow and DuckDB.
//!
//! Tests print "skipped: …" where a reader is absent, unless DATELINE_READERS=required. `.ci/run` installs them.
//! DATELINE_PYTHON names a Python that has tests/requirements.txt.

mod set;

use set::{options, written};
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// Where the files stand after the test, for people to look at.
fn folder() -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("readers");
    std::fs::create_dir_all(&folder).expect("a folder");
    folder
}

/// Runs a reader; `None`, with a line that says so, where it is absent and need not be there.
fn read(program: &str, args: &[&str]) -> Option<String> {
    let Output { status, stdout, stderr } = match Command::new(program).args(args).output() {
        Ok(output) => output,
        Err(cause) => {
            let required = std::env::var("DATELINE_READERS").is_ok_and(|v| v == "required");
            assert!(!required, "{program} cannot be run: {cause}");
            println!("skipped: {program} is not installed");
            return None;
        }
    };
    let (stdout, stderr) = (String::from_utf8_lossy(&stdout), String::from_utf8_lossy(&stderr));
    assert!(status.success(), "{program} {args:?}\n{stdout}\n{stderr}");
    assert!(!stderr.contains("ERROR") && !stderr.contains("Warning"), "{program} {args:?}: {stderr}");
    Some(stdout.into_owned())
}

/// The file as GDAL's ogrinfo tells it.
fn ogrinfo(name: &str, format: &str) -> Option<String> {
    let (file, _) = written(&folder(), name, format, &options());
    read("ogrinfo", &["-ro", "-al", &file.to_string_lossy()])
}

#[test]
fn gdal_reads_geopackage() {
    let Some(told) = ogrinfo("set.gpkg", "geopackage") else { return };
    for part in [
        "Layer name: incidents",
        "Geometry: Point",
        "Feature Count: 13",
        "Extent: (-0.000040, -16.850000) - (179.990000, 36.500000)",
        "ID[\"EPSG\",4326]",
        "killed_high (Integer64) = 8",
        "first_day (Date) = 2024/01/08",
        "place (String) = حلب",
        "POINT (37.51573 36.37049)",
        "Layer name: claims",
        "Feature Count: 26",
        "incident (String) = i7k3m9x2q135c",
    ] {
        assert!(told.contains(part), "no {part:?} in\n{told}");
    }
    // The incident without a place has no point.
    assert_eq!(told.matches("  POINT (").count(), 12);
}

#[test]
fn gdal_reads_geojson() {
    let Some(told) = ogrinfo("set.geojson", "geojson") else { return };
    for part in [
        "Feature Count: 13",
        "Geometry: Point",
        "killed_high (Integer) = 8",
        "first_day (Date) = 2024/01/08",
        "side_b (StringList) = (2:Military Forces of Syria,Police Forces of Syria)",
        "place (String) = حلب",
        "POINT (179.99 -16.85)",
    ] {
        assert!(told.contains(part), "no {part:?} in\n{told}");
    }
}

#[test]
fn gdal_reads_kml() {
    let Some(told) = ogrinfo("set.kml", "kml") else { return };
    for part in [
        "Layer name: incidents",
        "Feature Count: 13",
        "POINT (37.51573 36.37049)",
        "Air or drone strike",
        "Front; of <Two> & Names",
    ] {
        assert!(told.contains(part), "no {part:?} in\n{told}");
    }
}

#[test]
fn python_reads_tables() {
    let folder = folder();
    for (name, format) in [
        ("set.csv", "csv"),
        ("set.acled.csv", "acled"),
        ("set.ucdp.csv", "ucdp"),
        ("set.plover.tsv", "plover"),
        ("set.hxl.csv", "hxl"),
        ("set.parquet", "parquet"),
        ("set.xlsx", "xlsx"),
        ("set.jsonl", "jsonl"),
    ] {
        written(&folder, name, format, &options());
    }
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/readers.py");
    let python = std::env::var("DATELINE_PYTHON").unwrap_or_else(|_| "dateline-python".to_string());
    let Some(told) = read(&python, &[&script.to_string_lossy(), &folder.to_string_lossy()]) else { return };
    assert_eq!(told.lines().last(), Some("all read"), "{told}");
}
