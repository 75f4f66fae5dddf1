import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { violations } from './axe';
import { picture, ready, serve, shaped, SHAPES, visit, type Served } from './served';

let served: Served;
beforeAll(async () => {
  if (ready) served = await serve('--allow-private-webhooks');
});
afterAll(async () => served?.end());

describe.runIf(ready)('Saved searches', () => {
  it('are kept from Explore, asked again, fed and removed', async () => {
    const { page, wrong } = await visit(served, '/?family=strike&country=SY');
    await page.getByRole('button', { name: 'Save search' }).click();
    await page.getByLabel('Name', { exact: true }).fill('Strikes in Syria');
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByText('Kept as "Strikes in Syria".').waitFor();
    await page.goto(`${served.url}/searches`);
    await page.getByText('Strike · country SY').waitFor();

    await page.getByRole('button', { name: 'New feed address' }).click();
    const feed = await page.getByLabel('Address of its feed').inputValue();
    expect(await (await fetch(feed)).text()).toContain('<feed');

    await page.getByRole('link', { name: 'See its incidents' }).click();
    expect(new URL(page.url()).searchParams.get('country')).toBe('SY');
    await page.goBack();
    await page.getByRole('button', { name: 'Remove Strikes in Syria' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Remove it' }).click();
    await page.getByText('0 searches').waitFor();
    expect((await fetch(feed)).status).toBe(404);
    expect(wrong).toEqual([]);
  });

  it('are renamed, and asked something else, under the same feed', async () => {
    const { page, wrong } = await visit(served, '/searches');
    const data = { name: 'Clashes', query: 'type=armed_clash&country=SY' };
    const { feed } = (await (await page.request.post(`${served.url}/api/v1/searches`, { data })).json()) as { feed: string };
    await page.reload();
    await page.getByRole('button', { name: 'Rename Clashes' }).click();
    const dialog = page.getByRole('dialog');
    expect(await dialog.getByRole('button', { name: 'Rename it' }).isDisabled()).toBe(true);
    await dialog.getByLabel('Name').fill('Clashes in Syria');
    await dialog.getByRole('button', { name: 'Rename it' }).click();
    await page.getByRole('heading', { name: 'Clashes in Syria' }).waitFor();

    await page.getByRole('link', { name: 'Change its filters: Clashes in Syria' }).click();
    await page.getByRole('button', { name: "Don't ask for country SY" }).click();
    await page.getByRole('button', { name: 'Strike' }).click();
    await page.getByRole('button', { name: 'Save changed search' }).click();
    expect(await dialog.getByLabel('Name').inputValue()).toBe('Clashes in Syria');
    await dialog.getByText(/country SY.* → .*Strike/).waitFor();
    await picture(page, 'search changed');
    await dialog.getByLabel('Name').fill('Clashes and strikes');
    await dialog.getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByText('"Clashes and strikes" asks this now.').waitFor();
    await page.getByRole('button', { name: 'Save search' }).waitFor();
    await page.goto(`${served.url}/searches`);
    const changed = page.getByRole('article').filter({ has: page.getByRole('heading', { name: 'Clashes and strikes' }) });
    await changed.getByText('Strike · type Armed clash').waitFor();
    expect(await changed.innerText()).not.toContain('country SY');
    expect((await fetch(new URL(feed, served.url))).status).toBe(200);
    await page.getByRole('button', { name: 'Remove Clashes and strikes' }).click();
    await dialog.getByRole('button', { name: 'Remove it' }).click();
    await page.getByText('“Clashes and strikes” is removed.').waitFor();
    expect(wrong).toEqual([]);
  });

  it('drive webhooks, and show what became of what was sent', async () => {
    const { page } = await visit(served, '/searches');
    await page.request.post(`${served.url}/api/v1/searches`, { data: { name: 'All', query: '' } });
    await page.reload();
    await page.getByText('Webhooks').click();
    await page.getByLabel('Address to be told of changes').fill('http://127.0.0.1:9/told');
    await page.getByRole('button', { name: 'Add webhook' }).click();
    expect(await page.getByLabel('Secret that signs what is sent to it').inputValue()).toMatch(/\w{16}/);
    await page.getByRole('button', { name: 'Try it' }).click();
    await page.getByRole('cell', { name: 'trial' }).first().waitFor();
    await page.getByRole('button', { name: 'Remove the webhook http://127.0.0.1:9/told' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Remove it' }).click();
    await page.getByText('The webhook is removed.').waitFor();
  });
});

describe.runIf(ready).each(SHAPES)('Saved searches on a $name screen', (shape) => {
  it('have nothing that axe-core objects to', async () => {
    const { page, wrong } = await visit(served, '/', shaped(shape));
    await page.request.post(`${served.url}/api/v1/searches`, { data: { name: 'Strikes', query: 'family=strike&killed=2' } });
    await page.goto(`${served.url}/searches`);
    await page.getByRole('button', { name: 'New feed address' }).first().click();
    await page.getByLabel('Address of its feed').waitFor();
    expect(await violations(page)).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(shape.width);
    await picture(page, `searches ${shape.name}`);
    expect(wrong).toEqual([]);
  });
});
