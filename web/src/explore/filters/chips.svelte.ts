import { FAMILY_NAMES, isFamily } from '../../api/codebook.svelte';
import type { Question } from '../question';

/** One thing that is asked for: what it is called, its value, and the question without it. */
export type Chip = { name: string; value: string; without: Partial<Question> };

/** Names of actors that the reader chose from suggestions, by id: the address holds the id alone. */
export const actorNames: Record<string, string> = $state({});

const NAMES: [keyof Question & string, string][] = [
  ['text', 'words'],
  ['place', 'place'],
  ['country', 'country'],
  ['outlet', 'outlet'],
  ['side', 'on side'],
  ['status', 'status'],
  ['from', 'from'],
  ['to', 'to'],
  ['rule', 'rule'],
  ['as_of', 'as known on'],
];

/** Everything that is asked for, one by one. Families have buttons of their own. */
export function chips(question: Question, typeName: (id: string) => string): Chip[] {
  const found: Chip[] = [];
  for (const [key, name] of NAMES) {
    const value = question[key];
    if (typeof value === 'string') found.push({ name, value, without: { [key]: undefined } });
  }
  const each = (key: 'actor' | 'type' | 'word', name: string, words: (id: string) => string) => {
    for (const id of question[key]) {
      found.push({ name, value: words(id), without: { [key]: question[key].filter((one) => one !== id) } });
    }
  };
  each('actor', 'actor', (id) => actorNames[id] ?? id);
  each('type', 'type', typeName);
  each('word', 'stands', (id) => id);
  for (const id of question.family.filter((one) => !isFamily(one))) {
    found.push({ name: 'family', value: FAMILY_NAMES[id as never] ?? id, without: { family: question.family.filter((one) => one !== id) } });
  }
  if (question.undated) found.push({ name: 'day', value: 'not stated', without: { undated: false } });
  if (question.killed) found.push({ name: 'killed', value: `at least ${question.killed}`, without: { killed: undefined } });
  return found;
}
