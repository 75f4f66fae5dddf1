import { describe, expect, it } from 'vitest';
import { addressOf, isEverything, looksOf, questionOf } from './question';

describe('a question in the address', () => {
  it('comes back as it went', () => {
    const address =
      '/?place=Baghdad&actor=us-military&actor=isis&type=attack&from=2024-01-01&killed=3&undated=true&search=s1&sort=killed&at=44.400,33.300,6.5&incident=i3nfkkj307rpn';
    const search = address.slice(1);
    const sorted = (words: string) => [...new URLSearchParams(words)].map(String).sort();
    expect(sorted(addressOf(questionOf(search), looksOf(search)).slice(2))).toEqual(sorted(search.slice(1)));
    expect(questionOf(search).actor).toEqual(['us-military', 'isis']);
    expect(looksOf(search).at).toEqual([44.4, 33.3, 6.5]);
  });
  it('leaves out what it cannot understand', () => {
    const search = '?from=yesterday&killed=-4&sort=random&at=a,b,c&span=2024,2025&undated=maybe';
    expect(isEverything(questionOf(search))).toBe(true);
    expect(addressOf(questionOf(search), looksOf(search))).toBe('/');
  });
});
