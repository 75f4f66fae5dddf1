import { expect, it } from 'vitest';
import { heldWords } from './held';

it('says what is held back, and with it the words of reports', () => {
  expect(heldWords({ blur_km: 5, embargo_days: 7, redact_names: true })).toBe(
    "Places are blurred to about 5 km, the last 7 days are held back, private persons' names and the words of reports are left out.",
  );
  expect(heldWords({ blur_km: 25, embargo_days: null, redact_names: false })).toBe('Places are blurred to about 25 km, the words of reports are left out.');
});

it('leaves out what is shown', () => {
  expect(heldWords({ blur_km: null, embargo_days: 1, redact_names: false })).toBe('The last day is held back.');
  expect(heldWords({ blur_km: null, embargo_days: null, redact_names: true })).not.toContain('Places');
});
