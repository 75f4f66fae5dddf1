import { describe, expect, it } from 'vitest';
import { allOf, days, many, ofAll, radius, range, shortRange } from './say';

describe('figures', () => {
  it('are said as ranges, never averaged', () => {
    expect(range(6, 6)).toBe('6');
    expect(range(2, 4)).toBe('2–4');
    expect(range(3, null)).toBe('at least 3');
    expect(shortRange(3, null)).toBe('≥ 3');
  });
  it('say of how many they are', () => {
    expect(ofAll(312, 2014)).toBe('312 of 2,014');
    expect([allOf(1, 1, 'report'), allOf(8, 8, 'report'), allOf(200, 1204, 'report')]).toEqual(['the 1 report', 'all 8 reports', '200 of 1,204 reports']);
    expect(many(1, 'incident')).toBe('1 incident');
    expect(many(2000, 'incident')).toBe('2,000 incidents');
  });
});

describe('days and places', () => {
  it('that nobody stated stay missing', () => {
    expect(days(null)).toBe('day not stated');
    expect(days({ start: '2024-08-26', end: '2024-08-26' })).toBe('2024-08-26');
  });
  it('are given no closer than they are known', () => {
    expect(radius(54)).toBe('about 55 km');
    expect(radius(2)).toBe('about 2 km');
    expect(radius(0.5)).toBe('within 1 km');
  });
});
