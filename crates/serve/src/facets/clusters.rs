//! What a map shows: incidents that would lie over each other are one mark that says how many they are.

use super::Dot;
use super::sieve::inside;
use std::f64::consts::PI;

/// Width of the world in pixels at zoom 0, as web maps have it.
const TILE: f64 = 256.0;
/// Pixels within which incidents become one mark.
const CELL: f64 = 56.0;
/// Marks closer than this many pixels are joined, although they lie in two cells.
const NEAR: f64 = 34.0;
/// Cells that a view has at most in each direction, however closely it is asked for.
const MOST: f64 = 48.0;

/// What a map shows: a box in degrees and how closely.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct View {
    /// West, south, east, north; west may be greater than east.
    pub area: [f64; 4],
    /// 0: the world is 256 pixels wide; each further one doubles that.
    pub zoom: f64,
}

impl Default for View {
    fn default() -> View {
        View { area: [-180.0, -90.0, 180.0, 90.0], zoom: 1.0 }
    }
}

/// From west to east, 0 to 1.
fn easting(lon: f64) -> f64 {
    lon / 360.0 + 0.5
}

/// From north to south on a Mercator map, 0 to 1; the poles, which it has no room for, lie on its edge.
pub(super) fn southing(lat: f64) -> f64 {
    let sin = lat.to_radians().sin().clamp(-0.999_999, 0.999_999);
    0.5 - ((1.0 + sin) / (1.0 - sin)).ln() / (4.0 * PI)
}

fn latitude(southing: f64) -> f64 {
    (PI * (1.0 - 2.0 * southing)).sinh().atan().to_degrees()
}

/// Incidents that are one mark.
#[derive(Clone, Debug)]
pub(super) struct Mark {
    pub count: u64,
    /// By number of family.
    pub families: Vec<u64>,
    /// Sums of the places, from the view's corner.
    x: f64,
    y: f64,
    /// One of them.
    pub one: Dot,
}

impl Mark {
    fn add(&mut self, other: &Mark) {
        self.count += other.count;
        (self.x, self.y) = (self.x + other.x, self.y + other.y);
        self.families.iter_mut().zip(&other.families).for_each(|(sum, count)| *sum += count);
    }

    fn at(&self) -> (f64, f64) {
        (self.x / self.count as f64, self.y / self.count as f64)
    }
}

/// Marks in the making.
pub(super) struct Grid {
    area: [f64; 4],
    west: f64,
    north: f64,
    height: f64,
    cell: f64,
    columns: usize,
    families: usize,
    cells: Vec<Option<Mark>>,
    pub in_view: u64,
    pub placeless: u64,
}

impl Grid {
    pub fn new(view: View, families: usize) -> Grid {
        let [west, south, east, north] = view.area;
        let width = if west == -180.0 && east == 180.0 {
            1.0
        } else {
            (easting(east) - easting(west)).rem_euclid(1.0)
        };
        let (top, bottom) = (southing(north), southing(south));
        let height = (bottom - top).max(0.0);
        let pixel = 1.0 / (TILE * view.zoom.clamp(0.0, 22.0).exp2());
        let cell = (CELL * pixel).max(width.max(height) / MOST);
        let (columns, rows) = ((width / cell) as usize + 1, (height / cell) as usize + 1);
        Grid {
            area: view.area,
            west: easting(west),
            north: top,
            height,
            cell,
            columns,
            families,
            cells: vec![None; columns * rows],
            in_view: 0,
            placeless: 0,
        }
    }

    pub fn add(&mut self, dot: &Dot) {
        if dot.lat.is_nan() || dot.lon.is_nan() {
            self.placeless += 1;
            return;
        }
        if !inside(dot, self.area) {
            return;
        }
        self.in_view += 1;
        let x = easting(dot.lon) - self.west;
        // Across the date line it is once round the world.
        let x = if x < 0.0 { x + 1.0 } else { x };
        let y = (f64::from(dot.y) - self.north).clamp(0.0, self.height);
        let at = (y / self.cell) as usize * self.columns + (x / self.cell) as usize;
        let Some(cell) = self.cells.get_mut(at) else { return };
        let families = self.families;
        let mark = cell.get_or_insert_with(|| Mark {
            count: 0,
            families: vec![0; families],
            x: 0.0,
            y: 0.0,
            one: *dot,
        });
        mark.count += 1;
        (mark.x, mark.y) = (mark.x + x, mark.y + y);
        if let Some(count) = mark.families.get_mut(usize::from(dot.family)) {
            *count += 1;
        }
    }

    /// The marks, the largest first, each with its latitude and longitude.
    pub fn done(self) -> Vec<(f64, f64, Mark)> {
        let near = self.cell * NEAR / CELL;
        let mut marks: Vec<Mark> = self.cells.into_iter().flatten().collect();
        marks.sort_by_key(|mark| (std::cmp::Reverse(mark.count), mark.one.number));
        let mut kept: Vec<Mark> = Vec::new();
        for mark in marks {
            let (x, y) = mark.at();
            let close = |other: &&mut Mark| {
                let (a, b) = other.at();
                (a - x).hypot(b - y) < near
            };
            match kept.iter_mut().find(close) {
                Some(other) => other.add(&mark),
                None => kept.push(mark),
            }
        }
        let degrees = |mark: Mark| {
            let (x, y) = mark.at();
            let lon = (x + self.west).rem_euclid(1.0) * 360.0 - 180.0;
            if mark.count == 1 {
                (mark.one.lat, mark.one.lon, mark)
            } else {
                (latitude(y + self.north), lon, mark)
            }
        };
        kept.into_iter().map(degrees).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::{latitude, southing};

    #[test]
    fn latitudes_come_back_from_the_map() {
        for lat in [-85.0, -33.5, 0.0, 34.6, 84.9] {
            assert!((latitude(southing(lat)) - lat).abs() < 1e-9, "{lat}");
        }
        assert!(southing(90.0).is_finite() && southing(-90.0).is_finite());
    }
}
