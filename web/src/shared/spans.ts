/** Words of a text that say something: string indexes, `end` exclusive. */
export type Span = {
  start: number;
  end: number;
  /** Field that they fill: type, place, time, side_a, side_b, killed, injured …, weapon, speaker, furniture. */
  field: string;
  /** Small word beside them; none where left out. */
  label?: string;
  /** Joins words and field rows when one of them is pointed at; the field where left out. */
  key?: string;
};

/** A stretch of text between two ends of spans, and the spans that hold it, the shortest first. */
export type Piece = { text: string; start: number; spans: Span[]; ends: Span[] };

/** Cuts a text where spans begin and end; spans may overlap. `ends` are those that end with the piece. */
export function cut(text: string, spans: Span[]): Piece[] {
  const sound = spans.filter((s) => s.start >= 0 && s.end <= text.length && s.start < s.end);
  const ends = new Set([0, text.length, ...sound.flatMap((s) => [s.start, s.end])]);
  const at = [...ends].sort((a, b) => a - b);
  const size = (s: Span) => s.end - s.start;
  return at.slice(0, -1).map((start, k) => {
    const end = at[k + 1] ?? text.length;
    const over = sound.filter((s) => s.start <= start && s.end >= end).sort((a, b) => size(a) - size(b));
    return { text: text.slice(start, end), start, spans: over, ends: over.filter((s) => s.end === end) };
  });
}

/** The colour token of a field's words. */
export function tint(field: string): string {
  if (field === 'type' || field === 'status' || field === 'occurrence') return '--field-type';
  if (field === 'place') return '--field-place';
  if (field === 'time' || field === 'date') return '--field-time';
  if (field === 'side_a' || field === 'side_b' || field === 'actor') return '--field-actor';
  if (field === 'weapon' || field === 'weapons') return '--field-weapon';
  if (field === 'speaker' || field === 'said_by') return '--field-speaker';
  return '--field-harm';
}
