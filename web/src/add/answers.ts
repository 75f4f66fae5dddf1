import type { Event, NotEvent, Tally } from '../api/terms';

/** A report as it was coded: one object of the contract. */
export type CodedReport = {
  report: {
    title: string | null;
    text: string;
    outlet: string | null;
    language: string | null;
    published: { date: string | null } | null;
    furniture: { start: number; end: number; kind: string }[];
  };
  events: Event[];
  tallies: Tally[];
  not_events: NotEvent[];
  flaws: { step: string; what: string }[];
};
/** What became of one report; nothing where it was only looked at. */
export type Outcome = 'new' | 'changed' | 'known' | 'removed';
export type Added = { name: string; outcome: Outcome | null; report: string | null; coded: CodedReport };
/** `POST /reports`: the reports that could be coded, and the files that could not. */
export type AddAnswer = { preview: boolean; items: Added[]; failed: { name: string; what: string }[] };

/** What became of a report, for people. */
export const OUTCOMES: Record<Outcome, string> = {
  new: 'kept',
  changed: 'kept as the next version of a report',
  known: 'in the record already',
  removed: 'removed from the record before, and not taken in again',
};
