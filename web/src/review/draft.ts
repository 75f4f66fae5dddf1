import type { Actor, Correction, HarmKind, Incident, Place } from '../api/terms';
import { typeName } from '../api/codebook.svelte';
import { days, placeName, range } from '../shared/say';
import { dayIn, figureIn } from './figures';
import type { Picked } from './picked';

export const HARM: HarmKind[] = ['killed', 'injured', 'missing', 'abducted', 'arrested', 'displaced'];
/** Fields that people can set, with their names on the page. */
export const FIELDS = [
  ['time', 'Date'],
  ['place', 'Place'],
  ['type', 'Type'],
  ['status', 'Outcome'],
  ['side_a', 'Attributed to'],
  ['side_b', 'Done to'],
  ...HARM.map((what) => [what, what.charAt(0).toUpperCase() + what.slice(1)] as const),
] as const;
export type Field = (typeof FIELDS)[number][0];

/** What stands in the form: a value for each field, whether or not it differs from the incident's. */
export type Draft = {
  type: string;
  status: 'occurred' | 'foiled';
  /** `null`: nobody states it. */
  time: { start: string; end: string } | null;
  place: Place | null;
  side_a: Actor[];
  side_b: Actor[];
  /** `high` null where it is open. Not yet a figure where `low` is undefined. */
  harm: { low: number | undefined; high: number | null | undefined };
};

const isHarm = (field: Field): field is HarmKind => (HARM as string[]).includes(field);

/** The form's values for a field: the incident's own, or what the selected words say. */
export function draftOf(incident: Incident, field: Field, words: Picked | null): Draft {
  const toll = isHarm(field) ? incident.harm.find((one) => one.what === field && one.who === null) : undefined;
  const said = words && isHarm(field) ? figureIn(words.text) : undefined;
  const day = words && field === 'time' ? dayIn(words.text, words.published) : undefined;
  return {
    type: incident.event_type,
    status: incident.status,
    time: day ? { start: day, end: day } : incident.days ? { start: incident.days.start, end: incident.days.end } : null,
    place: incident.place,
    side_a: incident.side_a,
    side_b: incident.side_b,
    harm: said ?? { low: toll?.low, high: toll ? toll.high : undefined },
  };
}

/** The correction that a draft makes of a field; undefined while it is not a value yet. */
export function correctionOf(draft: Draft, field: Field): Correction | undefined {
  if (field === 'type') return draft.type ? { field, value: draft.type } : undefined;
  if (field === 'status') return { field, value: draft.status };
  if (field === 'place') return { field, value: draft.place };
  if (field === 'side_a' || field === 'side_b') return { field, value: draft[field] };
  if (field === 'time') {
    if (!draft.time) return { field, value: null };
    const { start, end } = draft.time;
    return start && end && start <= end ? { field, value: [start, end] } : undefined;
  }
  const { low, high } = draft.harm;
  if (low === undefined || !Number.isInteger(low) || low < 0) return undefined;
  if (high === undefined || (high !== null && (!Number.isInteger(high) || high < low))) return undefined;
  return { field: 'harm', value: { what: field, low, high } };
}

const names = (actors: Actor[]) => [...new Set(actors.map((actor) => actor.name))].join(', ') || 'nobody stated';

/** What the incident says of a field now. */
export function saidNow(incident: Incident, field: Field): string {
  if (field === 'type') return typeName(incident.event_type);
  if (field === 'status') return incident.status;
  if (field === 'time') return days(incident.days);
  if (field === 'place') return placeName(incident.place);
  if (field === 'side_a' || field === 'side_b') return names(incident[field]);
  const toll = incident.harm.find((one) => one.what === field && one.who === null);
  return toll ? range(toll.low, toll.high) : 'no figure';
}

/** What a correction makes of it. */
export function saidThen(correction: Correction): string {
  switch (correction.field) {
    case 'type':
      return typeName(correction.value);
    case 'status':
      return correction.value;
    case 'time':
      return days(correction.value && { start: correction.value[0], end: correction.value[1] });
    case 'place':
      return placeName(correction.value);
    case 'side_a':
    case 'side_b':
      return names(correction.value);
    case 'harm':
      return range(correction.value.low, correction.value.high);
  }
}
