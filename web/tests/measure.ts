// Prints what the workbench costs: script of the first view, time until it can be used, frames while panning and brushing.
//   DATELINE_URL=http://127.0.0.1:8321 npm run measure     (any running server; without one the examples)
import { gzipSync } from 'node:zlib';
import type { Page } from 'playwright-core';
import { serve } from './served';

const median = (all: number[]) => [...all].sort((a, b) => a - b)[Math.floor(all.length / 2)] ?? NaN;
const worst = (all: number[]) => [...all].sort((a, b) => a - b)[Math.floor(all.length * 0.95)] ?? NaN;

/** Milliseconds between frames while something is done. */
async function frames(page: Page, act: () => Promise<void>): Promise<number[]> {
  await page.evaluate(() => {
    const times: number[] = [];
    Object.assign(window, { times, measuring: true });
    const step = (now: number) => {
      times.push(now);
      if ((window as unknown as { measuring: boolean }).measuring) requestAnimationFrame(step);
    };
    requestAnimationFrame(step);
  });
  await act();
  const times = await page.evaluate(() => {
    const all = window as unknown as { measuring: boolean; times: number[] };
    all.measuring = false;
    return all.times;
  });
  return times.slice(1).map((time, k) => time - (times[k] ?? time));
}

/** Drags the pointer along, a step every 16 ms. */
async function drag(page: Page, from: [number, number], to: [number, number], steps: number): Promise<void> {
  await page.mouse.move(...from);
  await page.mouse.down();
  for (let k = 1; k <= steps; k++) {
    const at = k / steps;
    await page.mouse.move(from[0] + (to[0] - from[0]) * at, from[1] + (to[1] - from[1]) * at);
    await new Promise((later) => setTimeout(later, 16));
  }
  await page.mouse.up();
}

function say(name: string, all: number[]): void {
  console.log(`${name}: median ${median(all).toFixed(1)} ms, 95 % under ${worst(all).toFixed(1)} ms, of ${all.length}`);
}

const served = await serve();
const page = await served.browser.newPage({ viewport: { width: 1440, height: 900 } });
let script = 0;
page.on('response', (answer) => {
  if (answer.url().endsWith('.js')) void answer.body().then((body) => (script += gzipSync(body).length));
});
const usable = async () => {
  const began = Date.now();
  await page.goto(served.url);
  await page.locator('[role=grid] [data-index]').first().waitFor();
  await page.locator('.marks button').first().waitFor({ state: 'attached' });
  await page.locator('.canvas canvas').first().waitFor();
  return Date.now() - began;
};
const firsts: number[] = [];
for (let k = 0; k < 5; k++) firsts.push(await usable());
console.log(`script of the first view: ${(script / 5 / 1000).toFixed(1)} kB gzip`);
say('usable after', firsts);
await page.waitForTimeout(1500);
console.log((await page.locator('.total').innerText()).split('\n')[0]);
const map = await page.locator('.canvas').boundingBox();
const bars = await page.locator('.bars').boundingBox();
if (!map || !bars) throw new Error('no map or timeline');
const middle: [number, number] = [map.x + map.width / 2, map.y + map.height / 2];
const answers: number[] = [];
page.on('requestfinished', (request) => {
  const timing = request.timing();
  if (request.url().includes('/overview')) answers.push(timing.responseEnd);
});
for (const zoom of [0, 3]) {
  for (let k = 0; k < zoom; k++) {
    await page.getByRole('button', { name: 'Zoom in' }).click();
    await page.waitForTimeout(400);
  }
  await page.waitForTimeout(1000);
  say(`panning, ${zoom ? `${zoom} steps closer` : 'all in sight'}`, await frames(page, () => drag(page, middle, [middle[0] - 300, middle[1] - 80], 60)));
}
const y = bars.y + 30;
say('brushing', await frames(page, () => drag(page, [bars.x + 60, y], [bars.x + bars.width - 60, y], 90)));
say('overview, asked to answered', answers);
await served.end();
