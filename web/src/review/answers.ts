import type { IncidentAnswer } from '../api/answers';
import type { Day, Incident, Judgement } from '../api/terms';

/** What there is to look at first. */
export const QUEUES = ['disputed', 'low_confidence', 'high_harm', 'search'] as const;
export type QueueName = (typeof QUEUES)[number];
/** What the queues are called, and what is in them. */
export const QUEUE_WORDS: Record<QueueName, { name: string; what: string }> = {
  disputed: { name: 'Disputed', what: 'Claims differ over a field.' },
  low_confidence: { name: 'Low confidence', what: 'The machine was least sure of these.' },
  high_harm: { name: 'Most harm', what: 'Those that tell of most people killed come first.' },
  search: { name: 'My searches', what: 'Incidents of a search that you keep.' },
};

/** `GET /review`: incidents of a queue that nobody has reviewed or skipped; `total` waiting, `reviewed` done. */
export type QueueAnswer = { items: Incident[]; next: string | null; total: number; reviewed: number };
/** An incident that a judgement changed, and how; `into` is what it was merged into, `incident` null where it is no more. */
export type Touched = { id: string; kind: 'added' | 'changed' | 'retracted'; into?: string; incident: Incident | null };
/** What came of a judgement: what was kept, the incident as it is now (left out where nothing holds it), all that changed. */
export type Judged = Partial<IncidentAnswer> & { judgement: Judgement; kept: Judgement[]; touched: Touched[] };
/** A judgement in the list, with the incidents that hold its claims now. */
export type Given = Judgement & { about: { id: string; event_type: string; days: { start: Day; end: Day } | null; place: string | null }[] };
/** `GET /judgements`, the newest first. */
export type Judgements = { items: Given[]; next: string | null; total: number };
