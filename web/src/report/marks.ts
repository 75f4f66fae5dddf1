import { words } from '../incident/testimony';
import { indexOfByte } from '../shared/bytes';
import type { Span } from '../shared/spans';
import type { ReportAnswer } from './answer';

/** What marks are made from: a report of the record, or one that is only looked at. */
type Marked = Pick<ReportAnswer, 'text' | 'refused' | 'spans'> & { coded: Pick<ReportAnswer['coded'], 'events' | 'tallies'> };

/** Everything of a report's text that was understood or set aside, as spans keyed by the event, sum or passage they belong to. */
export function marks(report: Marked): Span[] {
  const index = indexOfByte(report.text);
  const span = (at: { start: number; end: number }, field: string, label: string, key: string): Span => ({
    start: index(at.start),
    end: index(at.end),
    field,
    label,
    key,
  });
  const events = report.coded.events.flatMap((event) => words(event).map((word) => span(word, word.field, word.label, event.eid)));
  const sums = report.coded.tallies.map((tally) => span(tally, 'tally', `${tally.counts}, a sum`, tally.tid));
  const refused = (report.refused ?? []).map((passage, k) => span(passage, 'refused', 'refused', `refused ${k}`));
  const aside = (report.spans.furniture ?? []).map((part, k) => span(part, 'furniture', part.kind.replaceAll('_', ' '), `furniture ${k}`));
  return once([...aside, ...events, ...sums, ...refused].filter((one) => one.end > one.start));
}

/** Words that fill the same field of several events are labelled once. */
function once(spans: Span[]): Span[] {
  const seen = new Set<string>();
  return spans.map((span) => {
    const at = `${span.start} ${span.end} ${span.field}`;
    if (!seen.has(at)) {
      seen.add(at);
      return span;
    }
    const { label: _, ...bare } = span;
    return bare;
  });
}
