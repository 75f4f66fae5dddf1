import type { Day } from '../api/terms';

const ONES = [
  'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen',
  'twenty thirty forty fifty sixty seventy eighty ninety',
].map((line) => line.split(' '));
const SMALL = new Map([...(ONES[0] ?? []).map((word, n) => [word, n] as const), ...(ONES[1] ?? []).map((word, n) => [word, n * 10 + 20] as const)]);
const GREAT = new Map([['hundred', 100], ['thousand', 1000]]);

/** Numbers in words or digits, in order: "two", "1,200", "twenty-three", "three hundred". */
function numbers(words: string): number[] {
  const found: number[] = [];
  let now: number | undefined;
  for (const word of words.toLowerCase().match(/\d[\d,]*|[a-z]+/g) ?? []) {
    const value = /^\d/.test(word) ? Number(word.replaceAll(',', '')) : SMALL.get(word);
    const times = GREAT.get(word);
    if (times && now !== undefined) now *= times;
    else if (value !== undefined && now !== undefined && !/^\d/.test(word) && now % 10 === 0 && now > value && value > 0) now += value;
    else {
      if (now !== undefined) found.push(now);
      now = value;
    }
  }
  return now === undefined ? found : [...found, now];
}

/** The figure that selected words state: "at least four", "12–15", "two soldiers"; undefined where they state none. */
export function figureIn(words: string): { low: number; high: number | null } | undefined {
  const [first, second] = numbers(words);
  if (first === undefined) return undefined;
  if (second !== undefined && second > first && /[-–—]|\b(to|and|or)\b/.test(words)) return { low: first, high: second };
  if (/at least|more than|over|no fewer|not less|≥|\+/i.test(words)) return { low: first + (/more than|over/i.test(words) ? 1 : 0), high: null };
  if (/at most|up to|as many as|no more than/i.test(words)) return { low: 0, high: first };
  return { low: first, high: first };
}

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

/**
 * The day that selected words name outright: "2024-01-08", "8 January 2024", "January 8" (then of the year of `published`).
 * "Monday" or "last week" are for the person to work out.
 */
export function dayIn(words: string, published: Day | null): Day | undefined {
  const iso = /\b\d{4}-\d{2}-\d{2}\b/.exec(words)?.[0];
  if (iso) return iso;
  const month = MONTHS.findIndex((name) => new RegExp(`\\b${name}`, 'i').test(words));
  const day = Number(/\b([0-3]?\d)(?:st|nd|rd|th)?\b/i.exec(words)?.[1]);
  if (month < 0 || !(day >= 1 && day <= 31)) return undefined;
  const two = (n: number) => String(n).padStart(2, '0');
  const year = /\b(19|20)\d{2}\b/.exec(words)?.[0] ?? published?.slice(0, 4);
  if (!year) return undefined;
  const found = `${year}-${two(month + 1)}-${two(day)}`;
  // Said in January of a day in December: the year before.
  return published && found > published && !/\b(19|20)\d{2}\b/.test(words) ? `${Number(year) - 1}${found.slice(4)}` : found;
}
