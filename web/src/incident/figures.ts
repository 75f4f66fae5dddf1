import type { HarmKind, Stance, Who } from '../api/terms';
import { calledBy, type Testimony } from './testimony';

/** One figure as one speaker gives it: at least `low`, at most `high` (null: the words leave it open). */
export type Said = {
  speaker: string;
  /** Number of the report on the page. */
  number: number;
  who: Who;
  low: number;
  high: number | null;
  stance: Stance;
  text: string;
};

/** What each speaker says of one kind of harm, in order of reports; the same words of one speaker once. */
export function figures(all: Testimony[], what: HarmKind): Said[] {
  const found = new Map<string, Said>();
  for (const { number, source, entries } of all) {
    for (const harm of entries.flatMap((entry) => entry.event.harm)) {
      if (harm.what !== what) continue;
      const { low, high, who, stance, text } = harm;
      const speaker = harm.said_by?.text ?? calledBy(source);
      found.set([number, speaker, who, low, high, stance].join('\n'), { speaker, number, who, low, high, stance, text });
    }
  }
  return [...found.values()];
}

/** The end of a scale from 0 that holds all figures, and room beyond for what is left open. */
export function scaleOf(all: { low: number; high: number | null }[]): number {
  const most = Math.max(1, ...all.map((one) => one.high ?? one.low));
  return all.some((one) => one.high === null) ? Math.ceil(most * 1.5) : most;
}

/** A stance in a word, where it is more than stating. */
export function stanceWord(stance: Stance): string {
  return STANCES[stance] ?? '';
}
const STANCES: Partial<Record<Stance, string>> = {
  alleged: 'reportedly',
  denied: 'denied',
  denies: 'denied',
  unconfirmed: 'unconfirmed',
};
