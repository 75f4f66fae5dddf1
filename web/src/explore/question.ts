import type { Query } from '../api/client';

/**
 * What is asked of the record. The words are those of the API's filters, and of the address bar: an address that was copied
 * asks the same question again.
 */
export type Question = {
  text?: string;
  place?: string;
  country?: string;
  outlet?: string;
  actor: string[];
  side?: 'a' | 'b';
  type: string[];
  family: string[];
  word: string[];
  status?: string;
  from?: string;
  to?: string;
  undated: boolean;
  killed?: number;
  rule?: string;
  as_of?: string;
};

/** How the answer is looked at: no part of the question. */
export type Looks = {
  /** The chosen incident. */
  incident?: string;
  /** Order of the list. */
  sort: Sort;
  /** Middle of the map and its zoom: longitude, latitude, zoom. */
  at?: [number, number, number];
  /** Only what the map shows. */
  inview: boolean;
  /** Stretch of days that the timeline shows, where it was zoomed in. */
  span?: [string, string];
  /** Which of the three a phone shows. */
  tab: Tab;
  /** The saved search whose filters are being replaced. */
  search?: string;
};
export const SORTS = ['latest', 'earliest', 'killed', 'changed'] as const;
export type Sort = (typeof SORTS)[number];
export const TABS = ['map', 'list', 'incident'] as const;
export type Tab = (typeof TABS)[number];

const ONE = ['text', 'place', 'country', 'outlet', 'side', 'status', 'from', 'to', 'rule', 'as_of'] as const;
const SEVERAL = ['actor', 'type', 'family', 'word'] as const;
const DAY = /^\d{4}-\d{2}-\d{2}$/;

/** The question that an address asks; what cannot be understood is left out. */
export function questionOf(search: string): Question {
  const given = new URLSearchParams(search);
  const question: Question = { actor: [], type: [], family: [], word: [], undated: given.get('undated') === 'true' };
  for (const key of SEVERAL) question[key] = given.getAll(key).filter(Boolean);
  for (const key of ONE) {
    const value = given.get(key);
    if (!value || ((key === 'from' || key === 'to') && !DAY.test(value))) continue;
    Object.assign(question, { [key]: value });
  }
  const killed = Number(given.get('killed'));
  if (Number.isInteger(killed) && killed > 0) question.killed = killed;
  return question;
}

/** The looks that an address asks for. */
export function looksOf(search: string): Looks {
  const given = new URLSearchParams(search);
  const sort = given.get('sort');
  const tab = given.get('tab');
  const looks: Looks = {
    sort: SORTS.find((one) => one === sort) ?? 'latest',
    tab: TABS.find((one) => one === tab) ?? 'map',
    inview: given.get('inview') === 'true',
  };
  const incident = given.get('incident');
  if (incident) looks.incident = incident;
  const kept = given.get('search');
  if (kept) looks.search = kept;
  const at = (given.get('at') ?? '').split(',').map(Number);
  if (at.length === 3 && at.every(Number.isFinite)) looks.at = at as [number, number, number];
  const span = (given.get('span') ?? '').split(',');
  if (span.length === 2 && span.every((day) => DAY.test(day))) looks.span = span as [string, string];
  return looks;
}

/** The filters as the API wants them. */
export function filters(question: Question): Query {
  const { undated, ...rest } = question;
  return { ...rest, undated: undated || undefined };
}

/** The address of a question and its looks: only what differs from nothing asked. */
export function addressOf(question: Question, looks: Looks): string {
  const search = new URLSearchParams();
  for (const [key, value] of Object.entries(filters(question))) {
    for (const one of Array.isArray(value) ? value : [value]) if (one !== undefined && one !== '') search.append(key, String(one));
  }
  if (looks.sort !== 'latest') search.set('sort', looks.sort);
  if (looks.inview) search.set('inview', 'true');
  if (looks.span) search.set('span', looks.span.join(','));
  if (looks.at) search.set('at', looks.at.map((n, k) => n.toFixed(k === 2 ? 1 : 3)).join(','));
  if (looks.tab !== 'map') search.set('tab', looks.tab);
  if (looks.incident) search.set('incident', looks.incident);
  if (looks.search) search.set('search', looks.search);
  const text = search.toString().replaceAll('%2C', ',');
  return text ? `/?${text}` : '/';
}

/** Whether nothing at all is asked for: all of the record. */
export function isEverything(question: Question): boolean {
  return Object.values(filters(question)).every((value) => value === undefined || (Array.isArray(value) && !value.length));
}
