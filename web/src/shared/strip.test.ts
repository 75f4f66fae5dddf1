import { describe, expect, it } from 'vitest';
import { dayOf, numberOf } from './calendar';
import { cells, filled, silence } from './strip';

const [first, last] = [numberOf('2023-12-28'), numberOf('2024-02-03')];

describe('a strip of days', () => {
  it('is cut where weeks and months begin', () => {
    expect(cells(first, last, 'day').starts).toHaveLength(38);
    expect(cells(first, last, 'week').starts.map(dayOf)[0]).toBe('2023-12-25');
    expect(cells(first, last, 'month').starts.map(dayOf)).toEqual(['2023-12-01', '2024-01-01', '2024-02-01']);
  });
  it('adds up what falls into a cell, and leaves out what falls into none', () => {
    const rows = [
      { day: '2024-01-01', reports: 2 },
      { day: '2024-01-31', reports: 3 },
      { day: '2024-02-01', reports: 1 },
      { day: '2025-01-01', reports: 9 },
    ];
    expect([...filled(rows, cells(first, last, 'month'))]).toEqual([[1, 5], [2, 1]]);
  });
  it('tells of the longest silence, at its ends too', () => {
    expect(silence(['2023-12-30', '2024-01-05'], first, last)).toEqual({ from: '2024-01-06', to: '2024-02-03', days: 29 });
    expect(silence([], first, first)).toMatchObject({ days: 1 });
    expect(silence(['2023-12-28'], first, first)).toBeUndefined();
  });
});
