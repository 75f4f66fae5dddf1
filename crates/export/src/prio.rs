//! PRIO-GRID: cells of half a degree, numbered from the south-west corner of the world (Tollefsen, Strand and
//! Buhaug 2012): 720 cells a row, the first row at the South Pole, the first cell at 180° west.

/// The cell's number, 1 to 259,200; `None` off the globe.
pub(crate) fn cell(lat: f64, lon: f64) -> Option<u32> {
    if !(-90.0..=90.0).contains(&lat) || !(-180.0..=180.0).contains(&lon) {
        return None;
    }
    // The far edges belong to the last row and column.
    let row = (((lat + 90.0) * 2.0).floor() as u32).min(359);
    let column = (((lon + 180.0) * 2.0).floor() as u32).min(719);
    Some(row * 720 + column + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_numbered_as_prio_does() {
        assert_eq!(cell(-90.0, -180.0), Some(1));
        assert_eq!(cell(90.0, 180.0), Some(259_200));
        // The southernmost land cell of the published grid: centre 55.75° south, 69.25° west.
        assert_eq!(cell(-55.75, -69.25), Some(49_182));
        assert_eq!(cell(91.0, 0.0), None);
        assert_eq!(cell(f64::NAN, 0.0), None);
    }
}
