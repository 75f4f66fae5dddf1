import type { Place, Status } from '../api/terms';
import { typeName } from '../api/codebook.svelte';

/** A round: two people code the same incidents by their texts alone. `side` is which of the two one is oneself. */
export type Round = {
  id: string;
  name: string;
  by: string;
  made: number;
  coders: [string, string];
  coded: [number, number];
  decided: number;
  of: number;
  complete: boolean;
  side: 0 | 1 | null;
};
/** How far the two agree on one field; `kappa` and `alpha` are null where chance explains all, or nothing varies. */
export type Agreement = { field: string; metric: string; items: number; same: number; kappa: number | null; alpha: number | null };
export type Brief = { number: number; mine: boolean; differ: boolean | null; decided: boolean };
/** `GET /double/{id}`; `agreement` is there when both have finished. */
export type Whole = Round & { agreement: Agreement[] | null; items: Brief[] };
/** What a coder makes of one item; what the texts do not say is left out. */
export type Coding = {
  event: boolean;
  type?: string | null;
  status?: Status | null;
  day?: string | null;
  last_day?: string | null;
  country?: string | null;
  place?: string | null;
  killed?: number | null;
  injured?: number | null;
  note?: string | null;
};
/** One text of an item; `start` and `end` (bytes) are of the words that say which event is meant. */
export type Text = { outlet: string | null; title: string | null; published: string | null; text: string; start: number; end: number };
/** `GET /double/{id}/items/{number}`. */
export type Item = { number: number; texts: Text[]; mine: Coding | null; codings: [Coding, Coding] | null; decision: Coding | null };
/** What the form gives: the values, and the place in full where one was chosen. */
export type Filled = { coding: Coding; place: Place | null };

/** Fields of a coding, with their names on the page. */
export const FIELDS = [
  ['event', 'Event'],
  ['type', 'Type'],
  ['status', 'Outcome'],
  ['day', 'First day'],
  ['last_day', 'Last day'],
  ['country', 'Country'],
  ['place', 'Place'],
  ['killed', 'Killed'],
  ['injured', 'Injured'],
  ['note', 'Note'],
] as const;

/** A field of a coding in words. */
export function said(coding: Coding, field: (typeof FIELDS)[number][0]): string {
  if (field === 'event') return coding.event ? 'yes' : 'no event';
  const value = coding[field];
  if (value === undefined || value === null || value === '') return 'not stated';
  return field === 'type' ? typeName(String(value)) : String(value);
}
