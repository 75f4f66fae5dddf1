//! Whether events are right as often as their confidence says.

use super::gold::{Event, GoldReport};
use super::overlap::{Stretch, Text};
use super::pairs::pair_up;
use std::collections::HashMap;

/// Bands that confidence is cut into, equally wide.
const BANDS: usize = 10;

/// For each event of `predicted`: whether it pairs with an event of `gold` and has its type.
pub fn right_types(gold: &GoldReport, predicted: &GoldReport) -> Vec<bool> {
    let text = Text::new(&gold.text);
    let spans = |events: &[Event]| -> Vec<Vec<Stretch>> { events.iter().map(|e| text.spans(e)).collect() };
    let (of_gold, of_predicted) = (spans(&gold.events), spans(&predicted.events));
    let mut right = vec![false; predicted.events.len()];
    for (i, j) in pair_up((&gold.events, &of_gold), (&predicted.events, &of_predicted)) {
        right[j] = gold.events[i].fields.event_type == predicted.events[j].fields.event_type;
    }
    right
}

/// Confidence of each predicted event, and whether it is right, over all reports of `gold`.
pub fn judged(gold: &[GoldReport], predicted: &[GoldReport]) -> Vec<(f64, bool)> {
    let by_id: HashMap<&str, &GoldReport> = predicted.iter().map(|r| (r.id.as_str(), r)).collect();
    let pairs = gold.iter().filter_map(|g| Some((g, *by_id.get(g.id.as_str())?)));
    let of = |(g, p): (&GoldReport, &GoldReport)| {
        let sure: Vec<f64> = p.events.iter().map(|e| e.fields.confidence.unwrap_or(0.0)).collect();
        sure.into_iter().zip(right_types(g, p))
    };
    pairs.flat_map(of).collect()
}

/// Events whose confidence lies in one band.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Band {
    /// How many.
    pub events: usize,
    /// Their mean confidence.
    pub confidence: f64,
    /// Share of them that are right.
    pub right: f64,
}

/// Confidence beside how often events were right, in ten bands of equal width, the least sure first.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Reliability(pub [Band; BANDS]);

impl Reliability {
    /// Sorts judged events into bands.
    pub fn new(judged: &[(f64, bool)]) -> Reliability {
        let mut bands = [Band::default(); BANDS];
        for (confidence, right) in judged {
            let band = &mut bands[((confidence * BANDS as f64) as usize).min(BANDS - 1)];
            band.events += 1;
            band.confidence += confidence;
            band.right += f64::from(u8::from(*right));
        }
        for band in bands.iter_mut().filter(|b| b.events > 0) {
            band.confidence /= band.events as f64;
            band.right /= band.events as f64;
        }
        Reliability(bands)
    }

    /// The expected calibration error: how far confidence is from the share right in a band, on average over
    /// events (Naeini and others 2015).
    pub fn error(&self) -> f64 {
        let all: usize = self.0.iter().map(|b| b.events).sum();
        let off = |b: &Band| b.events as f64 * (b.confidence - b.right).abs();
        self.0.iter().map(off).sum::<f64>() / all.max(1) as f64
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::eval::read_reports;

    #[test]
    fn the_error_is_how_far_bands_are_off() {
        // Two events at .9, one right; two at .25, none right; one at 1.0, right.
        let judged = [(0.9, true), (0.9, false), (0.25, false), (0.25, false), (1.0, true)];
        let curve = Reliability::new(&judged);
        assert_eq!(curve.0[9].events, 3);
        assert!((curve.0[9].confidence - 2.8 / 3.0).abs() < 1e-12);
        let want = (3.0 * (2.8f64 / 3.0 - 2.0 / 3.0) + 2.0 * 0.25) / 5.0;
        assert!((curve.error() - want).abs() < 1e-12);
        assert_eq!(Reliability::new(&[]).error(), 0.0);
    }

    #[test]
    fn an_event_is_right_where_it_pairs_and_has_the_type() {
        let gold = r#"{"id": "a", "text": "Rockets hit the base. Police made arrests. All else was calm.",
            "events": [{"evidence": "Rockets hit the base.", "type": "shelling"},
                       {"evidence": "Police made arrests.", "type": "arrest"}]}"#;
        let coded = r#"{"id": "a", "events": [
            {"evidence": {"text": "Police made arrests.", "start": 22, "end": 42}, "type": "arrest", "confidence": 0.8},
            {"evidence": {"text": "Rockets hit the base.", "start": 0, "end": 21}, "type": "attack", "confidence": 0.7},
            {"evidence": {"text": "All else was calm.", "start": 43, "end": 61}, "type": "arrest", "confidence": 0.6}]}"#;
        let line = |text: &str| read_reports(&text.replace('\n', " ")).expect("reports");
        assert_eq!(judged(&line(gold), &line(coded)), [(0.8, true), (0.7, false), (0.6, false)]);
    }
}
