import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { violations } from './axe';
import { picture, serveTo, shaped, SHAPES, signIn, starts, visit, type Served } from './served';

/** A site on this machine: a front page, a feed of two reports and a page that is gone, and one that never answers in time. */
let site: Server;
let at = '';
/** A server that watches, and one that does not and has nothing to watch. */
let served: Served;
let still: Served;

const STORY =
  'Rockets killed three soldiers at a base near Homs on Sunday, the army said. Militants attacked the base with rockets before dawn, and the soldiers fired back, a spokesman said.';
const page = (n: string) =>
  `<!doctype html><html><head><title>Attack ${n}</title><meta property="article:published_time" content="2024-01-08T09:00:00Z"></head><body><article><h1>Attack ${n} near Homs</h1><p>${STORY}</p></article></body></html>`;

function answer(path: string): [number, string] {
  const link = (n: number) => `/news/2024/attack-${n}-near-homs`;
  const item = (n: number) => `<item><title>Attack ${n} near Homs</title><link>${at}${link(n)}</link><pubDate>Mon, 08 Jan 2024 12:00:00 GMT</pubDate></item>`;
  if (path === '/') {
    const links = [1, 2, 3].map((n) => `<a href="${link(n)}">Attack ${n} near Homs</a>`).join(' ');
    return [200, `<!doctype html><html><head><link rel="alternate" type="application/rss+xml" href="/rss"></head><body><a href="/about">About</a> ${links}</body></html>`];
  }
  if (path === '/rss') return [200, `<rss version="2.0"><channel><title>A</title><language>en</language>${[1, 2, 9].map(item).join('')}</channel></rss>`];
  if (/attack-[123]-/.test(path)) return [200, page(path.slice(-11, -10))];
  return [404, 'no'];
}

beforeAll(async () => {
  if (!starts) return;
  site = createServer((request, response) => {
    const [status, body] = answer(request.url ?? '');
    response.writeHead(status, { 'content-type': 'text/html' }).end(body);
  });
  await new Promise<void>((listening) => site.listen(0, '127.0.0.1', listening));
  at = `http://127.0.0.1:${(site.address() as AddressInfo).port}`;
  served = await serveTo({ Ada: 'admin', Bea: 'coder', Cyd: 'reader' }, '--watch', '--allow-private-sources');
  still = await serveTo({ Ada: 'admin', Bea: 'coder' });
});
afterAll(async () => {
  await served?.end();
  await still?.end();
  site?.close();
});

/** A page on which somebody is signed in, at an address. */
async function as(name: string, path: string, options = {}, whose = served) {
  const opened = await visit(whose, path, options);
  await signIn(opened.page, name);
  await opened.page.getByRole('button', { name, exact: true }).waitFor();
  // What is refused before one signs in is as it should be.
  opened.wrong.length = 0;
  return opened;
}

/** Fills in the address, tries it out, and waits for what is said of it. */
async function tryOut(page: Page, address: string) {
  await page.getByLabel('Address of a feed, a sitemap').fill(address);
  await page.getByLabel('Its own host may be of this machine').check();
  await page.getByRole('button', { name: 'Try it out' }).click();
  await page.getByRole('heading', { name: 'What is there' }).waitFor({ timeout: 30_000 });
}

/** Adds the site's feed under a name, and shows it. */
async function added(page: Page, name: string, path = '/rss') {
  await tryOut(page, at + path);
  await page.getByLabel('Name, as you call it').fill(name);
  await page.getByLabel('Seconds between two requests').fill('0');
  await page.getByRole('button', { name: 'Watch it' }).click();
  await page.getByRole('heading', { name }).waitFor();
}

const DAY = { days: 1, found: 12, taken: 10, same: 1, failed: 1, empty: 0, undated: 0 };

/** A source as the server would tell of it, for states that take weeks to come about. */
function source(id: string, name: string, more: object = {}) {
  const ago = (hours: number) => new Date(Date.now() - hours * 3_600_000).toISOString();
  const daily = Array.from({ length: 28 }, (_, k) => (k * 7) % 13);
  return {
    id, name, kind: 'feed', address: `https://${name.toLowerCase().replaceAll(' ', '-')}.example/rss`, origin: 'file', links: null, outlet: name,
    language: 'en', every: null, pace: null, days: null, allow_private: false, state: 'well', paused: null, asked: 2680, unchanged: 2431,
    last_success: ago(0.1), last_failure: ago(90), wrong: null, failures: 0, due: new Date(Date.now() + 400_000).toISOString(), waiting: 3,
    week: DAY, before: DAY, drift: [], daily, ...more,
  };
}

const PAUSED = source('2', 'Ministry press office', { kind: 'index', state: 'paused', paused: 'The site is being rebuilt; waits for a new pattern', daily: Array(28).fill(0) });
const CHANGED = source('3', 'صحيفة المثال', { state: 'changed', origin: 'added', drift: ['86 % of its pages do not say their day; before it was 4 %.', 'It lists 1 new pages a day; before it was 10.'] });
const FAILING = source('4', 'Example Herald', { state: 'failing', failures: 41, wrong: 'Its robots.txt cannot be read: the server answers 503.', last_success: new Date(Date.now() - 200_000_000).toISOString() });
const NEW = source('5', 'A sitemap that was added just now', { kind: 'sitemap', state: 'new', asked: 0, unchanged: 0, last_success: null, last_failure: null, due: null, daily: Array(28).fill(0) });
const MANY = { items: [source('1', 'Example Times'), PAUSED, CHANGED, FAILING, NEW], total: 5, watched: true, private_allowed: false };

function detail(of: { daily: number[] }, more: object = {}) {
  const by_day = of.daily.map((taken, k) => {
    const day = new Date(Date.now() - (27 - k) * 86_400_000).toISOString().slice(0, 10);
    return { ...DAY, day, taken, failed: k % 9 === 4 ? 3 : 0 };
  });
  const ending = (n: number, outcome: string, wrong: string | null = null) => ({
    address: `https://example.example/news/2024/${n}`, title: n % 4 ? `Shells hit a market in town ${n}, the governor says` : null, outcome,
    at: '2024-01-08T09:00:00.000Z', status: 200, wrong, report: outcome === 'taken' ? `r${n}` : null,
  });
  const host = { name: 'example.example', left_alone_until: new Date(Date.now() + 4_000_000).toISOString(), wrong: 'The server answers 503.', robots: { read: new Date(Date.now() - 7_000_000).toISOString(), allows: true, delay: 10 } };
  const pages = [ending(1, 'taken'), ending(2, 'same'), ending(3, 'refused', 'It is a PDF, no page.'), ending(4, 'failed', 'There was no answer within 20 seconds.'), ending(5, 'taken')];
  return { ...of, watched: true, host, by_day, per_day: 5.7, pages, ...more };
}

/** Has the server tell of the made-up sources. */
async function madeUp(page: Page, list: unknown = MANY) {
  await page.route('**/api/v1/sources', (route) => (route.request().method() === 'GET' ? route.fulfill({ json: list }) : route.continue()));
  await page.route('**/api/v1/sources/3', (route) => route.fulfill({ json: detail(CHANGED) }));
  await page.route('**/api/v1/sources/5', (route) => route.fulfill({ json: { ...detail(NEW), pages: [], per_day: 0, host: { name: 'a.example', left_alone_until: null, wrong: null, robots: null }, by_day: [] } }));
}

describe.runIf(starts)('Sources', () => {
  it('are tried out, added, and watched at once', async () => {
    const { page, wrong } = await as('Ada', '/sources');
    await page.getByText('Nothing is watched yet.').waitFor();
    await page.keyboard.press('n');
    await tryOut(page, `${at}/`);
    await page.getByText('A page with 4 links.').waitFor();
    await page.getByRole('radio', { name: /attack|news/ }).first().check();
    await page.getByText('3 links of it fit the pattern.').waitFor({ timeout: 30_000 });
    await page.getByRole('button', { name: 'Try it instead' }).click();
    await page.getByText('A feed. It lists 3 pages.').waitFor({ timeout: 30_000 });
    await page.getByText('Attack 1 near Homs').first().waitFor();
    expect(await page.getByLabel('Language, where pages').inputValue()).toBe('en');
    await page.getByLabel('Name, as you call it').fill('Loopback Times');
    await page.getByLabel('Seconds between two requests').fill('0');
    await page.getByRole('button', { name: 'Watch it' }).click();
    await page.getByRole('heading', { name: 'Loopback Times' }).waitFor();
    // It is taken up within seconds: pages are kept, and the one that is gone says why.
    await page.getByText('Doing well').waitFor({ timeout: 40_000 });
    await page.getByRole('link', { name: 'Attack 1 near Homs' }).waitFor({ timeout: 40_000 });
    await page.getByText('The server answers 404.').waitFor();
    await picture(page, 'source watched');
    await page.getByRole('link', { name: 'Attack 1 near Homs' }).click();
    await expect.poll(() => new URL(page.url()).pathname).toMatch(/^\/reports\//);
    await page.getByText('three soldiers').first().waitFor();
    expect(wrong).toEqual([]);
    await page.context().close();
  }, 120_000);

  it('are changed, paused, resumed and removed, each with a reason that the audit keeps', async () => {
    const { page, wrong } = await as('Ada', '/sources/new');
    await added(page, 'To be changed');
    await page.keyboard.press('e');
    const form = page.getByRole('form', { name: 'Change' });
    await form.getByLabel('Name', { exact: true }).fill('Changed');
    await form.getByLabel('Outlet of its reports').fill('Loopback Times');
    await form.getByLabel('Reason').fill('It has a name of its own');
    await form.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('heading', { name: 'Changed', exact: true }).waitFor();
    for (const [button, does, said] of [['Pause', 'Pause it', 'Left alone: It is being rebuilt'], ['Resume', 'Resume it', 'It is asked again.']] as const) {
      await page.getByRole('button', { name: button, exact: true }).click();
      await page.getByRole('dialog').getByLabel('Reason').fill('It is being rebuilt');
      await page.getByRole('button', { name: does }).click();
      await page.getByText(said).waitFor();
    }
    await page.getByRole('button', { name: 'Remove', exact: true }).click();
    await page.getByRole('dialog').getByLabel('Reason').fill('Twice there');
    await page.getByRole('button', { name: 'Remove it' }).click();
    await page.getByText('“Changed” is watched no more.').waitFor();
    await page.goto(`${served.url}/users`);
    await page.getByText('Sign-ins, refusals').click();
    for (const line of ['source added: To be changed', 'source paused: Changed, because It is being rebuilt', 'source removed: Changed, because Twice there']) {
      await page.getByRole('region', { name: 'Audit' }).getByText(line).waitFor();
    }
    expect(wrong).toEqual([]);
    await page.context().close();
  });

  it('say what is wrong with an address, and refuse a name that is taken', async () => {
    const { page } = await as('Ada', '/sources/new');
    await added(page, 'Taken');
    await page.goto(`${served.url}/sources/new`);
    await tryOut(page, `${at}/none`);
    await page.getByText('There is no list there now.').waitFor();
    await page.getByText('The server answers 404.').waitFor();
    await tryOut(page, `${at}/rss`);
    await page.getByText('It is watched already').waitFor();
    await page.getByLabel('Name, as you call it').fill('Taken');
    await page.getByRole('button', { name: 'Watch it' }).click();
    await page.getByText('There is a source called "Taken" already.').waitFor();
    await page.context().close();
  });

  it('are read by coders and shown to nobody below', async () => {
    const coder = await as('Bea', '/sources');
    await coder.page.getByRole('heading', { name: 'Sources' }).waitFor();
    expect(await coder.page.getByRole('link', { name: 'Add a source' }).count()).toBe(0);
    await coder.page.goto(`${served.url}/sources/new`);
    await coder.page.getByText('To add sources takes the role admin').waitFor();
    const reader = await as('Cyd', '/sources');
    await reader.page.getByText('To see what is watched takes the role coder').waitFor();
    expect(await reader.page.getByRole('link', { name: 'Sources' }).count()).toBe(0);
    await coder.page.context().close();
    await reader.page.context().close();
  });

  it('say that nothing is watched where no program does', async () => {
    const { page, wrong } = await as('Ada', '/sources', {}, still);
    await page.getByText('They are asked while dateline watch runs').waitFor();
    const made = { name: 'Not asked', kind: 'feed', address: 'https://a.example/rss' };
    const added = await page.evaluate(async (body) => {
      const me = (await (await fetch('/api/v1/me')).json()) as { csrf: string };
      const headers = { 'Content-Type': 'application/json', 'X-CSRF-Token': me.csrf };
      return (await fetch('/api/v1/sources', { method: 'POST', headers, body: JSON.stringify(body) })).status;
    }, made);
    expect(added).toBe(201);
    await page.reload();
    await page.getByText('Nothing is being watched now').waitFor();
    await page.getByText('when something watches').waitFor();
    expect(wrong).toEqual([]);
    await page.context().close();
  });

  it('can be told apart, ordered and found', async () => {
    const { page } = await as('Ada', '/review');
    await madeUp(page);
    await page.getByRole('link', { name: 'Sources' }).click();
    const rows = page.locator('tbody tr');
    await page.getByRole('link', { name: 'Example Herald' }).waitFor();
    expect(await rows.locator('th a').allTextContents()).toEqual(['Example Herald', 'صحيفة المثال', 'A sitemap that was added just now', 'Ministry press office', 'Example Times']);
    await page.getByRole('button', { name: /Paused/ }).click();
    expect(await rows.locator('th a').allTextContents()).toEqual(['Ministry press office']);
    await page.getByRole('button', { name: /^All/ }).click();
    await page.getByLabel('Order').selectOption('Name');
    expect(await rows.locator('th a').first().textContent()).toBe('A sitemap that was added just now');
    await page.getByLabel('Name, address or outlet').fill('nothing like it');
    await page.getByText('No source is like that.').waitFor();
    await page.getByRole('button', { name: 'Show all' }).click();
    expect(await rows.count()).toBe(5);
    await page.context().close();
  });

  it('stay in sight where the server fails, and are asked for again', async () => {
    const { page } = await as('Ada', '/review');
    await madeUp(page);
    await page.getByRole('link', { name: 'Sources' }).click();
    await page.getByRole('link', { name: 'Example Herald' }).waitFor();
    await page.unroute('**/api/v1/sources');
    await page.route('**/api/v1/sources', (route) => route.fulfill({ status: 503, json: { title: 'Service Unavailable', detail: 'The record is busy.' } }));
    await page.getByText('The record is busy.').waitFor({ timeout: 30_000 });
    expect(await page.locator('tbody tr').count()).toBe(5);
    await picture(page, 'sources failing to answer');
    await page.unroute('**/api/v1/sources');
    await page.getByRole('button', { name: 'Ask again' }).click();
    await page.getByText('The record is busy.').waitFor({ state: 'detached' });
    await page.context().close();
  });
});

describe.runIf(starts).each(SHAPES)('Sources on a $name screen', (shape) => {
  /** Looks at the page as it is now. */
  async function sound(page: Page, name: string) {
    expect(await violations(page)).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(shape.width);
    await picture(page, `${name} ${shape.name}`);
  }

  it('have nothing that axe-core objects to', async () => {
    const { page } = await as('Ada', '/review', shaped(shape));
    await madeUp(page, { items: [], total: 0, watched: false, private_allowed: false });
    await page.goto(`${served.url}/sources`);
    await page.getByText('Nothing is watched yet.').waitFor();
    await sound(page, 'sources none');
    await madeUp(page);
    await page.reload();
    await page.getByRole('link', { name: 'Example Herald' }).waitFor();
    await sound(page, 'sources');
    await madeUp(page, { ...MANY, watched: false });
    await page.reload();
    await page.getByText('Nothing is being watched now').waitFor();
    await sound(page, 'sources unwatched');
    await page.goto(`${served.url}/sources/3`);
    await page.getByText('86 % of its pages').waitFor();
    await sound(page, 'source');
    await page.getByRole('button', { name: 'Change' }).click();
    await page.getByRole('form', { name: 'Change' }).waitFor();
    await sound(page, 'source change');
    await page.getByRole('button', { name: 'Cancel' }).click();
    await page.getByRole('button', { name: 'Pause' }).click();
    await sound(page, 'source pause');
    await page.goto(`${served.url}/sources/5`);
    await page.getByText('It was not asked yet.').waitFor();
    await sound(page, 'source new');
    await page.context().close();
  });

  it('are added without anything that axe-core objects to', async () => {
    const { page } = await as('Ada', '/sources/new', shaped(shape));
    await sound(page, 'add');
    await tryOut(page, `${at}/`);
    await sound(page, 'add page');
    await page.getByRole('radio').first().check();
    await page.getByText('3 links of it fit the pattern.').waitFor({ timeout: 30_000 });
    await sound(page, 'add pattern');
    await tryOut(page, `${at}/rss`);
    await page.getByText('A feed. It lists 3 pages.').waitFor();
    await sound(page, 'add feed');
    await tryOut(page, `${at}/none`);
    await page.getByText('There is no list there now.').waitFor();
    await sound(page, 'add nothing');
    await page.context().close();
  }, 120_000);
});
