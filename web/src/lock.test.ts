import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

it('the lock file names packages and checksums, and no host', () => {
  const lock = readFileSync(new URL('../package-lock.json', import.meta.url), 'utf8');
  expect(lock).not.toContain('://');
  expect(lock).toContain('"integrity": "sha512-');
});
