//! Points as well-known binary (OGC 06-103r4), little-endian.

/// A point: byte order, type 1, degrees east, degrees north.
pub(crate) fn point(lat: f64, lon: f64) -> [u8; 21] {
    let mut bytes = [0; 21];
    bytes[0] = 1;
    bytes[1..5].copy_from_slice(&1_u32.to_le_bytes());
    bytes[5..13].copy_from_slice(&lon.to_le_bytes());
    bytes[13..21].copy_from_slice(&lat.to_le_bytes());
    bytes
}

/// The smallest box around points: west, south, east, north.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Bounds(pub(crate) Option<[f64; 4]>);

impl Bounds {
    /// Takes a point in.
    pub(crate) fn add(&mut self, lat: f64, lon: f64) {
        let [west, south, east, north] = self.0.unwrap_or([lon, lat, lon, lat]);
        self.0 = Some([west.min(lon), south.min(lat), east.max(lon), north.max(lat)]);
    }
}
