import type { Cluster } from '../../api/answers';
import { FAMILY_NAMES, typeName } from '../../api/codebook.svelte';
import { FAMILIES } from '../../api/terms';
import { count, many } from '../../shared/say';

/** A mark in words: "Kirkuk: Armed clash", "57 incidents: 20 strike, 37 fight". */
export function describe(cluster: Cluster): string {
  if (cluster.count === 1) return `${cluster.place ? `${cluster.place}: ` : ''}${typeName(cluster.type ?? '')}`;
  const shares = FAMILIES.filter((family) => cluster.families[family]);
  const parts = shares.map((family) => `${count(cluster.families[family] ?? 0)} ${FAMILY_NAMES[family].toLowerCase()}`);
  return `${many(cluster.count, 'incident')}: ${parts.join(', ')}`;
}
