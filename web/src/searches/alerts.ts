import type { Alert } from './answers';

/** What an alert tells of. */
export const TELLS = {
  changes: 'incidents that change',
  rise_by_day: 'days with more than usual',
  rise_by_week: 'weeks with more than usual',
} as const;
export type Tells = keyof typeof TELLS;

/** How often it is sent. */
export const OFTEN = { at_once: 'at once', daily: 'daily', weekly: 'weekly, on Mondays' } as const;
export type Often = keyof typeof OFTEN;

/** Rates of false alarms to choose from, and hours of the day. */
export const RATES = [0.01, 0.001, 0.0001];
export const HOURS = Array.from({ length: 24 }, (_, hour) => hour);

/** "Incidents that change, daily at 06:00 UTC". */
export function alertWords({ tells, often, hour, rate }: Alert): string {
  const what = TELLS[tells];
  const when = often === 'at_once' ? OFTEN[often] : `${OFTEN[often]} at ${String(hour).padStart(2, '0')}:00 UTC`;
  const errs = tells === 'changes' ? '' : `; a false alarm in ${Math.round(1 / rate).toLocaleString('en')} ${tells === 'rise_by_week' ? 'weeks' : 'days'}`;
  return `${what[0]?.toUpperCase()}${what.slice(1)}, ${when}${errs}`;
}

/** To whom it goes, as people write it. */
export const receiverOf = ({ url }: Alert): string => url.replace(/^mailto:/, '');
