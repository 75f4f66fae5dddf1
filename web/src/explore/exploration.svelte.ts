import type { IncidentAnswer, Overview } from '../api/answers';
import { onNews } from '../api/changes';
import { get, type Query } from '../api/client';
import type { Incident } from '../api/terms';
import { here, restate } from '../route/here.svelte';
import { latest } from '../shared/latest';
import { trouble } from '../shared/toasts.svelte';
import { addressOf, filters, looksOf, questionOf, type Looks, type Question } from './question';

/** What the map shows: west, south, east, north in degrees, and the zoom. */
export type View = { box: [number, number, number, number]; zoom: number };

/** Screens that show one part at a time; the same width stands in the styles of Screen.svelte. */
const NARROW = '(max-width: 48rem)';

/** One question to the record, how it is looked at, and the answer. Map, timeline, list and filters all share one. */
export class Exploration {
  /** The address bar is where question and looks live; a copy of it is a copy of the screen. */
  #search = $derived(here.path === '/' ? here.query : '');
  question: Question = $derived(questionOf(this.#search));
  looks: Looks = $derived(looksOf(this.#search));
  /** Undefined until the map has said. */
  view = $state.raw<View>();
  /** The last answer; it stays while the next is on its way. */
  overview = $state.raw<Overview>();
  /** Bars of the whole stretch of days, whatever part of it is chosen. */
  timeline = $state.raw<Overview['timeline']>();
  /** The chosen incident, as soon as it is there. */
  chosen = $state.raw<Incident>();
  /** How often the record changed while it was looked at. */
  news = $state(0);
  /** Whether an answer is on its way. */
  busy = $state(false);

  /** The question as the list and exports ask it: with the map's box where only what it shows is asked for. */
  shown: Query = $derived({
    ...filters(this.question),
    bbox: this.looks.inview && this.view ? boxWords(this.view.box) : undefined,
  });
  /** Queries as words: they change only when what is asked changes. */
  #wanted = $derived(JSON.stringify(this.#overviewQuery()));
  #wantedTimeline = $derived(JSON.stringify(this.#timelineQuery()));

  /** Asks another question: what `part` names changes, all else stays. */
  ask(part: Partial<Question>, how: { replace?: boolean } = {}): void {
    restate(addressOf({ ...this.question, ...part }, this.looks), { step: !how.replace });
  }

  /** Looks at the answer in another way. Choosing an incident is a step to go back from; moving the map is none. */
  look(part: Partial<Looks>): void {
    const step = 'incident' in part && part.incident !== this.looks.incident;
    restate(addressOf(this.question, { ...this.looks, ...part }), { step });
  }

  /** Chooses an incident; on a phone that also turns to it. */
  choose(id: string): void {
    this.look({ incident: id, tab: matchMedia(NARROW).matches ? 'incident' : this.looks.tab });
  }

  /** Lets go of the chosen incident. */
  letGo(): void {
    this.look({ incident: undefined, tab: this.looks.tab === 'incident' ? 'map' : this.looks.tab });
  }

  /** Asks nothing but what the map shows of all. */
  clear(): void {
    restate(addressOf(questionOf(''), this.looks), { step: true });
  }

  #overviewQuery(): Query {
    const view = this.view;
    return { ...this.shown, by: 'auto', ...(view ? { view: boxWords(view.box), zoom: view.zoom.toFixed(2) } : {}) };
  }

  /** The timeline's own query where a part of it is chosen; undefined where the overview has the bars. */
  #timelineQuery(): Query | undefined {
    const { question, looks } = this;
    if (!question.from && !question.to && !looks.span) return undefined;
    // An empty box: nothing is to be put on the map.
    return { ...this.shown, from: looks.span?.[0], to: looks.span?.[1], by: 'auto', view: '0,0,0,0', zoom: 0 };
  }

  #fetch = latest<string>(async (wanted, signal) => {
    this.busy = true;
    try {
      this.overview = await get<Overview>('/overview', JSON.parse(wanted) as Query, signal);
    } catch (failure) {
      trouble(failure);
    } finally {
      this.busy = false;
    }
  });

  #fetchTimeline = latest<string>(async (wanted, signal) => {
    try {
      this.timeline = (await get<Overview>('/overview', JSON.parse(wanted) as Query, signal)).timeline;
    } catch (failure) {
      trouble(failure);
    }
  });

  /** Fetches the chosen incident; one that was merged into another is shown as that other. */
  async #fetchChosen(id: string | undefined, signal: AbortSignal): Promise<void> {
    if (!id) {
      this.chosen = undefined;
      return;
    }
    try {
      const answer = await get<IncidentAnswer>(`/incidents/${encodeURIComponent(id)}`, {}, signal);
      this.chosen = answer.incident;
    } catch (failure) {
      trouble(failure);
    }
  }

  /** Counts the record's changes; many in one second are one. */
  #listen(): () => void {
    let soon: ReturnType<typeof setTimeout> | undefined;
    const deaf = onNews({
      change: () => {
        soon ??= setTimeout(() => {
          soon = undefined;
          this.news += 1;
        }, 1000);
      },
    });
    return () => {
      clearTimeout(soon);
      deaf();
    };
  }

  /** Asks again whenever what is asked changes. Call once, while a component is made. */
  follow(): void {
    $effect(() => {
      if (this.news >= 0) this.#fetch(this.#wanted);
    });
    $effect(() => this.#listen());
    $effect(() => {
      if (this.news < 0) return;
      const own = this.#wantedTimeline as string | undefined;
      if (own) this.#fetchTimeline(own);
      else if (this.overview) this.timeline = this.overview.timeline;
    });
    const id = $derived(this.looks.incident);
    $effect(() => {
      if (this.news < 0) return;
      const gone = new AbortController();
      void this.#fetchChosen(id, gone.signal);
      return () => gone.abort();
    });
  }
}

/** A box as the API reads it: degrees to about 10 m, so that the same view asks the same question. */
export function boxWords(box: View['box']): string {
  return box.map((degrees) => degrees.toFixed(4)).join(',');
}
