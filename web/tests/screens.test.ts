// Every screen that only shows: what it holds, in all shapes, without anything that axe-core objects to, and on paper.
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { violations } from './axe';
import { picture, ready, serve, shaped, SHAPES, visit, type Served } from './served';

let served: Served;
/** An incident that several reports tell of, one of its reports, an outlet and an actor of the record. */
let named = { incident: '', report: '', outlet: '', actor: '' };

async function ask<T>(path: string): Promise<T> {
  return (await fetch(`${served.url}/api/v1${path}`)).json() as Promise<T>;
}
type Items<T> = { items: T[] };

beforeAll(async () => {
  if (!ready) return;
  served = await serve();
  const { items } = await ask<Items<{ id: string; reports: number; harm: unknown[] }>>('/incidents?limit=100');
  const told = items.filter((one) => one.harm.length).sort((a, b) => b.reports - a.reports)[0] ?? items[0];
  const whole = await ask<{ incident: { entries: { source: { id: string } }[] } }>(`/incidents/${told?.id}`);
  const outlets = await ask<Items<{ name: string }>>('/outlets');
  const actors = await ask<Items<{ id: string }>>('/actors');
  named = {
    incident: told?.id ?? '',
    report: whole.incident.entries[0]?.source.id ?? '',
    outlet: outlets.items[0]?.name ?? '',
    actor: actors.items[0]?.id ?? '',
  };
});
afterAll(async () => served?.end());

/** A screen, its address, and what is there once it is shown. */
const SCREENS: { name: string; path: () => string; there: (page: Page) => Promise<unknown> }[] = [
  { name: 'incident', path: () => `/incidents/${named.incident}`, there: (page) => page.getByRole('heading', { name: 'Evidence' }).waitFor() },
  { name: 'report', path: () => `/reports/${named.report}`, there: (page) => page.getByRole('region', { name: 'Text as it was read' }).waitFor() },
  { name: 'tallies', path: () => '/tallies', there: (page) => page.getByRole('heading', { level: 1 }).waitFor() },
  { name: 'coverage', path: () => '/coverage', there: (page) => page.getByRole('table').waitFor() },
  { name: 'outlets', path: () => '/outlets', there: (page) => page.getByRole('table').waitFor() },
  { name: 'outlet', path: () => `/outlets/${encodeURIComponent(named.outlet)}`, there: (page) => page.getByRole('heading', { level: 1, name: named.outlet }).waitFor() },
  { name: 'actors', path: () => '/actors', there: (page) => page.getByRole('table').waitFor() },
  { name: 'actor', path: () => `/actors/${encodeURIComponent(named.actor)}`, there: (page) => page.getByRole('heading', { name: 'Incidents by month' }).waitFor() },
  { name: 'nowhere', path: () => '/nowhere', there: (page) => page.getByRole('heading', { name: 'There is nothing at this address' }).waitFor() },
];

describe.runIf(ready).each(SHAPES)('On a $name screen', (shape) => {
  it.each(SCREENS)('$name shows what it should, and axe-core objects to nothing', async ({ name, path, there }) => {
    const { page, wrong } = await visit(served, path(), shaped(shape));
    await there(page);
    expect(await violations(page)).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(shape.width);
    await picture(page, `${name} ${shape.name}`);
    expect(wrong).toEqual([]);
    await page.context().close();
  });
});

describe.runIf(ready)('On paper', () => {
  it.each(SCREENS.slice(0, 4))('$name is dark on white, without what only a screen can use', async ({ name, path, there }) => {
    const { page } = await visit(served, path(), { colorScheme: 'dark' });
    await there(page);
    await page.emulateMedia({ media: 'print' });
    expect(await page.locator('header').first().isVisible()).toBe(false);
    const [ground, ink] = await page.evaluate(() => {
      const style = getComputedStyle(document.body);
      return [style.backgroundColor, style.color];
    });
    expect(ground).toBe('rgb(255, 255, 255)');
    expect(ink).toBe('rgb(28, 33, 38)');
    await picture(page, `${name} on paper`);
  });
});

describe.runIf(ready)('Incident', () => {
  it('joins fields with the words that fill them', async () => {
    const { page } = await visit(served, `/incidents/${named.incident}`);
    await page.getByRole('button', { name: 'Place', exact: true }).focus();
    await page.locator('mark.active, .word.active').first().waitFor();
  });

  it('tells its history, and how to cite it', async () => {
    const { page } = await visit(served, `/incidents/${named.incident}`);
    await page.getByText('Every version of it').click();
    await page.getByText('Entered the record.').waitFor();
    await page.getByText(`Dateline record, incident ${named.incident}`).waitFor();
  });
});

describe.runIf(ready)('The coming and going between screens', () => {
  it('follows links without a new page, and back', async () => {
    const { page, wrong } = await visit(served, '/outlets');
    await page.getByRole('table').waitFor();
    await page.evaluate(() => Object.assign(window, { here: true }));
    await page.getByRole('link', { name: named.outlet }).first().click();
    await page.getByRole('heading', { level: 1, name: named.outlet }).waitFor();
    await page.goBack();
    await page.getByRole('heading', { level: 1, name: 'Outlets' }).waitFor();
    expect(await page.evaluate(() => 'here' in window)).toBe(true);
    expect(wrong).toEqual([]);
  });
});
