// What people write of actors and outlets: by whom, why, against whom, and back again.
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { violations } from './axe';
import { picture, ready, serve, serveTo, shaped, SHAPES, signIn, starts, visit, type Served } from './served';

let served: Served;
beforeAll(async () => {
  if (ready) served = await serve();
});
afterAll(async () => served?.end());

const form = (page: Page) => page.getByRole('form', { name: 'Edit' });
const suggestions = (page: Page) => form(page).getByRole('listbox', { name: 'Suggestions' }).getByRole('option');
const REASON = 'Reason, for those who read this later';

async function edit(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Edit', exact: true }).click();
  await form(page).waitFor();
}

async function save(page: Page, why: string): Promise<void> {
  await form(page).getByLabel(REASON).fill(why);
  await form(page).getByRole('button', { name: 'Save' }).click();
}

/** The first outlet of the record: one of the examples', which no file has a row of. */
async function outlet(): Promise<string> {
  const { items } = (await (await fetch(`${served.url}/api/v1/outlets`)).json()) as { items: { name: string }[] };
  return items.find((one) => one.name)?.name ?? '';
}

describe.runIf(ready)('An actor', () => {
  it('is edited with a reason, field by field, and its edits tell what changed', async () => {
    const { page, wrong } = await visit(served, '/actors/free-syrian-army');
    await edit(page);
    const button = form(page).getByRole('button', { name: 'Save' });
    expect(await button.isDisabled()).toBe(true);
    expect(await form(page).getByLabel('Name', { exact: true }).first().evaluate((field) => field === document.activeElement)).toBe(true);
    await form(page).getByLabel('Kind').selectOption('other');
    const names = form(page).getByLabel('Other names', { exact: true });
    await names.fill(`${(await names.inputValue()).replace('FSA\n', '')}\nArmy of the North`);
    await form(page).getByLabel('Acts mainly in').fill('SY, tr, LB');
    await form(page).getByText('Syria, Türkiye, Lebanon').waitFor();
    await form(page).getByLabel('Add to “Part of”').fill('Syrian National');
    await suggestions(page).filter({ hasText: 'Syrian National Army' }).first().click();
    await form(page).getByRole('button', { name: 'Take out Syrian National Army' }).waitFor();
    await form(page).getByRole('button', { name: 'Add a name for a time' }).click();
    const dated = form(page).getByRole('group', { name: /Names for a time/ });
    await dated.getByLabel('Name', { exact: true }).last().fill('Northern Brigades');
    await dated.getByLabel('From').last().fill('2012');
    await dated.getByLabel('To').last().fill('2014');
    await form(page).getByText('5 fields change:').waitFor();
    // Nothing goes without a reason.
    await button.click();
    expect(await form(page).isVisible()).toBe(true);
    await save(page, 'Read it in its charter');
    await page.getByText('Saved.').waitFor();
    await page.getByText('Northern Brigades (2012 to 2014)').waitFor();
    await page.getByText('other · SY').waitFor();
    await page.getByRole('link', { name: 'Syrian National Army' }).first().waitFor();
    await page.getByText('Who changed its row').click();
    const edits = page.getByRole('region', { name: 'Edits' });
    await edits.getByText('Read it in its charter').waitFor();
    await edits.getByText('Army of the North').first().waitFor();
    expect(wrong).toEqual([]);
    await page.context().close();
  });

  it('tells of a second edit what changed from the first, and goes back to the files’ row', async () => {
    const { page } = await visit(served, '/actors/syrian-national-army');
    const before = await page.getByText(/^rebel ·/).innerText();
    await page.keyboard.press('e');
    await form(page).getByLabel('Note', { exact: true }).fill('Of the north.');
    await save(page, 'First');
    await page.getByText('Of the north.').first().waitFor();
    await edit(page);
    await form(page).getByLabel('Note', { exact: true }).fill('Of the north and the east.');
    await save(page, 'Second');
    await page.getByText('Of the north and the east.').first().waitFor();
    await page.getByText('Who changed its row').click();
    const edits = page.getByRole('region', { name: 'Edits' });
    const latest = edits.getByRole('listitem').filter({ hasText: 'Second' });
    expect((await latest.getByRole('listitem').allInnerTexts()).map((text) => text.replace(/\s+/g, ' '))).toEqual([
      'Note: without Of the north. → with Of the north and the east.',
    ]);
    await edits.getByRole('button', { name: 'Back to the files’ row' }).click();
    await page.getByRole('dialog').getByLabel(REASON).fill('It was another army');
    await page.getByRole('dialog').getByRole('button', { name: 'Take the edits back' }).click();
    await page.getByText('The files’ row holds again.').waitFor();
    await edits.getByText('went back to the files’ row: It was another army').waitFor();
    expect(await page.getByText('Of the north and the east.').count()).toBe(1);
    expect(await page.getByText(/^rebel ·/).innerText()).toBe(before);
    await page.context().close();
  });

  it('is kept from being overwritten unseen: what was typed stays, with what stands now beside it', async () => {
    const [one, other] = [await visit(served, '/actors/islamic-state'), await visit(served, '/actors/islamic-state')];
    await edit(one.page);
    await form(one.page).getByLabel('Note', { exact: true }).fill('Mine.');
    await edit(other.page);
    await form(other.page).getByLabel('Note', { exact: true }).fill('Theirs.');
    await form(other.page).getByLabel('Led by', { exact: true }).fill('Somebody else');
    await save(other.page, 'It has other leaders');
    await other.page.getByText('Saved.').waitFor();
    await save(one.page, 'Mine is better');
    await form(one.page).getByRole('alert').getByText('It has other leaders').waitFor();
    expect(await form(one.page).getByLabel('Note', { exact: true }).inputValue()).toBe('Mine.');
    await form(one.page).getByText('Stands now: Theirs.').waitFor();
    // Nothing was typed there: it would have been undone unseen.
    expect(await form(one.page).getByLabel('Led by', { exact: true }).inputValue()).toBe('Somebody else');
    expect(await violations(one.page)).toEqual([]);
    await picture(one.page, 'edit met another');
    await form(one.page).getByRole('button', { name: 'Save' }).click();
    await one.page.getByText('Saved.').waitFor();
    await one.page.getByText('Mine.').first().waitFor();
    await one.page.getByText('Somebody else').first().waitFor();
    await Promise.all([one.page.context().close(), other.page.context().close()]);
  });

  it('says what is wrong with a row, and keeps it', async () => {
    const { page } = await visit(served, '/actors/euphrates-shield');
    await edit(page);
    await form(page).getByLabel('Acts mainly in').fill('SY, Aleppo');
    await form(page).getByText('“ALEPPO” is no code').waitFor();
    await save(page, 'Where it acts');
    await form(page).getByRole('alert').getByText(/ALEPPO/).waitFor();
    expect(await form(page).getByLabel('Acts mainly in').inputValue()).toBe('SY, Aleppo');
    await form(page).getByRole('button', { name: 'Cancel' }).click();
    expect(await page.getByRole('button', { name: 'Edit', exact: true }).evaluate((button) => button === document.activeElement)).toBe(true);
    await page.context().close();
  });

  it('gets its first row under an id of its own, which is found again from the name in reports', async () => {
    const { page, wrong } = await visit(served, '/actors/protesters%20myanmar');
    await edit(page);
    await form(page).getByText('Neither the files nor anybody has a row for it yet').waitFor();
    await form(page).getByLabel('Name', { exact: true }).first().fill('Civil Disobedience Movement');
    await form(page).getByLabel('Acts mainly in').fill('MM');
    await save(page, 'They have a name');
    await page.getByRole('heading', { level: 1, name: 'Civil Disobedience Movement' }).waitFor();
    expect(new URL(page.url()).pathname).toBe('/actors/protesters-myanmar');
    await page.goto(`${served.url}/actors/protesters%20myanmar`);
    await edit(page);
    expect(await form(page).getByLabel('Name', { exact: true }).first().inputValue()).toBe('Civil Disobedience Movement');
    expect(wrong).toEqual([]);
    await page.context().close();
  });

  it('that is a body of a state is not edited, and its page says why', async () => {
    const { page } = await visit(served, '/actors/us-military');
    await page.getByText("It is made of its country's row").waitFor();
    expect(await page.getByRole('button', { name: 'Edit', exact: true }).count()).toBe(0);
    await page.context().close();
  });
});

describe.runIf(ready)('An outlet', () => {
  it('gets its first row from people, and another after it', async () => {
    const name = await outlet();
    const { page, wrong } = await visit(served, `/outlets/${encodeURIComponent(name)}`);
    await edit(page);
    expect(await form(page).getByLabel('Name', { exact: true }).inputValue()).toBe(name);
    await form(page).getByLabel('Kind').selectOption('newspaper');
    await form(page).getByLabel('Voice').selectOption('independent');
    await form(page).getByLabel('Country').fill('gb');
    await form(page).getByText('United Kingdom').waitFor();
    await form(page).getByLabel('Language').fill('en');
    await form(page).getByLabel('Domains').fill('wire.example\nnews.wire.example');
    await form(page).getByLabel('Checked against').fill('Its own page');
    await save(page, 'Nobody had written of it');
    await page.getByText('Saved.').waitFor();
    await page.getByText('independent voice · GB').waitFor();
    await page.getByText('wire.example, news.wire.example').first().waitFor();
    await page.getByText('Who changed its row').click();
    await page.getByText('Nobody had written of it').waitFor();
    expect(wrong).toEqual([]);
    await page.context().close();
  });
});

describe.runIf(starts)('Those who may not edit', () => {
  it('see the edits and no way to make one', async () => {
    const other = await serveTo({ Ada: 'admin', Bea: 'coder', Cyd: 'reviewer' });
    for (const [name, may] of [['Bea', 0], ['Cyd', 1]] as const) {
      const { page } = await visit(other, '/actors/islamic-state');
      await signIn(page, name);
      await page.getByRole('region', { name: 'Edits' }).waitFor();
      expect(await page.getByRole('button', { name: 'Edit', exact: true }).count()).toBe(may);
      await page.context().close();
    }
    await other.end();
  });
});

describe.runIf(ready).each(SHAPES)('Edits on a $name screen', (shape) => {
  it.each([
    ['actor', (): string => '/actors/al-nusra-front'],
    ['outlet', async (): Promise<string> => `/outlets/${encodeURIComponent(await outlet())}`],
  ] as const)('of an %s have nothing that axe-core objects to', async (noun, path) => {
    const { page, wrong } = await visit(served, await path(), shaped(shape));
    await edit(page);
    const note = form(page).getByLabel('Note', { exact: true });
    await note.fill(`${await note.inputValue()} Seen on a ${shape.name} screen.`);
    await page.getByText('Who changed its row').click();
    if (noun === 'actor') {
      await form(page).getByLabel('Add to “Allied with”').fill('Ahrar');
      await suggestions(page).first().waitFor();
    }
    expect(await violations(page)).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(shape.width);
    await picture(page, `edit ${noun} ${shape.name}`);
    await save(page, 'To look at it');
    await page.getByText('Saved.').waitFor();
    await page.getByRole('region', { name: 'Edits' }).getByText('To look at it').first().waitFor();
    expect(await violations(page)).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(shape.width);
    await picture(page, `edits of ${noun} ${shape.name}`);
    expect(wrong).toEqual([]);
    await page.context().close();
  });
});
