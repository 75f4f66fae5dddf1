import { expect, it } from 'vitest';
import { latest } from './latest';

it('answers the first wish and the last, and none that was overtaken', async () => {
  const answered: number[] = [];
  const gates: (() => void)[] = [];
  const wish = latest<number>(async (n) => {
    await new Promise<void>((open) => gates.push(open));
    answered.push(n);
  });
  for (const n of [1, 2, 3, 4]) wish(n);
  gates.shift()?.();
  await new Promise((later) => setTimeout(later));
  gates.shift()?.();
  await new Promise((later) => setTimeout(later));
  expect(answered).toEqual([1, 4]);
});

it('gives up what runs on after it became stale', async () => {
  const given: string[] = [];
  const wish = latest<string>(async (name, signal) => {
    await new Promise<void>((end) => {
      signal.addEventListener('abort', () => end());
      if (name === 'quick') end();
    });
    if (signal.aborted) given.push(name);
  }, 0);
  wish('slow');
  wish('quick');
  await new Promise((later) => setTimeout(later, 5));
  expect(given).toEqual(['slow']);
});
