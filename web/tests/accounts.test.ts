import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { violations } from './axe';
import { PASSWORD, picture, serve, serveTo, shaped, SHAPES, signIn, starts, visit, type Served } from './served';

let served: Served;
beforeAll(async () => {
  if (starts) served = await serveTo({ Ada: 'admin', Bea: 'reader' });
});
afterAll(async () => served?.end());

/** A page on which somebody is signed in, at an address. */
async function as(name: string, path: string, options = {}) {
  const opened = await visit(served, path, options);
  await signIn(opened.page, name);
  await opened.page.getByRole('button', { name, exact: true }).waitFor();
  // What is refused before one signs in is as it should be.
  opened.wrong.length = 0;
  return opened;
}

describe.runIf(starts)('Sign-in', () => {
  it('leads back to where one wanted to go, and out again', async () => {
    const { page, wrong } = await as('Ada', '/coverage?country=SY');
    await expect.poll(() => new URL(page.url()).pathname + new URL(page.url()).search).toBe('/coverage?country=SY');
    await page.getByRole('heading', { name: 'Coverage' }).waitFor();
    expect(wrong).toEqual([]);
    await page.getByRole('button', { name: 'Ada', exact: true }).click();
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
    await page.goto(served.url);
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
  });

  it('says what is wrong, and after many attempts how long to wait', async () => {
    const { page } = await visit(served, '/');
    for (let k = 0; k < 12; k++) {
      await signIn(page, 'Nobody', 'not this one');
      await page.getByRole('alert').getByText(/wrong|too many/).waitFor();
      if (await page.getByText('There were too many attempts.').isVisible()) break;
    }
    await page.getByText(/You can try again in [\d,]+ seconds?/).waitFor();
    expect(await page.locator('form button').isDisabled()).toBe(true);
  });

  it('leads nowhere else than into the workbench', async () => {
    const { page } = await visit(served, '/sign-in?to=%2F%2Felsewhere.example%2F');
    await signIn(page, 'Bea');
    await page.getByRole('button', { name: 'Bea', exact: true }).waitFor();
    expect(page.url()).toBe(`${served.url}/`);
  });

  it('is asked for again when the session has ended', async () => {
    const { page } = await as('Bea', '/outlets');
    // All that the screen asks for is there: else what is still on its way would meet the ended session before the click.
    await page.getByText(/^[\d,]+ of [\d,]+ outlets?$/).waitFor();
    await page.context().clearCookies();
    await page.getByRole('link', { name: 'Coverage' }).click();
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
    expect(new URL(page.url()).searchParams.get('to')).toBe('/coverage');
  });
});

describe.runIf(starts)('Users and tokens', () => {
  it('are accounts for admins alone', async () => {
    const { page } = await as('Bea', '/users');
    await page.getByRole('heading', { name: 'Your tokens' }).waitFor();
    expect(await page.getByRole('heading', { name: 'Accounts' }).count()).toBe(0);
    await page.goto(`${served.url}/add`);
    await page.getByText('To add reports takes the role coder').waitFor();
  });

  it('lets an admin add, raise and remove an account', async () => {
    const { page, wrong } = await as('Ada', '/users');
    const accounts = page.getByRole('region', { name: 'Accounts' });
    await accounts.getByLabel('Name', { exact: true }).fill('Cyd');
    await accounts.getByLabel('Password, at least twelve characters').fill(PASSWORD);
    await accounts.getByRole('button', { name: 'Add an account' }).click();
    await accounts.getByLabel('Role of Cyd').selectOption('reviewer');
    await page.getByText('Cyd is reviewer now.').waitFor();
    const other = await as('Cyd', '/users');
    await other.page.getByText('You are Cyd, reviewer.').waitFor();
    await accounts.getByRole('button', { name: 'Remove Cyd' }).click();
    await page.getByRole('button', { name: 'Remove the account' }).click();
    await page.getByText('Cyd is removed.').waitFor();
    await page.getByText('Sign-ins, refusals').click();
    await page.getByRole('region', { name: 'Audit' }).getByText('account removed: Cyd').waitFor();
    expect(wrong).toEqual([]);
  });

  it('makes a token that is shown once, and takes it back', async () => {
    const { page } = await as('Ada', '/users');
    await page.getByLabel('What will use it').fill('harvest');
    await page.getByRole('button', { name: 'Make a token' }).click();
    const token = await page.getByLabel('The token').inputValue();
    const ask = async () => (await fetch(`${served.url}/api/v1/incidents`, { headers: { Authorization: `Bearer ${token}` } })).status;
    expect(await ask()).toBe(200);
    await page.reload();
    expect(await page.getByLabel('The token').count()).toBe(0);
    await page.getByRole('button', { name: 'Take back harvest' }).click();
    await page.getByRole('button', { name: 'Take it back' }).click();
    await page.getByText('You have none.').waitFor();
    expect(await ask()).toBe(401);
  });

  it('says where accounts come from when there are none', async () => {
    const open = await serve();
    const { page } = await visit(open, '/users');
    await page.getByText('dateline user add NAME --role admin').waitFor();
    await page.goto(`${open.url}/sign-in`);
    await page.getByText('There are no accounts here').waitFor();
    await open.end();
  });
});

describe.runIf(starts).each(SHAPES)('Accounts on a $name screen', (shape) => {
  it('have nothing that axe-core objects to', async () => {
    const { page } = await visit(served, '/users', shaped(shape));
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
    expect(await violations(page)).toEqual([]);
    await picture(page, `sign-in ${shape.name}`);
    await signIn(page, 'Ada');
    await page.getByLabel('Role of Bea').waitFor();
    await page.getByText('Sign-ins, refusals').click();
    await page.getByRole('button', { name: 'Ada', exact: true }).click();
    expect(await violations(page)).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(shape.width);
    await picture(page, `users ${shape.name}`);
  });
});
