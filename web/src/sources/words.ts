import { count, many } from '../shared/say';
import type { Ending, Kind, Source, State } from './answers';

/** States in plain words, those first that somebody should look at. */
export const STATES: Record<State, string> = {
  failing: 'Failing',
  changed: 'Changed for the worse',
  new: 'Not asked yet',
  paused: 'Paused',
  well: 'Doing well',
};

/** What stands at a source's address. */
export const KINDS: Record<Kind, string> = { feed: 'feed', sitemap: 'sitemap', index: 'page with links', folder: 'folder' };

/** What became of a page. */
export const OUTCOMES: Record<Ending['outcome'], string> = {
  taken: 'Kept',
  same: 'Known already',
  refused: 'No report',
  failed: 'Failed',
};

/** Milliseconds in their largest unit: "40 seconds", "3 hours". */
export function stretch(ms: number): string {
  const units = [
    [86_400_000, 'day'],
    [3_600_000, 'hour'],
    [60_000, 'minute'],
  ] as const;
  const [length, name] = units.find(([one]) => ms >= one) ?? [1000, 'second'];
  return many(Math.max(0, Math.floor(ms / length)), name);
}

/** How long ago a time was, or when it comes: "3 hours ago", "in 4 minutes". */
export function when(at: string, now = Date.now()): string {
  const ms = Date.parse(at) - now;
  if (Math.abs(ms) < 1000) return 'now';
  return ms > 0 ? `in ${stretch(ms)}` : `${stretch(-ms)} ago`;
}

/** When a source is asked next, as far as anybody asks. */
export function next(source: Source, watched: boolean, now = Date.now()): string {
  if (source.paused !== null) return 'not while it is paused';
  if (!watched) return 'when something watches';
  return source.due === null || Date.parse(source.due) <= now ? 'as soon as may be' : when(source.due, now);
}

/** Pages a day: "12 a day", "0.4 a day", "none". */
export function rate(perDay: number): string {
  if (perDay === 0) return 'none';
  return perDay < 9.95 ? `${String(Math.max(0.1, Math.round(perDay * 10) / 10))} a day` : `${count(perDay)} a day`;
}

/** How often it is asked, as choices; a source may have another. */
export const OFTEN: [string, string][] = [
  ['5m', 'every 5 minutes'],
  ['', 'every 15 minutes'],
  ['30m', 'every 30 minutes'],
  ['1h', 'every hour'],
  ['3h', 'every 3 hours'],
  ['6h', 'every 6 hours'],
  ['24h', 'once a day'],
];

/** How often it is asked, in words. */
export function often(every: string | null): string {
  return OFTEN.find(([value]) => value === (every ?? ''))?.[1] ?? `every ${every}`;
}

/** What may be ordered by, with what compares two. */
export const ORDERS: Record<string, { name: string; of: (a: Source, b: Source) => number }> = {
  state: { name: 'What to look at first', of: (a, b) => order(a) - order(b) || byName(a, b) },
  name: { name: 'Name', of: byName },
  pages: { name: 'Most pages in four weeks', of: (a, b) => brought(b) - brought(a) || byName(a, b) },
  answered: { name: 'Answered longest ago', of: (a, b) => answered(a) - answered(b) || byName(a, b) },
};

const order = (source: Source) => Object.keys(STATES).indexOf(source.state);
const answered = (source: Source) => (source.last_success ? Date.parse(source.last_success) : 0);
/** Pages taken in on the last 28 days. */
export const brought = (source: Source) => source.daily.reduce((sum, day) => sum + day, 0);

function byName(a: Source, b: Source): number {
  return a.name.localeCompare(b.name, undefined, { numeric: true });
}
