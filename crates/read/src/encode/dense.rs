use dateline_terms::Cursor;

/// Outputs that are worked out side by side.
const LANES: usize = 8;
/// Rows that are: a weight once loaded serves all of them.
const ROWS: usize = 4;

/// A layer of a network: each output is its bias and a weighted sum of the inputs, added up in the order of the
/// inputs, so that a row gives the same bits whatever rows are beside it.
#[derive(Debug)]
pub struct Dense {
    inputs: usize,
    panels: Vec<Panel>,
}

/// The weights of some outputs, those of one input side by side.
#[derive(Debug)]
struct Panel {
    weights: Vec<[f32; LANES]>,
    bias: [f32; LANES],
}

impl Panel {
    /// The outputs for some rows; `inputs` has the first number of each, then the second of each.
    // Plain indices: the compiler makes them wide in every build, chained iterators only in some.
    #[allow(clippy::needless_range_loop)]
    fn apply(&self, inputs: &[[f32; ROWS]]) -> [[f32; LANES]; ROWS] {
        let mut sums = [self.bias; ROWS];
        for (w, x) in self.weights.iter().zip(inputs) {
            for row in 0..ROWS {
                for lane in 0..LANES {
                    sums[row][lane] += w[lane] * x[row];
                }
            }
        }
        sums
    }
}

impl Dense {
    /// Numbers in a row of outputs.
    pub fn outputs(&self) -> usize {
        self.panels.len() * LANES
    }

    /// Numbers in a row of inputs.
    pub fn inputs(&self) -> usize {
        self.inputs
    }

    /// The outputs of each row of `rows`, row by row.
    pub fn apply(&self, rows: &[f32]) -> Vec<f32> {
        let (inputs, outputs) = (self.inputs, self.outputs());
        let tiles: Vec<Vec<[f32; ROWS]>> =
            rows.chunks(inputs * ROWS).map(|rows| tile(rows, inputs)).collect();
        let mut out = vec![0f32; rows.len() / inputs * outputs];
        for (n, panel) in self.panels.iter().enumerate() {
            for (tile, made) in tiles.iter().zip(out.chunks_mut(outputs * ROWS)) {
                for (row, sums) in made.chunks_exact_mut(outputs).zip(panel.apply(tile)) {
                    if let Some(lanes) = row.get_mut(n * LANES..(n + 1) * LANES) {
                        lanes.copy_from_slice(&sums);
                    }
                }
            }
        }
        out
    }

    /// Reads outputs, inputs, the weights of each output as 8-bit steps, and the biases; `None` where the
    /// bytes end too soon or the outputs do not come in whole panels.
    pub fn read(at: &mut Cursor<'_>) -> Option<Dense> {
        let (outputs, inputs) = (at.u32()?, at.u32()?);
        let (weights, biases) = (at.steps(outputs, inputs)?, at.floats(outputs)?);
        if inputs == 0 || outputs % LANES != 0 {
            return None;
        }
        let panel = |(rows, bias): (&[f32], &[f32])| {
            let mut weights = vec![[0f32; LANES]; inputs];
            for (lane, row) in rows.chunks_exact(inputs).enumerate() {
                let lanes = weights.iter_mut().filter_map(|lanes| lanes.get_mut(lane));
                lanes.zip(row).for_each(|(w, x)| *w = *x);
            }
            Some(Panel { weights, bias: bias.try_into().ok()? })
        };
        let panels = weights.chunks_exact(inputs * LANES).zip(biases.chunks_exact(LANES));
        Some(Dense { inputs, panels: panels.map(panel).collect::<Option<_>>()? })
    }
}

/// The first number of each row, then the second of each; zeros for rows that there are not.
fn tile(rows: &[f32], inputs: usize) -> Vec<[f32; ROWS]> {
    let mut out = vec![[0f32; ROWS]; inputs];
    for (n, row) in rows.chunks_exact(inputs).enumerate() {
        for (column, x) in out.iter_mut().zip(row) {
            if let Some(slot) = column.get_mut(n) {
                *slot = *x;
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_weighed_each_by_itself() {
        let mut bytes = [16u32, 2].map(u32::to_le_bytes).concat();
        bytes.extend((0..16).flat_map(|_| 0.5f32.to_le_bytes()));
        bytes.extend((0..16u8).flat_map(|k| [k, 2]));
        bytes.extend((0..16).flat_map(|k| (k as f32).to_le_bytes()));
        let layer = Dense::read(&mut Cursor::new(&bytes)).unwrap();
        let out = layer.apply(&[1.0, 0.0, 0.0, 1.0, 2.0, 3.0]);
        assert_eq!(out.len(), 48);
        let expected = |k: f32| [k + k / 2.0, k + 1.0, k + k + 3.0];
        for k in 0..16 {
            assert_eq!([out[k], out[16 + k], out[32 + k]], expected(k as f32));
        }
        assert!(Dense::read(&mut Cursor::new(&bytes[..40])).is_none());
    }
}
