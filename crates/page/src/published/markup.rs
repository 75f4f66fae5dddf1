//! Publication dates in mark-up.
