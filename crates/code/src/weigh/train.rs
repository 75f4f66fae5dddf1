use super::{Features, Model};
use std::collections::BTreeMap;

/// One thing that was weighed, with what the coder decided.
#[derive(Clone, Debug)]
pub struct Example {
    /// What was seen.
    pub features: Features,
    /// One entry a class: whether it holds.
    pub labels: Vec<bool>,
    /// How much it counts, 1.0 as a rule.
    pub weight: f32,
}

/// How to train.
#[derive(Clone, Copy, Debug)]
pub struct Settings {
    /// Passes over the examples.
    pub epochs: usize,
    /// First step of AdaGrad.
    pub rate: f32,
    /// L2 penalty a step.
    pub l2: f32,
    /// Features seen in fewer examples are left out.
    pub least: usize,
    /// Features none of whose weights reaches this are left out: they change no decision.
    pub prune: f32,
}

impl Default for Settings {
    fn default() -> Settings {
        Settings { epochs: 12, rate: 0.1, l2: 1e-5, least: 2, prune: 0.03 }
    }
}

/// Logistic regression, one class at a time over shared features, by AdaGrad. The order of examples is
/// a fixed shuffle, so the same examples give the same bytes. The weights are the mean over the last two
/// thirds of the passes: one unlucky order sways them less.
pub fn train(classes: &[String], examples: &[Example], settings: Settings) -> Model {
    let keys = frequent(examples, settings.least);
    let index: BTreeMap<u32, usize> = keys.iter().enumerate().map(|(i, k)| (*k, i)).collect();
    let n = classes.len();
    let dense: Vec<Vec<usize>> = examples
        .iter()
        .map(|e| e.features.keys().iter().filter_map(|k| index.get(k).copied()).collect())
        .collect();
    let mut weights = vec![0f32; keys.len() * n];
    let mut squares = vec![1e-6f32; keys.len() * n];
    let mut order: Vec<usize> = (0..examples.len()).collect();
    let mut seed = 0x2545_f491_4f6c_dd1du64;
    let mut sums = vec![0f32; weights.len()];
    let first = settings.epochs / 3;
    for epoch in 0..settings.epochs {
        shuffle(&mut order, &mut seed);
        for &i in &order {
            step(&dense[i], &examples[i], n, settings, &mut weights, &mut squares);
        }
        if epoch >= first {
            sums.iter_mut().zip(&weights).for_each(|(sum, w)| *sum += w);
        }
    }
    let passes = (settings.epochs - first).max(1) as f32;
    let weights: Vec<f32> = sums.iter().map(|s| s / passes).collect();
    let rows: Vec<(u32, Vec<f32>)> = keys
        .iter()
        .enumerate()
        .map(|(i, k)| (*k, weights[i * n..(i + 1) * n].to_vec()))
        .filter(|(_, w)| w.iter().any(|w| w.abs() > settings.prune))
        .collect();
    Model::from_rows(classes.to_vec(), &rows)
}

fn step(rows: &[usize], example: &Example, n: usize, s: Settings, weights: &mut [f32], squares: &mut [f32]) {
    let mut sums = vec![0f32; n];
    for &r in rows {
        for (sum, w) in sums.iter_mut().zip(&weights[r * n..(r + 1) * n]) {
            *sum += w;
        }
    }
    for (c, sum) in sums.iter().enumerate() {
        let p = 1.0 / (1.0 + (-sum).exp());
        let err = (p - if example.labels[c] { 1.0 } else { 0.0 }) * example.weight;
        if err.abs() < 1e-4 {
            continue;
        }
        for &r in rows {
            let at = r * n + c;
            let g = err + s.l2 * weights[at];
            squares[at] += g * g;
            weights[at] -= s.rate * g / squares[at].sqrt();
        }
    }
}

fn frequent(examples: &[Example], least: usize) -> Vec<u32> {
    let mut counts: BTreeMap<u32, usize> = BTreeMap::new();
    for e in examples {
        for k in e.features.keys() {
            *counts.entry(*k).or_default() += 1;
        }
    }
    counts.into_iter().filter(|(_, n)| *n >= least).map(|(k, _)| k).collect()
}

/// Fisher–Yates with xorshift: no clock, no chance.
fn shuffle(order: &mut [usize], seed: &mut u64) {
    for i in (1..order.len()).rev() {
        *seed ^= *seed << 13;
        *seed ^= *seed >> 7;
        *seed ^= *seed << 17;
        order.swap(i, (*seed % (i as u64 + 1)) as usize);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn learns_what_tells_classes_apart() {
        let example = |word: &str, yes: bool| {
            let mut features = Features::new();
            features.add(&["word", word]);
            features.add(&["bias"]);
            Example { features, labels: vec![yes], weight: 1.0 }
        };
        let examples: Vec<Example> = (0..40)
            .map(|i| if i % 2 == 0 { example("strike", true) } else { example("meeting", false) })
            .collect();
        let model = train(&["event".into()], &examples, Settings { rate: 0.5, ..Settings::default() });
        let none = crate::weigh::Seen::default();
        assert!(model.one(&example("strike", true).features, &none) > 0.9);
        assert!(model.one(&example("meeting", true).features, &none) < 0.1);
    }
}
