import { untrack } from 'svelte';

/** One key and what it does; `?` lists them. `key` is KeyboardEvent.key, such as "a", "?", "ArrowDown". */
export type Binding = { key: string; does: string; run: (event: KeyboardEvent) => void };

/** The keys that work now, under the heading of what bound them. */
export const bound: { id: number; group: string; bindings: Binding[] }[] = $state([]);
let last = 0;

/** Binds keys until the function that it returns is called; the group bound last is asked first. */
export function bind(group: string, bindings: Binding[]): () => void {
  const id = ++last;
  // Effects that bind keys must not depend on the keys that are bound.
  untrack(() => bound.push({ id, group, bindings }));
  return () => {
    const at = untrack(() => bound.findIndex((one) => one.id === id));
    if (at >= 0) bound.splice(at, 1);
  };
}

/** Whether typing goes into a field, where letters are letters. */
function typing(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));
}

/** Runs what a key is bound to. Call once. */
export function listen(): void {
  document.addEventListener('keydown', (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
    if (document.querySelector('dialog[open]')) return;
    for (const { bindings } of [...bound].reverse()) {
      const binding = bindings.find((one) => one.key === event.key);
      if (!binding) continue;
      event.preventDefault();
      binding.run(event);
      return;
    }
  });
}
