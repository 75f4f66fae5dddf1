//! stub
/// stub
#[derive(Debug)] pub struct Outlets;
impl Outlets { /// s
 pub fn embedded() -> &'static Outlets { &Outlets } }
