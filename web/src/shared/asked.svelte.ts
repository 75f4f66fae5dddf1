import { get, type Query } from '../api/client';
import { givenUp, inWords } from '../api/problem';

/** One route's answer for a screen: the last one stays while the next is on its way. */
export class Asked<T> {
  /** Undefined until the first answer. */
  answer = $state.raw<T>();
  /** What went wrong last, as a sentence; empty where nothing did. */
  failure = $state('');

  /** Asks whenever what `wanted` reads changes; undefined asks nothing. Call while a component is made. */
  constructor(wanted: () => { path: string; query?: Query } | undefined) {
    $effect(() => {
      const want = wanted();
      if (!want) return;
      const gone = new AbortController();
      get<T>(want.path, want.query ?? {}, gone.signal)
        .then((found) => {
          this.answer = found;
          this.failure = '';
        })
        .catch((wrong: unknown) => {
          if (!givenUp(wrong)) this.failure = inWords(wrong);
        });
      return () => gone.abort();
    });
  }
}
