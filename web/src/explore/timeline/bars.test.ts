import { expect, it } from 'vitest';
import { numberOf } from '../../shared/calendar';
import { dayAt, height, roundUp, xOf } from './bars';

const axis = { first: numberOf('2024-01-01'), last: numberOf('2024-01-10'), width: 500 };

it('a day and its pixels lead to each other', () => {
  for (let day = axis.first; day <= axis.last; day++) expect(dayAt(axis, xOf(axis, day) + 1)).toBe(day);
  expect(dayAt(axis, -20)).toBe(axis.first);
  expect(dayAt(axis, 9999)).toBe(axis.last);
});

it('a scale ends on a round number that holds the tallest bar', () => {
  expect([0, 1, 3, 7, 12, 51, 101].map(roundUp)).toEqual([1, 1, 3, 8, 12, 60, 120]);
  expect(height({ start: '2024-01-01', end: '2024-01-01', counts: { strike: 2, fight: 3 } })).toBe(5);
});
