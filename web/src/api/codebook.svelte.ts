import type { Codebook, EventType } from './answers';
import { get } from './client';
import { FAMILIES, type Family } from './terms';

const state = $state<{ types: Record<string, EventType>; kinds: string[] }>({ types: {}, kinds: [] });

/** Fetches the codebook of the record. Names are the ids in plain words until it is there. */
export async function loadCodebook(): Promise<void> {
  const book = await get<Codebook>('/codebook');
  state.types = Object.fromEntries(book.types.map((type) => [type.id, type]));
  state.kinds = book.actor_kinds;
}

/** All event types, in the codebook's order. */
export function types(): EventType[] {
  return Object.values(state.types);
}

/** Kinds of actor, in the guide's order: rebel, state_forces, … */
export function actorKinds(): string[] {
  return state.kinds;
}

/** An event type's name, such as "Air or drone strike". */
export function typeName(id: string): string {
  return state.types[id]?.name ?? (id.charAt(0).toUpperCase() + id.slice(1)).replaceAll('_', ' ');
}

/** The family of an event type. */
export function familyOf(id: string): Family {
  return state.types[id]?.family ?? 'development';
}

/** What a family is called, for legends and filters. */
export const FAMILY_NAMES: Record<Family, string> = {
  strike: 'Strike',
  fight: 'Fight',
  bomb: 'Bomb',
  harm: 'Harm to people',
  unrest: 'Unrest',
  development: 'Development',
};

/** Whether a word is a family's id. */
export function isFamily(word: string): word is Family {
  return (FAMILIES as readonly string[]).includes(word);
}
