import type { Day } from '../api/terms';
import { dayOf, numberOf } from './calendar';

/** How wide one cell of a strip of days is. */
export const STEPS = ['day', 'week', 'month'] as const;
export type StripStep = (typeof STEPS)[number];

/** Cells of a strip: where each begins (days since 1970-01-01), in order; the last one ends at `end` (exclusive). */
export type Cells = { starts: number[]; end: number };

/** Cuts a stretch of days (numbers, `last` inclusive) into days, weeks from Monday, or months. */
export function cells(first: number, last: number, step: StripStep): Cells {
  const starts: number[] = [];
  let at = step === 'week' ? first - ((first + 3) % 7) : step === 'month' ? monthStart(first) : first;
  while (at <= last) {
    starts.push(at);
    at = step === 'day' ? at + 1 : step === 'week' ? at + 7 : monthStart(at + 31);
  }
  return { starts, end: at };
}

function monthStart(day: number): number {
  return numberOf(`${dayOf(day).slice(0, 7)}-01`);
}

/** Sums of reports by cell; cells without any are left out. `rows` are days with how many reports. */
export function filled(rows: { day: Day; reports: number }[], { starts, end }: Cells): Map<number, number> {
  const sums = new Map<number, number>();
  for (const { day, reports } of rows) {
    const number = numberOf(day);
    if (number >= end || number < (starts[0] ?? end)) continue;
    let [low, high] = [0, starts.length - 1];
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((starts[middle] ?? 0) <= number) low = middle;
      else high = middle - 1;
    }
    sums.set(low, (sums.get(low) ?? 0) + reports);
  }
  return sums;
}

/** The longest run of days without a report, both ends inclusive; undefined where every day has one. */
export function silence(days: Day[], first: number, last: number): { from: Day; to: Day; days: number } | undefined {
  const known = [...new Set(days.map(numberOf))].filter((day) => day >= first && day <= last).sort((a, b) => a - b);
  let best: [number, number] | undefined;
  let before = first - 1;
  for (const day of [...known, last + 1]) {
    if (day - before > 1 && (!best || day - before - 1 > best[1] - best[0] + 1)) best = [before + 1, day - 1];
    before = day;
  }
  return best && { from: dayOf(best[0]), to: dayOf(best[1]), days: best[1] - best[0] + 1 };
}
