// Runs a TypeScript file of this folder: node tests/run.mjs tests/measure.ts
import { runnerImport } from 'vite';

await runnerImport(new URL(`../${process.argv[2]}`, import.meta.url).pathname);
