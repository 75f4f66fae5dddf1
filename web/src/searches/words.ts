import { FAMILY_NAMES, isFamily, typeName } from '../api/codebook.svelte';
import { chips } from '../explore/filters/chips.svelte';
import { questionOf } from '../explore/question';

/** What a search asks for, in words: "type Armed clash · country SY". */
export function questionWords(query: string): string {
  const question = questionOf(query);
  const families = question.family.filter(isFamily).map((family) => FAMILY_NAMES[family]);
  const parts = chips(question, typeName).map(({ name, value }) => `${name} ${value}`);
  if (new URLSearchParams(query).has('bbox')) parts.push('within a stretch of the map');
  return [...families, ...parts].join(' · ') || 'all incidents';
}
