/** What the API's routes answer, beside the record's own nouns. */
import type { Day, Family, Incident, Judgement, Place, Word } from './terms';

/** A page of a list; `next` is the cursor of the page after it (the parameter `after`), `total` how many fit the filters. */
export type Page<T> = { items: T[]; next: string | null; total: number };

/** One mark on the map: many incidents, or one with its own id, radius (kilometres) and type. */
export type Cluster = {
  lat: number;
  lon: number;
  count: number;
  families: Partial<Record<Family, number>>;
  id?: string;
  radius_km?: number | null;
  type?: string;
  word?: Word;
  place?: string;
};
export type Step = 'day' | 'week' | 'month' | 'year';
/** One bar of the timeline; `end` is its last day. */
export type Bin = { start: Day; end: Day; counts: Partial<Record<Family, number>> };
/** `GET /overview`: `total` fits the filters, `of` is the whole record. */
export type Overview = {
  total: number;
  of: number;
  undated: number;
  placeless: number;
  in_view: number;
  families: Partial<Record<Family, number>>;
  types: Record<string, number>;
  words: Partial<Record<Word, number>>;
  timeline: { by: Step; bins: Bin[] };
  clusters: Cluster[];
};
/** `GET /incidents/{id}`; `version` goes with whatever is judged of it. */
export type IncidentAnswer = {
  incident: Incident;
  judgements: Judgement[];
  reviewed: boolean;
  version: string;
  merged_into?: string;
};
export type SuggestKind = 'actor' | 'place' | 'outlet' | 'type';
export type Suggestion = { kind: SuggestKind; id: string; label: string; detail: string | null; place?: Place };
export type EventType = { id: string; name: string; family: Family; definition: string };
/** `GET /codebook`. */
export type Codebook = {
  types: EventType[];
  families: { id: Family; name: string }[];
  harm: string[];
  weapons: string[];
  actor_kinds: string[];
};
