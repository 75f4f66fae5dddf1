import type { Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { violations } from './axe';
import { picture, serve, serveTo, shaped, SHAPES, signIn, starts, visit, type Served } from './served';

let served: Served;
beforeAll(async () => {
  if (starts) served = await serve();
});
afterAll(async () => served?.end());

type Answer = { incident: { id: string; days: unknown; place: { name: string } | null; harm: { what: string; low: number; high: number | null }[]; entries: { claim: string; event: { harm: { text: string }[] } }[] }; version: string };
const incident = async (page: Page, id: string): Promise<Answer> => (await page.request.get(`${served.url}/api/v1/incidents/${id}`)).json();
const shown = (page: Page) => new URL(page.url()).searchParams.get('incident') ?? '';
const article = (page: Page) => page.getByRole('article', { name: /^Incident/ });
const heading = (page: Page) => article(page).getByRole('heading').first();

/** The review of one incident: where nothing else is asked for, one that several reports tell of. */
async function reviewed(options = {}, fits = (one: { reports: number; harm: unknown[] }) => one.reports > 1) {
  const opened = await visit(served, '/review?queue=low_confidence', options);
  const { items } = await (await opened.page.request.get(`${served.url}/api/v1/incidents?limit=100`)).json();
  const one = items.find(fits);
  await opened.page.goto(`${served.url}/review?queue=low_confidence&incident=${one.id}`);
  await heading(opened.page).waitFor();
  return { ...opened, id: one.id as string };
}

/** Selects words of the evidence, as a pointer would. */
async function select(page: Page, words: string): Promise<void> {
  const found = await page.evaluate((wanted) => {
    for (const passage of document.querySelectorAll('[data-passage]')) {
      const walker = document.createTreeWalker(passage, NodeFilter.SHOW_TEXT);
      const nodes: { node: Node; from: number }[] = [];
      let text = '';
      for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        if (node.parentElement?.closest('small')) continue;
        nodes.push({ node, from: text.length });
        text += node.textContent ?? '';
      }
      const start = text.indexOf(wanted);
      const at = (place: number) => nodes.findLast(({ from }) => from < place) ?? nodes[0];
      const [first, last] = [at(start + 1), at(start + wanted.length)];
      if (start < 0 || !first || !last) continue;
      getSelection()?.setBaseAndExtent(first.node, start - first.from, last.node, start + wanted.length - last.from);
      return true;
    }
    return false;
  }, words);
  expect(found, `"${words}" in the evidence`).toBe(true);
}

/** Presses Undo, once what was done before it is settled. */
async function undo(page: Page): Promise<void> {
  await expect.poll(() => page.getByRole('button', { name: 'Undo' }).isEnabled()).toBe(true);
  await page.keyboard.press('z');
}

describe.runIf(starts)('Review', () => {
  it('shows a queue with counts, one incident at a time beside its evidence', async () => {
    const { page, wrong } = await visit(served, '/review?queue=low_confidence');
    await heading(page).waitFor();
    await page.getByText(/^\d+ of \d+ reviewed$/).waitFor();
    expect(await page.locator('[data-passage]').count()).toBeGreaterThan(0);
    await page.getByRole('combobox', { name: 'Queue' }).selectOption('disputed');
    await expect.poll(() => new URL(page.url()).searchParams.get('queue')).toBe('disputed');
    expect(wrong).toEqual([]);
  });

  it('accepts by a key, counts it, goes on, and undoes it after a reload', async () => {
    const { page } = await visit(served, '/review?queue=low_confidence');
    await heading(page).waitFor();
    const counts = async () => ((await page.locator('p.count').innerText()).match(/\d+/g) ?? []).map(Number);
    const [before = 0, all] = await counts();
    await page.keyboard.press('a');
    await expect.poll(counts).toEqual([before + 1, all]);
    await page.reload();
    await heading(page).waitFor();
    await page.getByText('What you judged').waitFor();
    await undo(page);
    await expect.poll(counts).toEqual([before, all]);
  });

  it('corrects a figure by selected words, and shows before and after', async () => {
    const { page, id } = await reviewed({}, (one) => one.harm.length > 0);
    await page.getByRole('button', { name: 'The whole report' }).first().click();
    const { entries } = (await incident(page, id)).incident;
    const figure = entries.flatMap((entry) => entry.event.harm)[0]?.text ?? '';
    await select(page, figure);
    await page.getByText(`Use “${figure}” as`).waitFor();
    await page.getByRole('group', { name: 'Field of the selected words' }).getByRole('button', { name: 'Injured' }).click();
    const form = page.getByRole('form', { name: 'Correct a field' });
    expect(await form.getByLabel('Field').inputValue()).toBe('injured');
    expect(Number(await form.getByLabel('At least').inputValue())).toBeGreaterThan(0);
    await form.getByLabel('At least').fill('41');
    await form.getByLabel('At most').fill('43');
    await form.getByRole('button', { name: 'Correct it' }).click();
    const changed = page.getByRole('region', { name: 'What changed' });
    await changed.getByText('41–43 injured').waitFor();
    expect((await incident(page, id)).incident.harm).toContainEqual(expect.objectContaining({ what: 'injured', low: 41, high: 43 }));
    await undo(page);
    await expect.poll(async () => (await incident(page, id)).incident.harm.some((toll) => toll.low === 41)).toBe(false);
  });

  it('corrects a place by suggestion, by keys alone', async () => {
    const { page, id } = await reviewed();
    await page.keyboard.press('e');
    const form = page.getByRole('form', { name: 'Correct a field' });
    await form.getByLabel('Field').selectOption('place');
    await form.getByLabel('Another place').focus();
    await page.keyboard.type('Deir ez-Zor');
    await form.getByRole('listbox', { name: 'Suggestions' }).getByRole('option').first().waitFor();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await form.getByLabel('Reason, for those who read this later').fill('the second report names it');
    await page.keyboard.press('Enter');
    await page.getByRole('region', { name: 'What changed' }).waitFor();
    expect((await incident(page, id)).incident.place?.name).toContain('Deir ez-Zor');
    await undo(page);
    await expect.poll(async () => (await incident(page, id)).incident.place?.name).not.toContain('Deir ez-Zor');
  });

  it('tells the second of two reviewers, and overwrites nothing', async () => {
    const { page, id } = await reviewed();
    await page.keyboard.press('e');
    const form = page.getByRole('form', { name: 'Correct a field' });
    await form.getByLabel('Field').selectOption('killed');
    await form.getByLabel('At least').fill('77');
    await form.getByLabel('At most').fill('77');
    await form.getByLabel('Reason, for those who read this later').fill('a count of names');
    // Another person judges meanwhile; the news of it is held back from this page.
    await page.route('**/api/v1/incidents/**', (route) => (route.request().method() === 'GET' ? route.abort() : route.continue()));
    const { version } = await (await fetch(`${served.url}/api/v1/incidents/${id}`)).json();
    const ruling = { ruling: 'field', claim: id, value: { field: 'harm', value: { what: 'killed', low: 55, high: 55 } } };
    const other = await fetch(`${served.url}/api/v1/judgements`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ ruling, why: 'seen first', incident: id, version }),
    });
    expect(other.status).toBe(200);
    await form.getByRole('button', { name: 'Correct it' }).click();
    const told = page.getByRole('dialog', { name: 'It changed meanwhile' });
    await told.getByText(/55/).waitFor();
    await page.unroute('**/api/v1/incidents/**');
    const killed = async () => (await incident(page, id)).incident.harm.find((toll) => toll.what === 'killed')?.low;
    expect(await killed()).toBe(55);
    await told.getByRole('button', { name: 'Judge it as it is now' }).click();
    await expect.poll(killed).toBe(77);
  });

  it('shows at once what somebody else changed', async () => {
    const { page, id } = await reviewed();
    const ruling = { ruling: 'field', claim: id, value: { field: 'harm', value: { what: 'missing', low: 3, high: null } } };
    const judged = await (await page.request.post(`${served.url}/api/v1/judgements`, { data: { ruling, why: 'a list of names' } })).json();
    await page.getByRole('region', { name: 'What changed' }).getByText('at least 3 missing').waitFor();
    await page.request.delete(`${served.url}/api/v1/judgements/${judged.judgement.id}`);
  });

  it('takes a search that one keeps as its queue', async () => {
    const { page } = await visit(served, '/review?queue=search');
    await page.getByText('You keep no search').waitFor();
    await page.request.post(`${served.url}/api/v1/searches`, { data: { name: 'Strikes', query: 'family=strike' } });
    await page.reload();
    await heading(page).waitFor();
    expect(await page.getByRole('combobox', { name: 'Search', exact: true }).locator('option:checked').innerText()).toBe('Strikes');
    expect(new URL(page.url()).searchParams.get('search')).toMatch(/^s\w+$/);
  });

  it('merges with a nearby incident, and splits again', async () => {
    const { page, id } = await reviewed();
    await page.keyboard.press('m');
    const form = page.getByRole('form', { name: 'Merge with another incident' });
    await form.getByLabel('only within three days and about 100 km').uncheck();
    await form.getByRole('radio').first().check();
    await form.getByLabel('Reason, for those who read this later').fill('one strike, told twice');
    const claims = (await incident(page, id)).incident.entries.length;
    await form.getByRole('button', { name: 'They are one incident' }).click();
    await page.getByRole('region', { name: 'What changed' }).getByText('You merged it with another.').waitFor();
    const merged = shown(page);
    expect((await incident(page, merged)).incident.entries.length).toBeGreaterThan(claims);

    await page.keyboard.press('s');
    const split = page.getByRole('form', { name: 'Part claims that tell of something else' });
    await split.getByRole('checkbox').first().check();
    await split.getByLabel('Reason, for those who read this later').fill('another day');
    await split.getByRole('button', { name: 'Part them' }).click();
    await page.getByRole('region', { name: 'What changed' }).getByText('You parted claims from it.').waitFor();
    for (let k = 0; k < 2; k++) {
      await undo(page);
      await page.getByText('You took a judgement back.').waitFor();
      await page.reload();
      await heading(page).waitFor();
      await page.getByText('What you judged').waitFor();
    }
    await expect.poll(async () => (await incident(page, id)).incident.entries.length).toBe(claims);
  });

  it('takes what is no event out of the record, and back in', async () => {
    const { page } = await visit(served, '/review?queue=low_confidence');
    await heading(page).waitFor();
    await expect.poll(() => shown(page) !== '' || page.locator('[data-passage]').count()).toBeTruthy();
    const total = async () => ((await (await fetch(`${served.url}/api/v1/incidents?limit=1`)).json()) as { total: number }).total;
    const before = await total();
    await page.keyboard.press('x');
    const form = page.getByRole('form', { name: 'Claims that tell of no event' });
    await form.getByLabel('Reason, for those who read this later').fill('an exercise');
    await form.getByRole('button', { name: 'They tell of no event' }).click();
    await page.getByText('It stays in the ledger').waitFor();
    expect(await total()).toBeLessThanOrEqual(before);
    await undo(page);
    await expect.poll(total).toBe(before);
  });

  it('skips and takes up again, and lists the keys that work', async () => {
    const { page } = await visit(served, '/review?queue=low_confidence');
    await heading(page).waitFor();
    const first = await article(page).getAttribute('aria-label');
    await page.keyboard.press('n');
    await expect.poll(() => article(page).getAttribute('aria-label')).not.toBe(first);
    await undo(page);
    await expect.poll(() => article(page).getAttribute('aria-label')).toBe(first);
    await page.keyboard.press('?');
    await page.getByRole('dialog', { name: 'Keys' }).getByText('Accept it as it is, and go on').waitFor();
  });

  it('is for reviewers alone', async () => {
    const guarded = await serveTo({ Ada: 'admin', Bea: 'reader' });
    const { page } = await visit(guarded, '/review');
    await signIn(page, 'Bea');
    await page.getByText('To review takes the role reviewer').waitFor();
    await guarded.end();
  });
});

describe.runIf(starts).each(SHAPES)('Review on a $name screen', (shape) => {
  let opened: Awaited<ReturnType<typeof reviewed>>;
  beforeEach(async () => {
    opened = await reviewed(shaped(shape));
  });
  it('has nothing that axe-core objects to', async () => {
    const { page, wrong } = opened;
    expect(await violations(page)).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(shape.width);
    await picture(page, `review ${shape.name}`);
    for (const key of ['e', 'm', 's', 'x']) {
      await page.keyboard.press(key);
      await page.locator('.judge form').waitFor();
      await page.waitForTimeout(400);
      expect(await violations(page)).toEqual([]);
      await picture(page, `review ${key} ${shape.name}`);
      await page.keyboard.press('Escape');
    }
    expect(wrong).toEqual([]);
  }, 120_000);
});
