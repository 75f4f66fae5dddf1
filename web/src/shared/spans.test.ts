import { describe, expect, it } from 'vitest';
import { byteOfIndex, indexOfByte } from './bytes';
import { cut } from './spans';

describe('bytes of a report', () => {
  it('are found in its string, whatever the script', () => {
    const text = 'غارة 😀 on Şırnak';
    for (const word of ['غارة', '😀', 'on', 'Şırnak']) {
      const start = byteOfIndex(text, text.indexOf(word));
      const end = start + new TextEncoder().encode(word).length;
      const index = indexOfByte(text);
      expect(text.slice(index(start), index(end))).toBe(word);
    }
  });
  it('beyond the text are its end', () => {
    expect(indexOfByte('abc')(99)).toBe(3);
    expect(indexOfByte('é')(99)).toBe(1);
  });
});

describe('highlighted words', () => {
  it('may lie within each other and lose no letter', () => {
    const text = 'A drone struck near Baghdad.';
    const pieces = cut(text, [
      { start: 0, end: 28, field: 'evidence' },
      { start: 2, end: 14, field: 'type' },
      { start: 20, end: 27, field: 'place' },
    ]);
    expect(pieces.map((p) => p.text).join('')).toBe(text);
    expect(pieces.find((p) => p.text === 'Baghdad')?.spans.map((s) => s.field)).toEqual(['place', 'evidence']);
  });
  it('that point outside the text are left out', () => {
    expect(cut('abc', [{ start: 2, end: 9, field: 'type' }])).toHaveLength(1);
  });
});
