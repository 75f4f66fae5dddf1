import type { Incident } from '../api/terms';
import { fieldName, valueWords } from '../incident/words';

/** A field that is not what it was, in words. */
export type Changed = { name: string; before: string; after: string };

/** Fields that follow from others, or say nothing to a reader. */
const SILENT = ['aliases', 'changed', 'evidence', 'first_published', 'last_published'];

const shown = (name: string) => (SILENT.includes(name) ? undefined : name === 'accepted_by' ? 'accepted by' : fieldName(name));

/** The fields in which two states of an incident differ, one by one. */
export function difference(before: Incident, after: Incident): Changed[] {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])] as (keyof Incident)[];
  return names.flatMap((field) => {
    const name = shown(field);
    if (!name) return [];
    const [was, is] = [valueWords(field, before[field]), valueWords(field, after[field])];
    return was === is ? [] : [{ name, before: was, after: is }];
  });
}
