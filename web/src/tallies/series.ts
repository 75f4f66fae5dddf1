import type { Day } from '../api/terms';

/** A stated sum held against the record, as `GET /tallies` gives it. */
export type Sum = {
  report: string;
  tid: string;
  outlet: string | null;
  published: Day | null;
  said_by: string | null;
  text: string;
  counts: string;
  low: number;
  high: number | null;
  asks: string;
  since: string | null;
  until: string | null;
  left_out: string[];
  held: {
    low: number;
    best: number;
    high: number | null;
    lacking: number;
    above: number;
    counted: string[];
    perhaps: string[];
    words: string;
  };
};
export type Contradiction = { report: string; tallies: string[]; words: string };
export type Answer = {
  items: Sum[];
  contradictions: Contradiction[];
  series: { asks: string; points: { report: string; tid: string; until: Day | null }[]; remarks: string[] }[];
  total: number;
};

/** Sums that ask the same, in order of the day up to which they count, and what is odd about them. */
export type Series = { asks: string; sums: Sum[]; remarks: string[] };

/** All sums as series: those that ask the same together, the longest series first; the others each by itself. */
export function seriesOf(answer: Answer): Series[] {
  const by = new Map(answer.items.map((sum) => [`${sum.report} ${sum.tid}`, sum]));
  const several = answer.series.map(({ asks, points, remarks }) => ({
    asks,
    remarks,
    sums: points.flatMap((point) => by.get(`${point.report} ${point.tid}`) ?? []),
  }));
  const taken = new Set(several.flatMap((series) => series.sums));
  const single = answer.items.filter((sum) => !taken.has(sum)).map((sum) => ({ asks: sum.asks, sums: [sum], remarks: [] }));
  return [...several.sort((a, b) => b.sums.length - a.sums.length), ...single];
}

/** The day that a sum counts up to, to draw it at: the last day of a month or year where it names one. */
export function dayOfSum(sum: Sum): Day | undefined {
  const until = sum.until ?? sum.published;
  if (!until) return undefined;
  if (until.length === 10) return until;
  const [year = 0, month = 12] = until.split('-').map(Number);
  return new Date(Date.UTC(year, month, 0)).toISOString().slice(0, 10);
}

/** The top of a scale from 0 that holds what is stated and what is held. */
export function topOf(sums: Sum[]): number {
  const most = Math.max(1, ...sums.flatMap((sum) => [sum.high ?? sum.low * 1.15, sum.held.high ?? sum.held.low * 1.15]));
  const step = 10 ** Math.floor(Math.log10(most));
  return Math.ceil(most / step) * step;
}
