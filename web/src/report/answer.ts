import type { Event, NotEvent, Source, Tally } from '../api/terms';

/** `GET /reports/{id}`: a report as it was read, what was coded of it, and what was not. */
export type ReportAnswer = {
  source: Source;
  text: string;
  title: string | null;
  published: { date: string | null; basis: string; text: string | null } | null;
  language: string | null;
  spans: { furniture: { start: number; end: number; kind: string }[] | null };
  coded: { events: Event[]; tallies: Tally[]; report: { byline?: string | null; section?: string | null } };
  refused: NotEvent[] | null;
  flaws: { step: string; what: string }[] | null;
  versions: { id: string; version: number; sha256: string; received: string; superseded: boolean; removed: string | null }[];
  copies: (Source & { incidents: string[] })[];
};
