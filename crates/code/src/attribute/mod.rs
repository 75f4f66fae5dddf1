//! From mentions to claims: which events a report tells of, each with its place, time, sides, harm and
//! speakers; the tallies it states; and what is refused.
//!
//! Each step weighs candidates by features (see [`crate::weigh`]) and keeps those that are likely enough;
//! where none is, the field stays empty.

pub mod alike;
pub mod claims;
pub mod draft;
pub mod events;
pub mod figures;
pub mod growth;
pub mod outright;
pub mod own;
pub mod recalled;
pub mod refusals;
pub mod responsibility;
pub mod same;
pub mod sides;
pub mod site;
pub mod standing;
pub mod tallies;
pub mod view;
pub mod weapons;
pub mod when;

use crate::Books;
use crate::resolve;
use crate::weigh::{Limits, Weights};
use dateline_terms::{Attribution, Claim, Coded, CueKind, Harm, HarmKind, Place, Speaker, Status, Tally};
use draft::{Draft, Hint};
use figures::{Counted, Figure};
use view::View;

/// Codes one report as read.
pub fn attribute(view: &View<'_>, books: &Books<'_>) -> Coded {
    let w = books.weights;
    let figures = figures::figures(view);
    let sums_up = |i: usize| figures.iter().any(|f| f.sentence == i && tallies::is_count_of_acts(view, f));
    let told = events::told(view, w);
    let hints: Vec<Hint> = told.hints.into_iter().filter(|h| !sums_up(h.sentence)).collect();
    let mut drafts = same::drafts(view, hints, &w.same, &w.limits);
    responsibility::note(view, &mut drafts);
    let counted = figures::counted(view, &figures, &w.figures, &w.limits);
    let owners = owners(view, &drafts, &figures, &counted, w);
    let found = Found { figures: &figures, counted, owners };
    let mut harm = harms(view, &drafts, &found, w);
    let mut claims: Vec<Claim> = Vec::new();
    for (d, draft) in drafts.iter().enumerate() {
        let rows = harm.get_mut(d).map(std::mem::take).unwrap_or_default();
        claims.extend(claim(view, draft, rows, w));
    }
    claims.sort_by_key(|c| c.evidence);
    let tallies = sums(view, &found, w);
    let refusals = refusals::refusals(view, &drafts, &told.refused, w);
    Coded { claims, tallies, refusals }
}

/// The claims of one draft: one, or one a place where the words set places side by side
/// ("at X, as well as at Y").
fn claim(view: &View<'_>, draft: &Draft, harm: Vec<Harm>, w: &Weights) -> Vec<Claim> {
    let Some(best) = draft.best() else { return Vec::new() };
    let (side_a, side_b) = sides::sides(view, draft, &w.sides, &w.limits);
    let attributions: Vec<Attribution> = claims::attributions(
        view,
        draft,
        claims::Sides { a: &side_a, b: &side_b },
        &w.claims,
        w.limits.claim,
    );
    let place = site::place(view, draft, &w.place, w.limits.place);
    let country = place.as_ref().and_then(|p| p.country.as_deref()).or(view.home.as_deref());
    let seen_there = |mut a: dateline_terms::Actor| {
        a.kind = resolve::actor::kind_at(&a, country);
        a
    };
    let side_a: Vec<_> = side_a.into_iter().map(seen_there).collect();
    let side_b: Vec<_> = side_b.into_iter().map(seen_there).collect();
    let twin = place.as_ref().and_then(|p| beside(view, p));
    let first = Claim {
        evidence: best.at,
        more_evidence: draft.hints.iter().skip(1).map(|h| h.at).collect(),
        event_type: draft.event_type.clone(),
        status: status(view, draft),
        standing: standing::standing(view, draft, &w.standing),
        time: when::time(view, draft, &w.time, w.limits.time),
        place,
        side_a,
        side_b,
        weapons: weapons::weapons(view, draft),
        harm,
        attributions,
        confidence: w.calibration.confidence(draft.p),
        why: why(view, draft),
    };
    let Some(twin) = twin else { return vec![first] };
    let second = Claim { place: Some(twin), harm: Vec::new(), ..first.clone() };
    vec![first, second]
}

/// Another place that the words set beside `place`: "…, as well as the Y".
fn beside(view: &View<'_>, place: &Place) -> Option<Place> {
    let k = view.places.iter().position(|p| p.at == place.at)?;
    let next = view.places.get(k + 1)?;
    let between = view.report.text.get(place.at.end..next.at.start)?.to_lowercase();
    let joined = between.len() < 40 && view.words.beside.any_in(&between);
    joined.then(|| next.clone())
}

fn status(view: &View<'_>, draft: &Draft) -> Status {
    let foiled = draft.best().is_some_and(|h| {
        let act = h.trigger.and_then(|t| view.reading.acts.get(t));
        let cues = view.reading.cues.get(view.held(h.sentence).cues).unwrap_or(&[]);
        cues.iter()
            .any(|c| c.kind == CueKind::Foiled && act.is_some_and(|a| a.span.start.abs_diff(c.span.end) < 20))
    });
    if foiled { Status::Foiled } else { Status::Occurred }
}

fn why(view: &View<'_>, draft: &Draft) -> Vec<String> {
    draft
        .hints
        .iter()
        .map(|h| match h.trigger.and_then(|t| view.reading.acts.get(t)) {
            Some(act) => format!("codebook/{}: \"{}\" (weighed {:.2})", h.event_type, act.word, h.p),
            None => format!("events: the sentence as a whole reads as {} (weighed {:.2})", h.event_type, h.p),
        })
        .collect()
}

/// The event that each counted harm most likely belongs to, with its likelihood; `None` for tallies and
/// where there is no event.
fn owners(
    view: &View<'_>,
    drafts: &[Draft],
    figures: &[Figure],
    counted: &[Counted],
    w: &Weights,
) -> Vec<Option<(f32, usize)>> {
    let owner = |c: &Counted| {
        let (what, figure) = (HarmKind::parse(&c.class)?, figures.get(c.figure)?);
        let told = drafts.iter().filter(|o| o.hint_in(figure.sentence).is_some()).count();
        drafts
            .iter()
            .enumerate()
            .filter(|(_, d)| d.may_hold(figure.at))
            .map(|(k, d)| {
                let rivals = told - usize::from(d.hint_in(figure.sentence).is_some());
                {
                    let features = figures::harm_features(view, d, figure, what.as_str(), rivals);
                    (w.harm.one(&features, &view.seen), k)
                }
            })
            .max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(&a.1)))
    };
    counted.iter().map(owner).collect()
}

/// Gives each harm figure to the event that it most likely belongs to.
fn harms(view: &View<'_>, drafts: &[Draft], found: &Found<'_>, w: &Weights) -> Vec<Vec<Harm>> {
    let mut out: Vec<Vec<Harm>> = vec![Vec::new(); drafts.len()];
    for (c, owner) in found.counted.iter().zip(&found.owners) {
        let (Some(what), Some(figure)) = (HarmKind::parse(&c.class), found.figures.get(c.figure)) else {
            continue;
        };
        let Some((_, k)) = owner.filter(|(p, _)| *p >= w.limits.harm) else { continue };
        let both = is_both(&found.counted, c, figure);
        let row = figures::row(view, figure, what, both, said_by(view, figure, w));
        if let Some(rows) = out.get_mut(k)
            && !rows.iter().any(|r| r.what == row.what && r.quantity == row.quantity)
        {
            rows.push(row);
        }
    }
    out
}

/// The report's figures, what each counts, and whose harm it is.
struct Found<'f> {
    figures: &'f [Figure],
    counted: Vec<Counted>,
    owners: Vec<Option<(f32, usize)>>,
}

/// Whether a number of people harmed belongs to no one event: of several people, unlikely for
/// every event, and no repetition of a figure that an event has.
fn is_orphan(
    found: &Found<'_>,
    c: &Counted,
    figure: &Figure,
    owner: Option<(f32, usize)>,
    limits: &Limits,
) -> bool {
    let placed = |(o, own): (&Counted, &Option<(f32, usize)>)| {
        let same = found.figures.get(o.figure).is_some_and(|f| f.quantity.low == figure.quantity.low);
        o.figure != c.figure && o.class == c.class && same && own.is_some_and(|(p, _)| p >= limits.harm)
    };
    figure.counted
        && figure.quantity.low > 1
        && owner.is_none_or(|(p, _)| p < limits.harm)
        && !found.counted.iter().zip(&found.owners).any(placed)
}

/// "Killed or wounded 20": one number for both, so each is 0 to 20.
fn is_both(counted: &[Counted], c: &Counted, figure: &Figure) -> bool {
    let twin = |class: &str| counted.iter().any(|o| o.figure == c.figure && o.class == class);
    figure.counted && twin("killed") && twin("injured") && matches!(c.class.as_str(), "killed" | "injured")
}

fn said_by(view: &View<'_>, figure: &Figure, w: &Weights) -> Option<Speaker> {
    (0..view.reading.speech.len())
        .filter(|k| {
            view.reading
                .speech
                .get(*k)
                .is_some_and(|s| s.sentence.abs_diff(figure.sentence) <= 3 || s.content.contains(figure.at))
        })
        .map(|k| (w.said_by.one(&figures::said_by_features(view, figure, k), &view.seen), k))
        .max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(&a.1)))
        .filter(|(p, _)| *p >= w.limits.said_by)
        .and_then(|(_, k)| view.reading.speech.get(k))
        .map(|s| Speaker { at: s.speaker })
}

/// The stated tallies: figures that read as sums, and numbers of people harmed that belong to no one event.
fn sums(view: &View<'_>, found: &Found<'_>, w: &Weights) -> Vec<Tally> {
    let mut out: Vec<Tally> = Vec::new();
    for (c, owner) in found.counted.iter().zip(&found.owners) {
        let Some(figure) = found.figures.get(c.figure) else { continue };
        let class = if c.class.starts_with(tallies::PREFIX) {
            c.class.clone()
        } else if is_orphan(found, c, figure, *owner, &w.limits) {
            format!("{}{}", tallies::PREFIX, c.class)
        } else {
            continue;
        };
        let counts = |f: &&Figure| f.sentence == figure.sentence && tallies::is_count_of_acts(view, f);
        let acts = found.figures.iter().find(counts).unwrap_or(figure);
        let said_by = said_by(view, figure, w);
        let Some(tally) = tallies::tally(view, figure, acts, &class, said_by) else { continue };
        if !out.iter().any(|t| t.counts == tally.counts && t.quantity == tally.quantity) {
            out.push(tally);
        }
    }
    out
}
