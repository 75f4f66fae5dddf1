import type { DatedName, Field, Row, Value } from './rows';

/** A field that is not what it was: entries that came and went, or the same ones in another order. */
export type Change = { key: string; name: string; gone: string[]; come: string[]; moved: boolean };

/** A name with its years: "Islamic State of Iraq (2006 to 2013)". */
export function datedWords({ name, since, until }: DatedName): string {
  return since || until ? `${name} (${since || '…'} to ${until || 'now'})` : name;
}

/** A row as it is sent: no empty entries, nothing around words, null where the field holds that for nothing. */
export function tidy(fields: Field[], row: Row): Row {
  return { ...row, ...Object.fromEntries(fields.map((field) => [field.key, tidied(field, row[field.key] ?? null)])) };
}

const LISTS: Field['input'][] = ['codes', 'lines', 'groups', 'dated'];

function tidied({ input, orNull }: Field, value: Value): Value {
  if (input === 'yes') return value === true;
  if (typeof value === 'string') return value.trim() || (orNull ? null : '');
  if (!Array.isArray(value)) return LISTS.includes(input) ? [] : orNull ? null : '';
  const entries = value.map((one) => (typeof one === 'string' ? one.trim() : dated(one)));
  return entries.filter((one) => (typeof one === 'string' ? one : one.name)) as string[] | DatedName[];
}

function dated({ name, since, until }: DatedName): DatedName {
  return { name: name.trim(), ...(since?.trim() ? { since: since.trim() } : {}), ...(until?.trim() ? { until: until.trim() } : {}) };
}

/** What a field holds, entry by entry, in words; `names` are those of groups. */
export function entries(field: Field, value: Value | undefined, names: Record<string, string> = {}): string[] {
  const tidy = tidied(field, value ?? null);
  if (typeof tidy === 'string') return tidy ? [field.input === 'choice' ? tidy.replaceAll('_', ' ') : tidy] : [];
  if (!Array.isArray(tidy)) return tidy ? ['yes'] : [];
  return tidy.map((one) => (typeof one === 'string' ? (field.input === 'groups' ? (names[one] ?? one) : one) : datedWords(one)));
}

/** Whether a field holds the same in both. */
export function same(field: Field, one: Value | undefined, other: Value | undefined): boolean {
  return JSON.stringify(entries(field, one)) === JSON.stringify(entries(field, other));
}

/** The fields in which two rows differ. */
export function changes(fields: Field[], before: Row | null, after: Row | null, names: Record<string, string> = {}): Change[] {
  return fields.flatMap((field) => {
    if (same(field, before?.[field.key], after?.[field.key])) return [];
    const [was, is] = [entries(field, before?.[field.key], names), entries(field, after?.[field.key], names)];
    const gone = was.filter((one) => !is.includes(one));
    const come = is.filter((one) => !was.includes(one));
    return [{ key: field.key, name: field.name, gone, come, moved: !gone.length && !come.length }];
  });
}

/** What became of a field that somebody else changed meanwhile: taken over, or still as it was typed here. */
export type Met = 'taken' | 'kept';

/**
 * What was typed, on top of a row that somebody else changed meanwhile. Where nothing was typed their value is taken over:
 * saving would undo it unseen otherwise. What was typed stays.
 */
export function rebase(fields: Field[], base: Row, typed: Row, stands: Row): { row: Row; met: Record<string, Met> } {
  const row = { ...typed };
  const met: Record<string, Met> = {};
  for (const field of fields) {
    const { key } = field;
    if (same(field, base[key], stands[key]) || same(field, typed[key], stands[key])) continue;
    const untouched = same(field, base[key], typed[key]);
    met[key] = untouched ? 'taken' : 'kept';
    if (untouched) row[key] = stands[key] ?? null;
  }
  return { row, met };
}
