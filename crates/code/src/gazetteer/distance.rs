/// Mean radius of the earth in kilometres.
const EARTH_KM: f64 = 6371.0;

/// Kilometres along the great circle between two points, each degrees north and east.
pub fn kilometres((a, x): (f64, f64), (b, y): (f64, f64)) -> f64 {
    let half = |degrees: f64| (degrees.to_radians() / 2.0).sin().powi(2);
    let h = half(a - b) + a.to_radians().cos() * b.to_radians().cos() * half(x - y);
    2.0 * EARTH_KM * h.sqrt().min(1.0).asin()
}
