import type { Actor, Entry, Event, Incident, Quote, Source } from '../api/terms';
import { byteOfIndex, indexOfByte } from '../shared/bytes';
import type { Span } from '../shared/spans';

/** One report of an incident: its number on the page (from 1), whose voice it is, and what it says of the incident. */
export type Testimony = { number: number; source: Source; voice: number; entries: Entry[] };

/** The reports of an incident in order of publication; one that tells of it twice is one testimony. */
export function testimonies(incident: Incident): Testimony[] {
  const found = new Map<string, Testimony>();
  for (const entry of incident.entries ?? []) {
    const had = found.get(entry.source.id);
    if (had) had.entries.push(entry);
    else found.set(entry.source.id, { number: found.size + 1, source: entry.source, voice: entry.voice, entries: [entry] });
  }
  return [...found.values()];
}

/** What a report is called on the page: its outlet, or else how it came. */
export function calledBy(source: Source): string {
  return source.outlet ?? source.name;
}

/** Words of a report with those in them that fill fields. `key` joins them with rows of the same field. */
export type Passage = { text: string; start: number; spans: Span[] };

/** Words that fill a field; places are the report's. */
export type Marked = Quote & { field: string; label: string };

const marked = (quote: { text: string; start: number; end: number }, field: string, label = field): Marked => ({
  text: quote.text,
  start: quote.start,
  end: quote.end,
  field,
  label,
});

/** The words that made a claim what it is, as the codebook's rule names them: `codebook/air_drone_strike: "drones" …`. */
function typeWords(event: Event): Marked[] {
  const { text, start } = event.evidence;
  const folded = text.toLowerCase();
  return event.why.flatMap((why) => {
    const [, type, word] = /^codebook\/(\w+): "([^"]+)"/.exec(why) ?? [];
    const at = word ? folded.indexOf(word.toLowerCase()) : -1;
    if (type !== event.type || !word || at < 0 || folded.length !== text.length) return [];
    const said = text.slice(at, at + word.length);
    const from = start + byteOfIndex(text, at);
    return [marked({ text: said, start: from, end: from + byteOfIndex(said, said.length) }, 'type')];
  });
}

/** All words of a claim that fill a field. Those that a person set stand nowhere in the report and are left out. */
export function words(event: Event): Marked[] {
  const found: Marked[] = typeWords(event);
  const { time, place } = event;
  if (time?.at && time.text) found.push(marked({ text: time.text, ...time.at }, 'time', 'date'));
  if (place) found.push(marked(place, 'place'));
  const side = (actors: Actor[], field: string, label: string) => actors.forEach((actor) => found.push(marked(actor, field, label)));
  side(event.side_a, 'side_a', 'by');
  side(event.side_b, 'side_b', 'done to');
  for (const weapon of event.weapons) found.push(marked(weapon, 'weapons', 'weapon'));
  for (const harm of event.harm) {
    found.push(marked(harm, harm.what));
    if (harm.said_by) found.push(marked(harm.said_by, 'speaker'));
  }
  for (const claim of event.claims) if (claim.said_by) found.push(marked(claim.said_by, 'speaker'));
  const seen = new Set<string>();
  return found.filter((one) => {
    const at = `${one.field} ${one.start} ${one.end}`;
    return one.end > one.start && !seen.has(at) && seen.add(at);
  });
}

/** The words of a report that tell of the incident, each passage once, in order, with what they say highlighted. */
export function passages(entries: Entry[]): { passages: Passage[]; elsewhere: Marked[] } {
  const quotes = entries.flatMap(({ event }) => [event.evidence, ...event.more_evidence]);
  const apart = quotes
    .filter((quote, k) => !quotes.some((other, j) => holds(other, quote) && (j < k || !holds(quote, other))))
    .sort((a, b) => a.start - b.start);
  const all = unique(entries.flatMap(({ event }) => words(event)));
  const elsewhere = all.filter((word) => !apart.some((quote) => holds(quote, word)));
  return { passages: apart.map((quote) => passage(quote, all)), elsewhere };
}

function passage(quote: Quote, all: Marked[]): Passage {
  const index = indexOfByte(quote.text);
  const spans = all
    .filter((word) => holds(quote, word))
    .map(({ start, end, field, label }) => ({ start: index(start - quote.start), end: index(end - quote.start), field, label }));
  return { text: quote.text, start: quote.start, spans };
}

const holds = (whole: Quote, part: Quote) => whole.start <= part.start && whole.end >= part.end;

function unique(all: Marked[]): Marked[] {
  const at = (one: Marked) => `${one.field} ${one.start} ${one.end}`;
  return [...new Map(all.map((one) => [at(one), one])).values()];
}

/** Which reports are copies of one text: numbers of the reports of each voice that has several. */
export function copies(all: Testimony[]): number[][] {
  const voices = new Map<number, number[]>();
  for (const { voice, number } of all) voices.set(voice, [...(voices.get(voice) ?? []), number]);
  return [...voices.values()].filter((numbers) => numbers.length > 1);
}

/** Numbers of reports in words: "report 2", "reports 1, 3 and 4". */
export function reports(numbers: number[]): string {
  const last = numbers[numbers.length - 1];
  if (numbers.length < 2) return `report ${last ?? ''}`;
  return `reports ${numbers.slice(0, -1).join(', ')} and ${last}`;
}
