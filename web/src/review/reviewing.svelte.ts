import type { IncidentAnswer } from '../api/answers';
import { get, send, type Query } from '../api/client';
import { givenUp, inWords, Problem } from '../api/problem';
import type { Correction, Incident, Ruling } from '../api/terms';
import { restate } from '../route/here.svelte';
import { tell, trouble } from '../shared/toasts.svelte';
import type { Given, Judged, Judgements, QueueAnswer, QueueName, Touched } from './answers';
import { difference, type Changed } from './difference';

/** What changed in the incident that is shown, by oneself or by others while one looked, and which `others` changed with it. */
export type Change = { own: boolean; what: string; rows: Changed[]; others: Touched[] };
/** A judgement that was held back, since the incident (or the `other` one of a merge) is no longer what was shown. */
export type Conflict = { other: boolean; rows: Changed[]; again: () => Promise<void> };

const at = (id: string) => `/incidents/${encodeURIComponent(id)}`;

/** The queue, the incident of it that is shown, and all that one does to it. */
export class Reviewing {
  queue = $state<QueueName>('disputed');
  search = $state('');
  list = $state.raw<QueueAnswer>();
  failure = $state('');
  answer = $state.raw<IncidentAnswer>();
  change = $state.raw<Change>();
  conflict = $state.raw<Conflict>();
  busy = $state(false);
  /** One's own judgements that hold, the newest first. */
  mine = $state.raw<Given[]>([]);

  /** Incidents that one skipped since one's last judgement, the last one last. */
  skipped = $state.raw<string[]>([]);
  /** Versions of incidents that a refusal told of. */
  private told: Record<string, string> = {};

  /** Where the shown incident stands in the list; −1 where it is not in it. */
  readonly position = $derived(this.list?.items.findIndex((one) => one.id === this.answer?.incident.id) ?? -1);

  /** Goes to an incident of the queue, or to the queue's beginning. */
  show(id?: string): void {
    const query = new URLSearchParams({ queue: this.queue });
    if (this.queue === 'search' && this.search) query.set('search', this.search);
    if (id) query.set('incident', id);
    restate(`/review?${query}`, { step: Boolean(id) });
  }

  /** Reads the queue anew: what was judged or skipped is no longer in it. */
  async load(): Promise<void> {
    if (this.queue === 'search' && !this.search) {
      this.list = { items: [], next: null, total: 0, reviewed: 0, skipped: 0 };
      return;
    }
    const query: Query = { queue: this.queue, search: this.queue === 'search' ? this.search : undefined };
    try {
      this.list = await get<QueueAnswer>('/review', query);
      this.failure = '';
    } catch (wrong) {
      this.failure = inWords(wrong);
    }
  }

  /** Reads more of the queue. */
  async more(): Promise<void> {
    const { list } = this;
    if (!list?.next) return;
    try {
      const query: Query = { queue: this.queue, search: this.queue === 'search' ? this.search : undefined, after: list.next };
      const page = await get<QueueAnswer>('/review', query);
      this.list = { ...page, items: [...list.items, ...page.items] };
    } catch (wrong) {
      trouble(wrong);
    }
  }

  /** Shows an incident as it is now. */
  async open(id: string, signal?: AbortSignal): Promise<void> {
    try {
      const found = await get<IncidentAnswer>(at(id), {}, signal);
      if (found.incident.id !== this.answer?.incident.id) this.change = undefined;
      this.answer = found;
      this.failure = '';
    } catch (wrong) {
      if (!givenUp(wrong)) this.failure = inWords(wrong);
    }
  }

  /** Somebody changed what is shown: says what, and shows it. What one does next is of the new state. */
  async heard(who: string): Promise<void> {
    const before = this.answer;
    if (!before || this.busy) return;
    await this.open(before.incident.id);
    const after = this.answer;
    if (!after || after.version === before.version) return;
    this.change = { own: false, what: `${who} changed it while you looked`, rows: difference(before.incident, after.incident), others: [] };
  }

  /** The incident after the shown one, or before it; the first where it is not in the list. */
  beside(step: 1 | -1): Incident | undefined {
    const items = this.list?.items ?? [];
    return this.position < 0 ? items[0] : items[this.position + step];
  }

  /** On to the one after the shown one, as the queue is now. */
  async next(): Promise<void> {
    const after = this.beside(1)?.id;
    await this.load();
    const still = this.list?.items.find((one) => one.id === after) ?? this.list?.items[0];
    this.change = undefined;
    this.show(still?.id);
  }

  /** The values stand as they are: on to the next. */
  accept(): Promise<void> {
    return this.act(async ({ incident, version }) => {
      await send<Judged>('POST', `${at(incident.id)}/accept`, { version });
      tell('Accepted.');
      await this.next();
    });
  }

  /** Not now: it stays in the queues of others, and comes back to one's own when it changes. */
  skip(): Promise<void> {
    return this.act(async ({ incident }) => {
      await send('POST', `${at(incident.id)}/skip`);
      this.skipped = [...this.skipped, incident.id];
      tell('Skipped: it comes back when it changes.');
      await this.next();
    }, true);
  }

  /** Takes the incident up again that one skipped last on this page. */
  private async takeUp(id: string): Promise<void> {
    await send('DELETE', `${at(id)}/skip`);
    this.skipped = this.skipped.slice(0, -1);
    tell('It waits in your queue again.');
    await this.load();
    this.show(id);
  }

  /** Sets a field. */
  correct(value: Correction, why: string): Promise<void> {
    return this.judge('You corrected it', why, ({ id }) => ({ ruling: 'field', claim: id, value }));
  }

  /** Says that another incident is this one. `version` is the other's, as it was seen. */
  merge(other: string, version: string, why: string): Promise<void> {
    return this.judge('You merged it with another', why, ({ id }) => ({ ruling: 'same', claims: [id, other] }), { [other]: version });
  }

  /** Parts some claims from the others. */
  split(claims: string[], others: string[], why: string): Promise<void> {
    return this.judge('You parted claims from it', why, () => ({ ruling: 'not_same', claims, others }));
  }

  /** Claims that tell of no event: all of the incident's at once, or some of them, one judgement each. */
  notEvent(claims: string[], why: string): Promise<void> {
    const all = claims.length === (this.answer?.incident.entries ?? []).length;
    const what = all ? 'You judged it to be no event' : 'You judged claims to be of no event';
    if (all) return this.judge(what, why, ({ id }) => ({ ruling: 'not_event', claim: id }));
    return this.act(async (shown) => {
      let [now, last] = [shown, undefined as Judged | undefined];
      for (const claim of claims) {
        last = await this.rule({ ruling: 'not_event', claim }, why, now);
        now = { ...now, ...last };
      }
      if (last) await this.settle(shown, last, what);
    });
  }

  /** Takes a judgement back, or one's last: also after the page was closed in between. What was ruled at one stroke goes together. */
  async undo(judgement?: Given): Promise<void> {
    if (this.busy) return;
    this.busy = true;
    try {
      const skipped = this.skipped[this.skipped.length - 1];
      if (!judgement && skipped) {
        await this.takeUp(skipped);
        return;
      }
      await this.loadMine();
      const last = judgement ?? this.mine[0];
      if (!last) {
        tell('There is nothing of yours to undo.');
        return;
      }
      let done: Judged | undefined;
      for (const one of this.mine.filter((other) => other.at === last.at)) {
        done = await send<Judged>('DELETE', `/judgements/${encodeURIComponent(one.id)}`);
      }
      await Promise.all([this.load(), this.loadMine()]);
      const before = this.answer;
      if (done?.incident) {
        const same = before?.incident.id === done.incident.id ? before.incident : undefined;
        this.answer = done as IncidentAnswer;
        this.change = { own: true, what: 'You took a judgement back', rows: same ? difference(same, done.incident) : [], others: [] };
        this.show(done.incident.id);
      } else tell('Taken back.');
    } catch (wrong) {
      trouble(wrong);
    } finally {
      this.busy = false;
    }
  }

  /** Reads one's own judgements that hold. */
  async loadMine(): Promise<void> {
    this.mine = (await get<Judgements>('/judgements', { by: 'me', holds: true, limit: 50 })).items;
  }

  private judge(what: string, why: string, ruling: (of: Incident) => Ruling, versions: Record<string, string> = {}): Promise<void> {
    return this.act(async (shown) => this.settle(shown, await this.rule(ruling(shown.incident), why, shown, versions), what));
  }

  private rule(ruling: Ruling, why: string, { incident, version }: IncidentAnswer, versions: Record<string, string> = {}): Promise<Judged> {
    // Where another incident of the ruling changed meanwhile, one has been told, and judges its present state.
    const seen = Object.fromEntries(Object.entries(versions).map(([id, was]) => [id, this.told[id] ?? was]));
    return send<Judged>('POST', '/judgements', { ruling, why, incident: incident.id, version, versions: seen });
  }

  /** Shows what a judgement made of the incident, and what else it changed; goes on where nothing is left of it. */
  private async settle(before: IncidentAnswer, done: Judged, what: string): Promise<void> {
    if (!done.incident || done.incident.word === 'retracted') {
      tell(`${what}. It stays in the ledger, and you can take that back.`);
      await this.next();
      return;
    }
    this.answer = done as IncidentAnswer;
    const others = done.touched.filter((one) => one.id !== done.incident?.id);
    this.change = { own: true, what, rows: difference(before.incident, done.incident), others };
    this.show(done.incident.id);
    await this.load();
  }

  /** Does one thing at a time. A refusal since the incident changed is no failure: it is shown, and asked again. */
  private async act(deed: (shown: IncidentAnswer) => Promise<void>, skips = false): Promise<void> {
    const shown = this.answer;
    if (!shown || this.busy) return;
    this.busy = true;
    this.conflict = undefined;
    try {
      await deed(shown);
      // Undo takes back what came last: skips only until something is judged.
      if (!skips) this.skipped = [];
      await this.loadMine();
    } catch (wrong) {
      const current = wrong instanceof Problem && wrong.status === 409 ? (wrong.body.current as IncidentAnswer | undefined) : undefined;
      if (current) this.conflicted(shown, current, deed);
      else trouble(wrong);
    } finally {
      this.busy = false;
    }
  }

  private conflicted(shown: IncidentAnswer, now: IncidentAnswer, deed: (shown: IncidentAnswer) => Promise<void>): void {
    // It may be the other one of a merge that changed: then what is shown stays.
    const other = now.incident.id !== shown.incident.id;
    this.told[now.incident.id] = now.version;
    if (!other) this.answer = now;
    this.conflict = { other, rows: other ? [] : difference(shown.incident, now.incident), again: () => this.act(deed) };
  }
}
