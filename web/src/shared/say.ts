import type { Day, Place } from '../api/terms';

const whole = new Intl.NumberFormat('en-GB', { maximumFractionDigits: 0 });

/** A count with its thousands apart: "2,014". */
export function count(n: number): string {
  return whole.format(n);
}

/** A count of how many: "312 of 2,014". */
export function ofAll(n: number, all: number): string {
  return `${count(n)} of ${count(all)}`;
}

/** A count with its noun: "1 incident", "312 incidents". */
export function many(n: number, one: string, more = `${one}s`): string {
  return `${count(n)} ${n === 1 ? one : more}`;
}

/** A count of how many of all there are, with their noun: "all 8 reports", "200 of 1,204 reports". */
export function allOf(n: number, all: number, one: string): string {
  return n === all ? `${n > 1 ? 'all ' : 'the '}${many(all, one)}` : `${ofAll(n, all)} ${one}s`;
}

/** A figure as the record states it: "6", "2–4", "at least 3". `high` is null where the words leave it open. */
export function range(low: number, high: number | null): string {
  if (high === null) return `at least ${count(low)}`;
  return low === high ? count(low) : `${count(low)}–${count(high)}`;
}

/** The same in as few signs as a table allows: "≥ 3". */
export function shortRange(low: number, high: number | null): string {
  return high === null ? `≥ ${count(low)}` : range(low, high);
}

/** First and last day: "2024-08-26", "2024-08-26 to 2024-08-28", or that none is known. */
export function days(of: { start: Day; end: Day } | null | undefined): string {
  if (!of) return 'day not stated';
  return of.start === of.end ? of.start : `${of.start} to ${of.end}`;
}

/** A radius: "about 55 km", "within 1 km". */
export function radius(km: number): string {
  return km < 1.5 ? 'within 1 km' : `about ${count(km < 10 ? Math.round(km) : Math.round(km / 5) * 5)} km`;
}

/** How closely a place is known, with its radius: "known to: province (about 55 km)". */
export function closeness(place: Place): string {
  const kind = PRECISIONS[place.precision] ?? place.precision;
  return place.radius_km === null ? `known to: ${kind}` : `known to: ${kind} (${radius(place.radius_km)})`;
}

/** Precisions of a place in plain words (`terms::Precision`). */
export const PRECISIONS: Record<string, string> = {
  exact: 'site',
  settlement: 'settlement',
  district: 'district',
  province: 'province',
  country: 'country',
};

/** A place in one line: "Baghdad, Baghdad Governorate". */
export function placeName(place: Place | null | undefined): string {
  if (!place) return 'place not stated';
  const parts = [place.name || place.text, place.admin1, place.admin1 ? null : place.country];
  return parts.filter((part, k) => part && parts.indexOf(part) === k).join(', ');
}

/** An RFC 3339 time as the reader's clock has it: "2024-08-26 14:05". */
export function moment(at: string): string {
  const when = new Date(at);
  const two = (n: number) => String(n).padStart(2, '0');
  const day = `${when.getFullYear()}-${two(when.getMonth() + 1)}-${two(when.getDate())}`;
  return `${day} ${two(when.getHours())}:${two(when.getMinutes())}`;
}
