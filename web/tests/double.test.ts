import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { violations } from './axe';
import { picture, serve, serveTo, shaped, SHAPES, signIn, starts, visit, type Served } from './served';

let served: Served;
beforeAll(async () => {
  if (starts) served = await serveTo({ Ada: 'admin', Bea: 'coder', Cyd: 'coder', Dan: 'coder' });
});
afterAll(async () => served?.end());

async function as(name: string, path: string, options = {}): Promise<Page> {
  const { page } = await visit(served, path, options);
  await signIn(page, name);
  await page.getByRole('button', { name, exact: true }).waitFor();
  return page;
}

/** Codes the item that is shown. */
async function code(page: Page, type: string, killed: string): Promise<void> {
  const form = page.getByRole('form', { name: 'Code this event' });
  await form.getByLabel('Type').selectOption(type);
  await form.getByLabel('First day').fill('2024-01-08');
  await form.getByLabel('Killed').fill(killed);
  await form.getByRole('button', { name: 'Keep it, and go on' }).click();
  // An empty form comes for the next one, or none where it was the last.
  await expect.poll(async () => (await form.count()) === 0 || (await form.getByLabel('Killed').inputValue()) === '').toBe(true);
}

/** A round of two incidents, begun by Ada for Bea and Cyd; its address. */
async function begun(name: string): Promise<{ ada: Page; path: string }> {
  const ada = await as('Ada', '/double');
  await ada.getByLabel('Name', { exact: true }).fill(name);
  await ada.getByLabel('First coder').fill('Bea');
  await ada.getByLabel('Second coder').fill('Cyd');
  await ada.getByLabel('How many incidents, drawn by chance').fill('2');
  await ada.getByRole('button', { name: 'Begin it' }).click();
  await ada.getByRole('heading', { level: 1, name }).waitFor();
  return { ada, path: new URL(ada.url()).pathname };
}

describe.runIf(starts)('Double coding', () => {
  it('is blind, tells of agreement, and has a third decide', async () => {
    const { ada, path } = await begun('January');
    await ada.getByText('Its two coders are at work').waitFor();
    expect(await ada.getByRole('navigation', { name: 'Items of the round' }).count()).toBe(0);

    const bea = await as('Bea', path);
    const form = bea.getByRole('form', { name: 'Code this event' });
    await form.waitFor();
    expect(await form.getByLabel('Killed').inputValue()).toBe('');
    expect(await form.getByLabel('Type').inputValue()).toBe('');
    expect(await bea.locator('mark').count()).toBeGreaterThan(0);
    await code(bea, 'air_drone_strike', '2');
    await code(bea, 'armed_clash', '3');
    await bea.getByText('You have coded all of it.').waitFor();

    const cyd = await as('Cyd', path);
    await code(cyd, 'air_drone_strike', '2');
    await code(cyd, 'air_drone_strike', '1');
    await cyd.getByRole('heading', { name: 'How far they agree' }).waitFor();
    await cyd.getByText('A third person, who reviews, decides it.').waitFor();

    await ada.reload();
    const types = ada.getByRole('row', { name: /^type/ });
    expect(await types.innerText()).toContain('1 of 2');
    await ada.getByRole('button', { name: 'Cyd', exact: true }).click();
    const decision = ada.getByRole('form', { name: 'Code this event' });
    await decision.getByLabel('Reason, for those who read this later').fill('the text names a drone');
    await decision.getByRole('button', { name: 'Decide it' }).click();
    await ada.getByText('Nothing is left to decide.').waitFor();
    const judged = await (await ada.request.get(`${served.url}/api/v1/judgements?by=Ada`)).json();
    expect(judged.total).toBeGreaterThan(0);
    for (const page of [ada, bea, cyd]) await page.context().close();
  }, 180_000);

  it('shows nothing of a round at work to other coders, and needs accounts', async () => {
    const { ada, path } = await begun('February');
    const dan = await as('Dan', path);
    await dan.getByText('Its two coders are at work').waitFor();
    await dan.goto(`${served.url}/double`);
    expect(await dan.getByRole('heading', { name: 'A new round' }).count()).toBe(0);
    await ada.context().close();
    const open = await serve();
    const { page } = await visit(open, '/double');
    await page.getByText('Double coding takes two people').waitFor();
    await open.end();
  });
});

describe.runIf(starts).each(SHAPES)('Double coding on a $name screen', (shape) => {
  it('has nothing that axe-core objects to', async () => {
    const { ada, path } = await begun(`Round ${shape.name}`);
    await ada.context().close();
    const sound = async (page: Page, name: string) => {
      expect(await violations(page)).toEqual([]);
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(shape.width);
      await picture(page, `double ${name} ${shape.name}`);
    };
    const bea = await as('Bea', path, shaped(shape));
    await bea.getByRole('form', { name: 'Code this event' }).waitFor();
    await sound(bea, 'coding');
    const page = await as('Ada', '/double', shaped(shape));
    await page.getByRole('heading', { name: 'A new round' }).waitFor();
    await sound(page, 'rounds');
    await page.getByRole('link', { name: 'January' }).click();
    await page.getByRole('heading', { name: 'How far they agree' }).waitFor();
    await page.getByRole('link', { name: /^Item 2/ }).click();
    await page.getByRole('columnheader', { name: 'Bea' }).waitFor();
    await sound(page, 'agreement');
  }, 120_000);
});
