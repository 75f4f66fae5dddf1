import type { Page } from '../../api/answers';
import { get, type Query } from '../../api/client';
import type { Incident } from '../../api/terms';
import { latest } from '../../shared/latest';
import { trouble } from '../../shared/toasts.svelte';

const AT_ONCE = 100;

/** The rows of a list that were fetched so far; more come by the cursor as the reader scrolls on. */
export class Rows {
  items = $state.raw<Incident[]>([]);
  /** How many fit the question; undefined before the first answer. */
  total = $state<number>();
  #next: string | null = null;
  #query: Query = {};
  #more: AbortController | undefined;

  /** Begins anew with another question; the old rows stay until the new ones are there. */
  begin = latest<Query>(async (query, signal) => {
    try {
      const page = await get<Page<Incident>>('/incidents', { ...query, limit: AT_ONCE }, signal);
      // A page of the old question may be on its way still.
      this.#more?.abort();
      this.#more = undefined;
      this.#query = query;
      this.#next = page.next;
      this.items = page.items;
      this.total = page.total;
    } catch (failure) {
      trouble(failure);
    }
  });

  /** Fetches the next page, unless it is on its way or there is none. */
  async more(): Promise<void> {
    if (!this.#next || this.#more) return;
    const own = new AbortController();
    this.#more = own;
    try {
      const page = await get<Page<Incident>>('/incidents', { ...this.#query, limit: AT_ONCE, after: this.#next }, own.signal);
      if (own.signal.aborted) return;
      this.items = [...this.items, ...page.items];
      this.#next = page.next;
    } catch (failure) {
      trouble(failure);
    } finally {
      if (this.#more === own) this.#more = undefined;
    }
  }
}
