import type { IncidentAnswer } from '../api/answers';
import type { Day, Incident, Judgement } from '../api/terms';

/** What there is to look at first. */
export const QUEUES = ['disputed', 'low_confidence', 'high_harm', 'search'] as const;
export type QueueName = (typeof QUEUES)[number];
/** What the queues are called, and what is in them. */
export const QUEUE_WORDS: Record<QueueName, { name: string; what: string }> = {
  disputed: { name: 'Disputed', what: 'Voices differ, or somebody denies it.' },
  low_confidence: { name: 'Low confidence', what: 'The machine is not sure of these: the least sure first.' },
  high_harm: { name: 'Most harm', what: 'People were killed: those with most dead first.' },
  search: { name: 'My searches', what: 'Incidents of a search that you keep: the disputed first.' },
};

/**
 * `GET /review`: incidents of a queue that nobody has accepted or corrected since they changed; `total` wait, `reviewed` are
 * done, `skipped` are those that one set aside oneself.
 */
export type QueueAnswer = { items: Incident[]; next: string | null; total: number; reviewed: number; skipped: number };
/** An incident that a judgement changed, and how; `into` is what it was merged into, `incident` null where it is no more. */
export type Touched = { id: string; kind: 'added' | 'changed' | 'retracted'; into?: string; incident: Incident | null };
/** What came of a judgement: what was kept, the incident as it is now (left out where nothing holds it), all that changed. */
export type Judged = Partial<IncidentAnswer> & { judgement: Judgement; kept: Judgement[]; touched: Touched[] };
/** A judgement in the list, with the incidents that hold its claims now. */
export type Given = Judgement & { about: { id: string; event_type: string; days: { start: Day; end: Day } | null; place: string | null }[] };
/** `GET /judgements`, the newest first. */
export type Judgements = { items: Given[]; next: string | null; total: number };
