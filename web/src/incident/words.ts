import { typeName } from '../api/codebook.svelte';
import type { Ruling, Stance } from '../api/terms';
import { days, placeName, range } from '../shared/say';

/** Stances as verbs (`terms::Stance`). */
export const STANCES: Record<Stance, string> = {
  asserted: 'states it',
  alleged: 'says so with reserve',
  denied: 'denies it',
  unconfirmed: 'says it is unconfirmed',
  asserts: 'says that it is so',
  denies: 'denies it',
  suspects: 'thinks it likely',
  claims_responsibility: 'claims responsibility',
  accuses: 'accuses the other side',
  no_comment: 'will not say',
};

/** What statements are about (`terms::About`). */
export const ABOUT: Record<string, string> = {
  occurrence: 'that it happened',
  side_a: 'who did it',
  side_b: 'to whom',
  type: 'what kind of act',
  weapon: 'with what',
  place: 'where',
  motive: 'why',
  responsibility: 'who answers for it',
};

/** Names of an incident's fields where the id alone would not do. */
const FIELDS: Record<string, string> = {
  event_type: 'type',
  side_a: 'attributed to',
  side_b: 'done to',
  days: 'date',
  word: 'how it stands',
  first_published: 'first published',
  last_published: 'last published',
  corrected: 'set by people',
  disputed: 'voices differ over',
  parties: 'parties among its voices',
};

/** Fields that say nothing to a reader beside those that they follow from. */
const SILENT = ['id', 'changed', 'rule', 'confidence', 'evidence', 'entries'];

/** A field's name for people; `undefined` for those that a history leaves out. */
export function fieldName(name: string): string | undefined {
  return SILENT.includes(name) ? undefined : (FIELDS[name] ?? name.replaceAll('_', ' '));
}

type Loose = Record<string, unknown>;

function one(name: string, value: unknown): string {
  if (value === null || value === undefined) return 'none';
  if (name === 'event_type') return typeName(String(value));
  if (typeof value !== 'object') return String(value);
  const said = value as Loose;
  if (name === 'days') return days(said as { start: string; end: string });
  if (name === 'place') return placeName(said as never);
  if ('what' in said) {
    const figure = range(Number(said.low), said.high === null ? null : Number(said.high));
    return `${figure} ${String(said.what)}${said.who ? ` (${String(said.who)})` : ''}`;
  }
  return String(said.name ?? said.text ?? '');
}

/** The value of an incident's field in words, whatever it is. */
export function valueWords(name: string, value: unknown): string {
  if (!Array.isArray(value)) return one(name, value);
  return value.length ? [...new Set(value.map((each) => one(name, each)))].join(', ') : 'none';
}

/** A judgement's ruling as one clause. */
export function rulingWords(ruling: Ruling): string {
  switch (ruling.ruling) {
    case 'same':
      return `these ${ruling.claims.length} claims tell of one incident`;
    case 'not_same':
      return 'these claims tell of different incidents';
    case 'not_event':
      return 'a claim tells of no event';
    case 'accepted':
      return `accepted with ${ruling.claims.length === 1 ? 'its claim' : `its ${ruling.claims.length} claims`}`;
    case 'withdrawn':
      return 'an earlier judgement was withdrawn';
    case 'field': {
      const { field, value } = ruling.value;
      if (field === 'time') return `date: ${value ? days({ start: value[0], end: value[1] }) : 'none'}`;
      return `${fieldName(field) ?? field}: ${valueWords(field === 'type' ? 'event_type' : field, value)}`;
    }
  }
}
