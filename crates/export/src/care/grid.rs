//! A fixed grid over the globe, so that a place can be told no closer than its cell.

/// Mean radius of the Earth in kilometres.
const EARTH_KM: f64 = 6371.0088;

/// Cells at least so many kilometres high and wide. They depend on that number alone: the same place falls into the
/// same cell in every export, so that averaging many of them reveals nothing.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Grid {
    /// What was asked for.
    pub(crate) km: f64,
    rows: f64,
}

/// Where a cell lies.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Cell {
    /// Its centre, degrees north.
    pub(crate) lat: f64,
    /// Degrees east.
    pub(crate) lon: f64,
    /// From the centre to the farthest corner, kilometres.
    pub(crate) reach_km: f64,
}

impl Grid {
    /// A grid of cells of at least `km`; `None` unless that is a number above nought.
    pub(crate) fn new(km: f64) -> Option<Grid> {
        let usable = km.is_finite() && km > 0.0;
        // As many rows as fit between the poles, all of one height.
        usable.then(|| Grid { km, rows: (180.0 / (km / km_a_degree())).floor().max(1.0) })
    }

    /// The cell that a place falls into; `None` off the globe.
    pub(crate) fn cell(&self, lat: f64, lon: f64) -> Option<Cell> {
        if !(-90.0..=90.0).contains(&lat) || !(-180.0..=180.0).contains(&lon) {
            return None;
        }
        let height = 180.0 / self.rows;
        let row = ((lat + 90.0) / height).floor().clamp(0.0, self.rows - 1.0);
        let south = row * height - 90.0;
        let (centre, north) = (south + height / 2.0, south + height);
        let width = self.width(south, north);
        let columns = (360.0 / width).round();
        let column = ((lon + 180.0) / width).floor().clamp(0.0, columns - 1.0);
        let (lat, lon) = (centre, (column + 0.5) * width - 180.0);
        let corner = |side: f64| distance_km((lat, lon), (side, lon + width / 2.0));
        Some(Cell { lat: round(lat), lon: round(lon), reach_km: corner(south).max(corner(north)) })
    }

    /// Degrees of longitude of a cell: as many cells as fit around the row where it is shortest.
    fn width(&self, south: f64, north: f64) -> f64 {
        let shortest = south.abs().max(north.abs()).to_radians().cos().max(0.0);
        let around = 360.0 * km_a_degree() * shortest;
        360.0 / (around / self.km).floor().max(1.0)
    }
}

fn km_a_degree() -> f64 {
    EARTH_KM.to_radians()
}

/// Degrees to a metre or so.
fn round(degrees: f64) -> f64 {
    (degrees * 100_000.0).round() / 100_000.0
}

/// Kilometres between two places on the globe, each degrees north and east (haversine).
pub(crate) fn distance_km(a: (f64, f64), b: (f64, f64)) -> f64 {
    let (north, east) = ((b.0 - a.0).to_radians(), (b.1 - a.1).to_radians());
    let cosines = a.0.to_radians().cos() * b.0.to_radians().cos();
    let h = (north / 2.0).sin().powi(2) + cosines * (east / 2.0).sin().powi(2);
    2.0 * EARTH_KM * h.sqrt().min(1.0).asin()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn anywhere() -> impl Strategy<Value = (f64, f64)> {
        (-90.0..=90.0f64, -180.0..=180.0f64)
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(4_000))]

        /// The true place lies in the cell, and the cell's reach says so.
        #[test]
        fn a_place_lies_within_its_cells_reach((lat, lon) in anywhere(), km in 0.5..2_000.0f64) {
            let cell = Grid::new(km).unwrap().cell(lat, lon).unwrap();
            prop_assert!(distance_km((lat, lon), (cell.lat, cell.lon)) <= cell.reach_km + 0.01);
            prop_assert!(cell.reach_km >= km / 2.0 * 0.99, "{cell:?} is smaller than {km} km");
        }

        /// Two places that come out apart come out at least a cell apart: nothing finer than the grid is told.
        #[test]
        fn centres_are_a_cell_apart((lat, lon) in anywhere(), km in 0.5..500.0f64, step in 0.0..4.0f64, turn in 0.0..360.0f64) {
            let grid = Grid::new(km).unwrap();
            let far = step * km / km_a_degree();
            let near = ((lat + far * turn.to_radians().sin()).clamp(-90.0, 90.0), (lon + far * turn.to_radians().cos()).clamp(-180.0, 180.0));
            let (one, two) = (grid.cell(lat, lon).unwrap(), grid.cell(near.0, near.1).unwrap());
            let apart = distance_km((one.lat, one.lon), (two.lat, two.lon));
            prop_assert!(one == two || apart >= km * 0.99, "{one:?} and {two:?} are {apart} km apart on a grid of {km}");
        }

        /// A cell's centre is in that cell: blurring what was blurred changes nothing.
        #[test]
        fn a_centre_stays_where_it_is((lat, lon) in anywhere(), km in 0.5..2_000.0f64) {
            let grid = Grid::new(km).unwrap();
            let cell = grid.cell(lat, lon).unwrap();
            prop_assert_eq!(grid.cell(cell.lat, cell.lon).unwrap(), cell);
        }
    }

    #[test]
    fn there_is_no_grid_of_nothing_and_no_cell_off_the_globe() {
        assert!(Grid::new(0.0).is_none() && Grid::new(f64::NAN).is_none() && Grid::new(-3.0).is_none());
        assert!(Grid::new(10.0).expect("a grid").cell(91.0, 0.0).is_none());
        let whole = Grid::new(50_000.0).expect("a grid").cell(36.0, 37.0).expect("a cell");
        assert_eq!((whole.lat, whole.lon), (0.0, 0.0));
    }
}
