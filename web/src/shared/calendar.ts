import type { Day } from '../api/terms';

const DAY = 86_400_000;

/** Days since 1970-01-01. */
export function numberOf(day: Day): number {
  return Math.round(Date.parse(`${day}T00:00:00Z`) / DAY);
}

/** The day with that number. */
export function dayOf(number: number): Day {
  return new Date(Math.round(number) * DAY).toISOString().slice(0, 10);
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** A mark on an axis of days: where it stands and what it is called. */
export type Tick = { day: number; label: string };

/**
 * Marks for a stretch of days, at most `most` of them, at the beginnings of months or years (or days, for a short stretch).
 * A year is named at its first mark.
 */
export function ticks(first: number, last: number, most: number): Tick[] {
  const days = last - first + 1;
  if (days <= most * 2 && days <= 62) return dayTicks(first, last, Math.ceil(days / most));
  const months = days / 30.4;
  const step = [1, 2, 3, 6, 12, 24, 60, 120, 240].find((n) => months / n <= most) ?? 240;
  return monthTicks(first, last, step);
}

function dayTicks(first: number, last: number, step: number): Tick[] {
  const found: Tick[] = [];
  for (let day = first; day <= last; day += step) {
    const [, month, date] = dayOf(day).split('-').map(Number);
    found.push({ day, label: `${date} ${MONTHS[(month ?? 1) - 1]}` });
  }
  return found;
}

function monthTicks(first: number, last: number, step: number): Tick[] {
  const begin = new Date(first * DAY);
  const found: Tick[] = [];
  let named = 0;
  for (let month = begin.getUTCFullYear() * 12 + begin.getUTCMonth(); ; month++) {
    if (month % step !== 0) continue;
    const [year, within] = [Math.floor(month / 12), month % 12];
    const day = Math.round(Date.UTC(year, within, 1) / DAY);
    if (day > last) return found;
    if (day < first) continue;
    const label = step >= 12 ? String(year) : year === named ? MONTHS[within] : `${MONTHS[within]} ${year}`;
    named = year;
    found.push({ day, label: label ?? '' });
  }
}
