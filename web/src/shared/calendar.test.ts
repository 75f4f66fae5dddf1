import { expect, it } from 'vitest';
import { dayOf, numberOf, ticks } from './calendar';

it('days and their numbers come back as they went', () => {
  for (const day of ['1970-01-01', '2024-02-29', '1899-12-31']) expect(dayOf(numberOf(day))).toBe(day);
});

it('an axis names months once and their year with the first', () => {
  const labels = ticks(numberOf('2023-10-01'), numberOf('2024-03-23'), 8).map((tick) => tick.label);
  expect(labels).toEqual(['Oct 2023', 'Nov', 'Dec', 'Jan 2024', 'Feb', 'Mar']);
});

it('an axis never has more marks than fit', () => {
  for (const [from, to] of [['2024-01-01', '2024-01-09'], ['2014-01-01', '2024-01-01'], ['1900-01-01', '2024-01-01']] as const) {
    expect(ticks(numberOf(from), numberOf(to), 8).length).toBeLessThanOrEqual(9);
  }
});
