/** What a source brought in a stretch of days; `days` counts those on which it was asked. */
export type Brought = { days: number; found: number; taken: number; same: number; failed: number; empty: number; undated: number };
/** How a source does, in a word. */
export type State = 'failing' | 'changed' | 'new' | 'paused' | 'well';
export type Kind = 'feed' | 'sitemap' | 'index' | 'folder';
/** A source as `GET /sources` lists it; times are RFC 3339, `due` null for as soon as may be. */
export type Source = {
  id: string;
  name: string;
  kind: Kind;
  address: string;
  origin: 'file' | 'added' | 'part';
  links: string | null;
  outlet: string | null;
  language: string | null;
  every: string | null;
  pace: number | null;
  days: number | null;
  allow_private: boolean;
  state: State;
  paused: string | null;
  asked: number;
  unchanged: number;
  last_success: string | null;
  last_failure: string | null;
  wrong: string | null;
  failures: number;
  due: string | null;
  waiting: number;
  week: Brought;
  before: Brought;
  drift: string[];
  /** Pages taken in on each of the last 28 days (UTC), today last. */
  daily: number[];
};
/** `GET /sources`; `watched`: whether any program watches now. */
export type Sources = { items: Source[]; total: number; watched: boolean; private_allowed: boolean };
/** What became of a page; `report` is the id of its report, or of the page that it is the same as. */
export type Ending = {
  address: string;
  title: string | null;
  outcome: 'taken' | 'same' | 'refused' | 'failed';
  at: string | null;
  status: number | null;
  wrong: string | null;
  report: string | null;
};
/** `GET /sources/{id}`. */
export type Detail = Source & {
  watched: boolean;
  host: {
    name: string;
    left_alone_until: string | null;
    wrong: string | null;
    robots: { read: string | null; allows: boolean; delay: number | null } | null;
  } | null;
  by_day: (Brought & { day: string })[];
  per_day: number;
  pages: Ending[];
};
/** `POST /sources/try`; `kind` is null where there is no list, and `wrong` says why. */
export type Tried = {
  kind: Exclude<Kind, 'folder'> | null;
  wrong: string | null;
  address: string;
  watched_as: string | null;
  of_sitemaps: boolean;
  leads_to: number;
  first: { address: string; title: string | null; published: string | null; language: string | null }[];
  patterns: { pattern: string; fits: number; example: string }[];
  feeds: string[];
};
/** What a form says of a source beside its name and address; '' and null where it says nothing. */
export type Said = { links: string; outlet: string; language: string; every: string; pace: number | null; days: number | null; allow_private: boolean };

/** The same as it is sent. */
export function sent(said: Said): Record<string, unknown> {
  const words = (text: string) => text.trim() || null;
  return { links: words(said.links), outlet: words(said.outlet), language: words(said.language), every: words(said.every), pace: said.pace, days: said.days, allow_private: said.allow_private };
}
