import { gzipSync } from 'node:zlib';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { violations } from './axe';
import { flood } from './tiles';
import { ready, serve, SHAPES, visit, type Served } from './served';

let served: Served;
beforeAll(async () => {
  if (ready) served = await serve();
});
afterAll(async () => served?.end());

const total = (page: Page) => page.locator('.total');
/** Rows of the list, on a phone also while another part is shown. */
const rows = (page: Page) => page.locator('[role=grid] [data-index]');
const query = (page: Page) => new URL(page.url()).searchParams;
/** The first number of "312 of 2,014 incidents". */
async function howMany(page: Page): Promise<number> {
  const words = await total(page).locator('strong').innerText();
  return Number((words.split(' of ')[0] ?? '').replaceAll(',', ''));
}
async function open(path: string, options = {}) {
  const opened = await visit(served, path, options);
  await rows(opened.page).first().waitFor({ state: 'attached' });
  await opened.page.locator('.canvas canvas').first().waitFor({ state: 'attached' });
  return opened;
}

/** Drops a file onto the map. */
async function drop(page: Page, name: string, bytes: number[]): Promise<void> {
  await page.evaluate(
    ([called, content]) => {
      const dropped = new DataTransfer();
      dropped.items.add(new File([new Uint8Array(content)], called));
      const event = new DragEvent('drop', { dataTransfer: dropped, bubbles: true, cancelable: true });
      document.querySelector('section.map')?.dispatchEvent(event);
    },
    [name, bytes] as const,
  );
}

/** Colours that the map's layers have in the middle of the map, as "red,green,blue". */
async function colours(page: Page): Promise<string[]> {
  return page.evaluate(() =>
    [...document.querySelectorAll<HTMLCanvasElement>('.canvas canvas')].flatMap((canvas) => {
      const [r, g, b, alpha] = canvas.getContext('2d')?.getImageData(canvas.width / 2, canvas.height / 2, 1, 1).data ?? [];
      return alpha === 255 ? [`${r},${g},${b}`] : [];
    }),
  );
}

describe.runIf(ready)('Explore', () => {
  it('says how many of how many, and shows them on map, timeline and list', async () => {
    const { page, wrong } = await open('/');
    expect(await total(page).innerText()).toMatch(/^[\d,]+ of [\d,]+ incidents/);
    expect(await page.getByRole('list', { name: 'Marks on the map' }).getByRole('listitem').count()).toBeGreaterThan(0);
    expect(await page.getByRole('grid', { name: 'Incidents, latest first' }).getAttribute('aria-rowcount')).toBe(String((await howMany(page)) + 1));
    await page.getByRole('slider', { name: 'First day' }).waitFor();
    expect(wrong).toEqual([]);
  });

  it('keeps the question in the address, and the back button takes it back', async () => {
    const { page } = await open('/');
    const all = await howMany(page);
    await page.getByRole('button', { name: /^Strike/ }).click();
    await expect.poll(() => howMany(page)).toBeLessThan(all);
    expect(query(page).getAll('family')).toEqual(['strike']);
    const strikes = await howMany(page);
    await page.reload();
    await rows(page).first().waitFor();
    await expect.poll(() => howMany(page)).toBe(strikes);
    expect(await page.getByRole('button', { name: /^Strike/ }).getAttribute('aria-pressed')).toBe('true');
    await page.goBack();
    await expect.poll(() => howMany(page)).toBe(all);
  });

  it('suggests actors, places and types, by keys alone', async () => {
    const { page } = await open('/');
    await page.keyboard.press('/');
    await page.keyboard.type('air or drone');
    // What the first letters found comes before.
    await page.getByRole('option', { name: /Air or drone strike/ }).waitFor();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await expect.poll(() => query(page).getAll('type')).toEqual(['air_drone_strike']);
    await page.getByRole('button', { name: "Don't ask for type Air or drone strike" }).click();
    await expect.poll(() => query(page).has('type')).toBe(false);
    await page.keyboard.press('/');
    await page.keyboard.type('no report says this');
    await page.keyboard.press('Enter');
    await page.getByText('No incident fits.').waitFor();
    expect(await howMany(page)).toBe(0);
  });

  it('brushes days by keys and by pointer', async () => {
    const { page } = await open('/');
    const all = await howMany(page);
    await page.getByRole('slider', { name: 'First day' }).focus();
    for (let k = 0; k < 2; k++) await page.keyboard.press('PageUp');
    await expect.poll(() => query(page).get('from')).toMatch(/^\d{4}-\d\d-\d\d$/);
    await expect.poll(() => howMany(page)).toBeLessThan(all);
    await page.getByRole('button', { name: 'All days' }).click();
    await expect.poll(() => howMany(page)).toBe(all);
    const bars = await page.locator('.bars').boundingBox();
    if (!bars) throw new Error('no timeline');
    await page.mouse.move(bars.x + bars.width * 0.3, bars.y + 30);
    await page.mouse.down();
    await page.mouse.move(bars.x + bars.width * 0.6, bars.y + 30, { steps: 8 });
    await page.mouse.up();
    await expect.poll(() => query(page).get('to')).toMatch(/^\d{4}-\d\d-\d\d$/);
    const { from, to } = Object.fromEntries(query(page));
    expect(String(from) < String(to)).toBe(true);
  });

  it('is walked by arrow keys, and Enter chooses', async () => {
    const { page } = await open('/');
    await rows(page).first().focus();
    await page.keyboard.press('ArrowDown');
    expect(await page.evaluate(() => document.activeElement?.getAttribute('data-index'))).toBe('1');
    await page.keyboard.press('Enter');
    await expect.poll(() => query(page).get('incident')).toMatch(/^i/);
    await page.getByRole('complementary', { name: 'Chosen incident' }).getByRole('heading').first().waitFor();
    await page.keyboard.press('Escape');
    await expect.poll(() => query(page).has('incident')).toBe(false);
  });

  it('sorts by its headings', async () => {
    const { page } = await open('/');
    await page.getByRole('button', { name: /^Date/ }).click();
    await expect.poll(() => query(page).get('sort')).toBe('earliest');
    const date = page.getByRole('columnheader', { name: /^Date/ });
    expect(await date.getAttribute('aria-sort')).toBe('ascending');
  });

  it('moves the map by keys, and counts only what it shows where asked', async () => {
    const { page } = await open('/?at=40.000,33.000,6.0');
    const all = await howMany(page);
    await page.getByRole('application').focus();
    await page.keyboard.press('ArrowLeft');
    await expect.poll(() => Number(query(page).get('at')?.split(',')[0])).toBeLessThan(39.9);
    await page.getByRole('button', { name: 'Zoom in' }).click();
    await expect.poll(() => Number(query(page).get('at')?.split(',')[2])).toBeGreaterThan(6.9);
    await page.getByLabel('Only what the map shows').check();
    await expect.poll(() => howMany(page)).toBeLessThan(all);
    expect(await page.getByRole('link', { name: /^CSV/, includeHidden: true }).getAttribute('href')).toContain('bbox=');
  });

  it('reaches every foremost mark by keys', async () => {
    const { page } = await open('/');
    const mark = page.getByRole('list', { name: 'Marks on the map' }).getByRole('button').first();
    await mark.focus();
    await page.keyboard.press('Enter');
    await expect.poll(() => query(page).has('at') || query(page).has('incident')).toBe(true);
  });

  it('hands on what it shows as files', async () => {
    const { page } = await open('/?family=strike');
    await page.getByRole('button', { name: 'Export' }).click();
    for (const [name, type] of [['CSV', 'csv'], ['JSON', 'json'], ['GeoJSON', 'json'], ['Excel', 'sheet'], ['KML', 'kml']] as const) {
      const link = page.getByRole('link', { name: new RegExp(`^${name}`) });
      const href = (await link.getAttribute('href')) ?? '';
      expect(href).toContain('family=strike');
      const answer = await page.request.get(served.url + href);
      expect(answer.status()).toBe(200);
      expect(answer.headers()['content-type']).toContain(type);
    }
  });

  it('remembers light or dark', async () => {
    const { page } = await open('/', { colorScheme: 'light' });
    await page.getByRole('button', { name: 'Dark' }).click();
    await page.reload();
    await rows(page).first().waitFor();
    expect(await page.evaluate(() => getComputedStyle(document.body).colorScheme)).toBe('dark');
    await page.getByRole('button', { name: 'Light' }).click();
    expect(await page.evaluate(() => localStorage.length)).toBe(0);
  });

  it('lists the keys that work', async () => {
    const { page } = await open('/');
    await page.keyboard.press('?');
    const help = page.getByRole('dialog', { name: 'Keys' });
    await help.getByText('Look for a place').waitFor();
    await page.keyboard.press('Escape');
    await help.waitFor({ state: 'hidden' });
  });

  it('shows one part at a time on a phone', async () => {
    const { page } = await open('/', { viewport: { width: 390, height: 844 }, hasTouch: true });
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
    await page.getByRole('button', { name: 'List', exact: true }).click();
    await rows(page).first().click();
    await page.getByRole('complementary', { name: 'Chosen incident' }).getByRole('heading').first().waitFor();
    expect(query(page).get('tab')).toBe('incident');
    await page.getByRole('button', { name: 'Map', exact: true }).click();
    await page.getByRole('application').waitFor();
  });

  it('takes a file that is no archive of tiles for what it is', async () => {
    const { page } = await open('/');
    await drop(page, 'notes.pmtiles', [...new TextEncoder().encode('no tiles')]);
    await page.getByText('notes.pmtiles is no PMTiles archive.').waitFor();
  });

  it('takes an archive of vector tiles as the ground', async () => {
    // In the desert east of Amman, where no mark stands.
    const { page, wrong } = await open('/?at=38.500,31.000,8.0', { colorScheme: 'light' });
    await expect.poll(() => colours(page)).toContain('246,245,240');
    await drop(page, 'flood.pmtiles', flood());
    await page.getByText("The map's ground is flood.pmtiles").waitFor();
    await expect.poll(() => colours(page)).toContain('219,227,232');
    expect(await colours(page)).not.toContain('246,245,240');
    expect(wrong).toEqual([]);
  });

  it('keeps its ground when the reader comes back to it', async () => {
    const { page } = await open('/?at=38.500,31.000,8.0', { colorScheme: 'light' });
    await expect.poll(() => colours(page)).toContain('246,245,240');
    await page.evaluate(() => {
      history.pushState(null, '', '/nowhere');
      dispatchEvent(new PopStateEvent('popstate'));
    });
    await page.getByRole('heading', { name: 'There is nothing at this address' }).waitFor();
    await page.goBack();
    await expect.poll(() => colours(page)).toContain('246,245,240');
  });

  it('has less than 150 kB of script on its first view', async () => {
    const context = await served.browser.newContext();
    const page = await context.newPage();
    const sizes: Promise<number>[] = [];
    page.on('response', (answer) => {
      if (answer.url().endsWith('.js')) sizes.push(answer.body().then((body) => gzipSync(body).length));
    });
    await page.goto(served.url);
    await rows(page).first().waitFor();
    await page.locator('.canvas canvas').first().waitFor({ state: 'attached' });
    const sum = (await Promise.all(sizes)).reduce((a, b) => a + b, 0);
    expect(sum).toBeGreaterThan(50_000);
    expect(sum).toBeLessThan(150_000);
  });
});

describe.runIf(ready).each(SHAPES)('Explore on a $name screen', ({ width, height, colorScheme }) => {
  const shape = { viewport: { width, height }, colorScheme };
  it('has nothing that axe-core objects to', async () => {
    const { page, wrong } = await open('/', shape);
    expect(await violations(page)).toEqual([]);
    await page.getByRole('button', { name: 'More' }).click();
    expect(await violations(page)).toEqual([]);
    await page.keyboard.press('Escape');
    if (width < 500) await page.getByRole('button', { name: 'List', exact: true }).click();
    await rows(page).first().click();
    await page.getByRole('complementary', { name: 'Chosen incident' }).getByRole('heading').first().waitFor();
    expect(await violations(page)).toEqual([]);
    expect(wrong).toEqual([]);
  });
});
