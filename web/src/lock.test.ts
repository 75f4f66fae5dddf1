import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

it.each(['package-lock.json', 'basemap/package-lock.json'])('%s names packages and checksums, and no host', (path) => {
  const lock = readFileSync(new URL(`../${path}`, import.meta.url), 'utf8');
  expect(lock).not.toContain('://');
  expect(lock).toContain('"integrity": "sha512-');
});
