import { untrack } from 'svelte';
import { givenUp, inWords } from '../api/problem';

/** One short message at the foot of the page. `again` offers to undo or retry. */
export type Toast = { id: number; text: string; kind: 'news' | 'trouble'; again?: { label: string; run: () => void } };

export const toasts: Toast[] = $state([]);
let last = 0;

/** Tells the reader something. News go by themselves after eight seconds; troubles and offers stay until closed. */
export function tell(text: string, kind: Toast['kind'] = 'news', again?: Toast['again']): void {
  const id = ++last;
  untrack(() => {
    toasts.push({ id, text, kind, ...(again ? { again } : {}) });
    if (toasts.length > 4) toasts.shift();
  });
  if (kind === 'news' && !again) setTimeout(() => dismiss(id), 8000);
}

/** Tells of a failure in plain words; a request given up by the page itself is none. */
export function trouble(failure: unknown): void {
  if (!givenUp(failure)) tell(inWords(failure), 'trouble');
}

/** Takes a message away. */
export function dismiss(id: number): void {
  const at = toasts.findIndex((toast) => toast.id === id);
  if (at >= 0) toasts.splice(at, 1);
}
