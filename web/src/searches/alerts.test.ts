import { expect, it } from 'vitest';
import { alertWords, receiverOf } from './alerts';
import type { Alert } from './answers';

const alert: Alert = {
  id: 'w1',
  search: 's1',
  url: 'mailto:ada@example.org',
  tells: 'changes',
  often: 'at_once',
  hour: 6,
  rate: 0.001,
  made: 0,
  paused: null,
};

it('alerts are said in words', () => {
  expect(alertWords(alert)).toBe('Incidents that change, at once');
  expect(alertWords({ ...alert, often: 'weekly', hour: 9 })).toBe('Incidents that change, weekly, on Mondays at 09:00 UTC');
  expect(alertWords({ ...alert, tells: 'rise_by_day', often: 'daily' })).toBe(
    'Days with more than usual, daily at 06:00 UTC; a false alarm in 1,000 days',
  );
  expect(receiverOf(alert)).toBe('ada@example.org');
});
