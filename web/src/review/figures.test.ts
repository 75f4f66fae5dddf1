import { describe, expect, it } from 'vitest';
import { dayIn, figureIn } from './figures';

describe('a figure in selected words', () => {
  it('is read from digits and from English number words', () => {
    expect(figureIn('two soldiers')).toEqual({ low: 2, high: 2 });
    expect(figureIn('1,200 people')).toEqual({ low: 1200, high: 1200 });
    expect(figureIn('twenty-three others')).toEqual({ low: 23, high: 23 });
    expect(figureIn('three hundred')).toEqual({ low: 300, high: 300 });
  });
  it('keeps the bounds that the words set', () => {
    expect(figureIn('at least four')).toEqual({ low: 4, high: null });
    expect(figureIn('more than 10')).toEqual({ low: 11, high: null });
    expect(figureIn('12–15 dead')).toEqual({ low: 12, high: 15 });
    expect(figureIn('between two and five')).toEqual({ low: 2, high: 5 });
    expect(figureIn('up to six')).toEqual({ low: 0, high: 6 });
  });
  it('is none where no number is', () => {
    expect(figureIn('several')).toBeUndefined();
  });
});

describe('a day in selected words', () => {
  it('is read where it is named outright', () => {
    expect(dayIn('on 8 January 2024', null)).toBe('2024-01-08');
    expect(dayIn('January 8', '2024-01-10')).toBe('2024-01-08');
    expect(dayIn('Dec. 30', '2024-01-02')).toBe('2023-12-30');
    expect(dayIn('on Monday', '2024-01-10')).toBeUndefined();
  });
});
