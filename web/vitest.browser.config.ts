import { defineConfig } from 'vitest/config';

// Each file starts a server and a browser of its own: one file at a time is quick enough and spares small machines.
export default defineConfig({
  test: { include: ['tests/**/*.test.ts'], testTimeout: 60_000, hookTimeout: 120_000, fileParallelism: false },
});
