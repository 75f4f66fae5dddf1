import { describe, expect, it } from 'vitest';
import { often, rate, stretch, when } from './words';

describe('times of sources', () => {
  it('are told in their largest unit', () => {
    expect([0, 999, 61_000, 7_300_000, 200_000_000].map(stretch)).toEqual(['0 seconds', '0 seconds', '1 minute', '2 hours', '2 days']);
  });
  it('are before now or after it', () => {
    const now = Date.parse('2024-01-08T12:00:00Z');
    expect(when('2024-01-08T12:04:00Z', now)).toBe('in 4 minutes');
    expect(when('2024-01-08T09:00:00Z', now)).toBe('3 hours ago');
    expect(when('2024-01-08T12:00:00.400Z', now)).toBe('now');
  });
});

describe('how much and how often', () => {
  it('is told in few signs', () => {
    expect([0, 0.02, 0.44, 9.9, 12.3].map(rate)).toEqual(['none', '0.1 a day', '0.4 a day', '9.9 a day', '12 a day']);
    expect([null, '1h', '90s'].map(often)).toEqual(['every 15 minutes', 'every hour', 'every 90s']);
  });
});
