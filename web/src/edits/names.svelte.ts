/** Names of groups by id, as far as pages and suggestions have told them: rows hold ids alone. */
export const groupNames: Record<string, string> = $state({});

/** Keeps the names of some. */
export function learn(groups: readonly { id: string; name: string }[]): void {
  for (const { id, name } of groups) groupNames[id] = name;
}
