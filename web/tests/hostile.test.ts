// Reports are written by anybody: whatever they hold is shown as text, and stays within its bounds.
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ready, serve, visit, type Served } from './served';

let served: Served;
let report = '';
let incident = '';

const TAG = `<img src=x onerror="document.documentElement.dataset.owned='yes'"><script>document.documentElement.dataset.owned='yes'</script>`;
const OUTLET = `Daily ${TAG}`;
/** Turns the reading direction round, and does not turn it back. */
const BIDI = '\u202Etxt.exe\u2066';
const HUGE = 'w'.repeat(20_000);
const TEXT = `A drone struck a depot near Erbil on 8 January 2024, killing two soldiers, ${TAG} a security source ${BIDI} said. ${HUGE} "javascript:alert(1)" {{constructor.constructor('x')()}}`;

beforeAll(async () => {
  if (!ready) return;
  served = await serve();
  const body = { text: TEXT, title: `${TAG}${BIDI}`, outlet: OUTLET, published: '2024-01-09', url: 'javascript:alert(1)' };
  const kept = await fetch(`${served.url}/api/v1/reports`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
  });
  const said = await kept.json();
  report = said.items?.[0]?.report ?? '';
  const found = await (await fetch(`${served.url}/api/v1/incidents?from=2024-01-08&to=2024-01-08&place=Erbil`)).json();
  incident = found.items.find((one: { outlets: string[] }) => one.outlets.includes(OUTLET))?.id ?? '';
});
afterAll(async () => served?.end());

async function inert(page: Page): Promise<void> {
  expect(await page.evaluate(() => document.documentElement.dataset.owned)).toBeUndefined();
  expect(await page.locator('main script, main img, main iframe, main [onerror]').count()).toBe(0);
  expect(await page.locator('a[href^="javascript:"]').count()).toBe(0);
}

describe.runIf(ready)('A hostile report', () => {
  it('is kept, so that there is something to try', () => {
    expect(report).not.toBe('');
    expect(incident).not.toBe('');
  });

  it.each([
    ['its own page', () => `/reports/${report}`, 'killing two soldiers'],
    ['its incident', () => `/incidents/${incident}`, 'killing two soldiers'],
    ['the map and the list', () => `/?incident=${incident}`, 'Erbil'],
    ['the outlets', () => '/outlets', 'Daily <img'],
    ['its outlet', () => `/outlets/${encodeURIComponent(OUTLET)}`, 'Daily <img'],
    ['coverage', () => '/coverage', 'Daily <img'],
  ])('is only text on %s, and breaks no bounds', async (_, path, words) => {
    for (const width of [1440, 390]) {
      const { page, wrong } = await visit(served, path(), { viewport: { width, height: 844 } });
      await page.getByText(words).first().waitFor({ state: 'attached' });
      await inert(page);
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
      expect(wrong).toEqual([]);
      await page.context().close();
    }
  });

  it('could do nothing even if it were markup: the policy lets no script but the workbench run', async () => {
    const { page } = await visit(served, `/reports/${report}`);
    const policy = (await page.request.get(served.url)).headers()['content-security-policy'] ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).not.toContain('unsafe');
    await page.evaluate((tag) => document.body.insertAdjacentHTML('beforeend', `<div>${tag}</div>`), TAG);
    await page.evaluate(() => {
      const script = document.createElement('script');
      script.textContent = "document.documentElement.dataset.owned = 'yes'";
      document.body.append(script);
    });
    await new Promise((later) => setTimeout(later, 300));
    expect(await page.evaluate(() => document.documentElement.dataset.owned)).toBeUndefined();
  });
});
