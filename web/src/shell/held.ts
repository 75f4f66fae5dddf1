import type { HeldBack } from '../api/me.svelte';
import { count, many } from '../shared/say';

/** What is held back, as a sentence: "Places are blurred to about 5 km, the last 7 days are held back." */
export function heldWords({ blur_km, embargo_days, redact_names }: HeldBack): string {
  const parts: string[] = [];
  if (blur_km !== null) parts.push(`places are blurred to about ${count(Math.max(1, blur_km))} km`);
  if (embargo_days !== null) parts.push(embargo_days === 1 ? 'the last day is held back' : `the last ${many(embargo_days, 'day')} are held back`);
  // The words of a report would tell places and names: they go with either.
  if (redact_names) parts.push("private persons' names and the words of reports are left out");
  else if (blur_km !== null) parts.push('the words of reports are left out');
  const said = parts.join(', ');
  return said && `${said.charAt(0).toUpperCase()}${said.slice(1)}.`;
}
