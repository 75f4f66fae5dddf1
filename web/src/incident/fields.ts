import { typeName } from '../api/codebook.svelte';
import type { Entry, HarmKind, Incident } from '../api/terms';
import { days, placeName, range } from '../shared/say';
import type { Testimony } from './testimony';

/** One value that reports give, and which of them (their numbers on the page). */
export type Given = { value: string; numbers: number[] };
/** A field of an incident: what the record publishes, and who gives what. `value` is empty where nobody says. */
export type Row = {
  field: string;
  name: string;
  value: string;
  given: Given[];
  /** How many reports say anything of it. */
  reports: number;
  disputed: boolean;
  corrected: boolean;
  /** Ids of actors, for their pages; empty for all other fields. */
  actors: { id: string; name: string }[];
};

const list = (all: string[]) => [...new Set(all)].sort().join(', ');
const first = (word: string) => word.charAt(0).toUpperCase() + word.slice(1);

/** What one claim gives for a field; empty where it says nothing of it. */
function gives(entry: Entry, field: string): string {
  const { event } = entry;
  if (field === 'type') return typeName(event.type);
  if (field === 'status') return event.status;
  if (field === 'time') return event.time ? days(event.time) : '';
  if (field === 'place') return event.place ? placeName(event.place) : '';
  if (field === 'side_a' || field === 'side_b') return list(event[field].map((actor) => actor.name));
  if (field === 'weapons') return list(event.weapons.map((weapon) => weapon.kind.replaceAll('_', ' ')));
  const harm = event.harm.filter((one) => one.what === field);
  return [...new Set(harm.map((one) => range(one.low, one.high) + among(one.who)))].join(', ');
}

const among = (who: string | null) => (!who || who === 'unspecified' ? '' : ` ${who}`);

/** What each report gives for a field, the value of most reports first. */
function givenBy(all: Testimony[], field: string): Given[] {
  const found = new Map<string, number[]>();
  for (const { number, entries } of all) {
    const values = new Set(entries.map((entry) => gives(entry, field)).filter(Boolean));
    for (const value of values) found.set(value, [...(found.get(value) ?? []), number]);
  }
  return [...found].map(([value, numbers]) => ({ value, numbers })).sort((a, b) => b.numbers.length - a.numbers.length);
}

function tollWords(incident: Incident, what: HarmKind): string {
  const tolls = incident.harm.filter((toll) => toll.what === what);
  const all = tolls.find((toll) => toll.who === null);
  const parts = tolls.filter((toll) => toll.who !== null && toll.who !== 'unspecified');
  const own = parts.map((toll) => `${range(toll.low, toll.high)} ${toll.who}`).join(', ');
  if (!all) return own;
  return range(all.low, all.high) + (own ? ` (${own})` : '');
}

/** The fields of an incident as rows, those that everybody asks for first; figures only where somebody states one. */
export function rows(incident: Incident, all: Testimony[]): Row[] {
  const row = (field: string, name: string, value: string): Row => {
    const given = givenBy(all, field);
    const reports = new Set(given.flatMap((one) => one.numbers)).size;
    const sides = field === 'side_a' || field === 'side_b' ? incident[field] : [];
    const actors = new Map(sides.map((actor) => [actor.name, { id: actor.actor ?? actor.name, name: actor.name }]));
    const has = (names: string[]) => names.includes(field) || (field === 'type' && names.includes('event_type'));
    return { field, name, value, given, reports, disputed: has(incident.disputed), corrected: has(incident.corrected), actors: [...actors.values()] };
  };
  const kinds = [...new Set(incident.harm.map((toll) => toll.what))];
  return [
    row('time', 'Date', incident.days ? days(incident.days) : ''),
    row('place', 'Place', incident.place ? placeName(incident.place) : ''),
    row('type', 'Type', typeName(incident.event_type)),
    ...(incident.status === 'foiled' ? [row('status', 'Outcome', 'foiled')] : []),
    row('side_a', 'Attributed to', list(incident.side_a.map((actor) => actor.name))),
    row('side_b', 'Done to', list(incident.side_b.map((actor) => actor.name))),
    row('weapons', 'Weapons', incident.weapons.map((kind) => kind.replaceAll('_', ' ')).join(', ')),
    ...kinds.map((what) => row(what, first(what), tollWords(incident, what))),
  ];
}
