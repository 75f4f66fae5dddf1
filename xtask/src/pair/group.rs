//! Events into incidents: average linkage, never over a contradiction.

/// Joins the two groups of greatest mean likelihood until none reaches `join`. `likelihood` gives that of two
/// of the `count` events, `None` where they contradict. Gives each event's group.
pub fn group(count: usize, likelihood: impl Fn(usize, usize) -> Option<f32>, join: f32) -> Vec<usize> {
    let mut groups: Vec<Vec<usize>> = (0..count).map(|n| vec![n]).collect();
    // Sum of likelihoods between two groups, `None` where any two of them contradict.
    let mut sums: Vec<Vec<Option<f32>>> =
        (0..count).map(|a| (0..count).map(|b| likelihood(a.min(b), a.max(b))).collect()).collect();
    loop {
        let mut best: Option<(f32, usize, usize)> = None;
        for a in 0..groups.len() {
            for b in a + 1..groups.len() {
                let size = (groups[a].len() * groups[b].len()) as f32;
                let Some(mean) = sums[a][b].map(|sum| sum / size).filter(|_| size > 0.0) else { continue };
                if mean >= join && best.is_none_or(|(most, _, _)| mean > most) {
                    best = Some((mean, a, b));
                }
            }
        }
        let Some((_, a, b)) = best else { break };
        let moved = std::mem::take(&mut groups[b]);
        groups[a].extend(moved);
        let both: Vec<Option<f32>> =
            sums[a].iter().zip(&sums[b]).map(|(x, y)| x.zip(*y).map(|(x, y)| x + y)).collect();
        for (row, sum) in sums.iter_mut().zip(&both) {
            row[a] = *sum;
        }
        sums[a] = both;
    }
    let mut of = vec![0; count];
    for (n, group) in groups.iter().enumerate() {
        group.iter().for_each(|event| of[*event] = n);
    }
    of
}

#[cfg(test)]
mod tests {
    use super::group;

    #[test]
    fn joins_what_is_likely_and_never_over_a_contradiction() {
        // 0 and 1 are alike, 2 is like both; 3 is like 2 and contradicts 0.
        let p = |a: usize, b: usize| match (a, b) {
            (0, 1) => Some(0.9),
            (0 | 1, 2) => Some(0.8),
            (0, 3) => None,
            (2, 3) => Some(0.7),
            _ => Some(0.6),
        };
        let of = group(4, p, 0.5);
        assert!(of[0] == of[1] && of[1] == of[2] && of[3] != of[0]);
        assert_eq!(group(4, p, 0.95), [0, 1, 2, 3]);
    }
}
