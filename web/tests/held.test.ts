// What visitors see of a record that is not shown whole: that it is not, and nothing that would be refused.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { violations } from './axe';
import { picture, serveTo, shaped, SHAPES, signIn, starts, visit, type Served } from './served';

const SAID = "Places are blurred to about 5 km, the last 7 days are held back, private persons' names and the words of reports are left out.";
let served: Served;
beforeAll(async () => {
  if (!starts) return;
  served = await serveTo({ Ada: 'admin' }, '--public', '--public-blur', '5', '--public-embargo', '7', '--public-redact-names');
  // What may be shown is made first; until it is there the answer is 503.
  while ((await fetch(`${served.url}/api/v1/incidents`)).status === 503) await new Promise((later) => setTimeout(later, 100));
});
afterAll(async () => served?.end());

describe.runIf(starts)('What is held back', () => {
  it('is said to visitors, who are offered no past and no rules', async () => {
    const { page, wrong } = await visit(served, '/');
    await page.getByText(SAID).waitFor();
    await page.getByRole('button', { name: 'More', exact: true }).click();
    await page.getByLabel('Killed, at least').waitFor();
    expect(await page.getByLabel('As known on').count()).toBe(0);
    expect(await page.getByLabel('Figures by the rule').count()).toBe(0);
    expect(await page.getByRole('button', { name: 'Save search' }).count()).toBe(0);
    // The whole screen still fits the window.
    expect(await page.evaluate(() => document.documentElement.scrollHeight)).toBeLessThanOrEqual(900);
    const { items } = await (await fetch(`${served.url}/api/v1/incidents`)).json();
    await page.goto(`${served.url}/incidents/${items[0].id}`);
    await page.getByText('Every version of it').click();
    await page.getByText('Entered the record.').waitFor();
    expect(await page.getByRole('link', { name: 'As it was then' }).count()).toBe(0);
    expect(await page.locator('main').innerText()).not.toContain('as_of=');
    await page.goto(`${served.url}/actors/us-military`);
    await page.getByRole('heading', { name: 'Incidents by month' }).waitFor();
    expect(await page.getByRole('region', { name: 'Edits' }).count()).toBe(0);
    expect(wrong).toEqual([]);
  });

  it('is not said to those who see all', async () => {
    const { page } = await visit(served, '/sign-in');
    await signIn(page, 'Ada');
    await page.getByRole('button', { name: 'Ada', exact: true }).waitFor();
    await page.getByRole('button', { name: 'More', exact: true }).click();
    await page.getByLabel('As known on').waitFor();
    expect(await page.getByText(SAID).count()).toBe(0);
  });
});

describe.runIf(starts).each(SHAPES)('What is held back on a $name screen', (shape) => {
  it.each(['/', '/incidents', '/actors'])('stands above %s, and axe-core objects to nothing', async (path) => {
    const { items } = await (await fetch(`${served.url}/api/v1/incidents`)).json();
    const { page, wrong } = await visit(served, path === '/incidents' ? `/incidents/${items[0].id}` : path, shaped(shape));
    await page.getByText(SAID).waitFor();
    await page.getByRole('heading', { level: 1 }).first().waitFor({ state: 'attached' });
    await expect.poll(() => page.getByText('One moment…').count()).toBe(0);
    expect(await violations(page)).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(shape.width);
    await picture(page, `held back ${path.slice(1) || 'explore'} ${shape.name}`);
    expect(wrong).toEqual([]);
    await page.context().close();
  });
});
