import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { violations } from './axe';
import { picture, ready, serve, shaped, SHAPES, visit, type Served } from './served';

let served: Served;
beforeAll(async () => {
  if (ready) served = await serve(
      '--allow-private-webhooks',
      '--mail-server',
      'smtp://127.0.0.1:9',
      '--mail-from',
      'dateline@example.org',
      '--mail-to',
      '@example.org',
    );
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

  it('drive alerts, and show what became of what was sent', async () => {
    const { page, wrong } = await visit(served, '/searches');
    await page.request.post(`${served.url}/api/v1/searches`, { data: { name: 'All', query: '' } });
    await page.reload();
    await page.getByText('Alerts').click();
    await page.getByLabel('Address to be told').fill('http://127.0.0.1:9/told');
    await page.getByRole('button', { name: 'Add alert' }).click();
    expect(await page.getByLabel('Secret that signs what is sent to it').inputValue()).toMatch(/\w{16}/);
    await page.getByText('Incidents that change, at once').waitFor();
    await page.getByRole('button', { name: 'Try it: the alert to http://127.0.0.1:9/told' }).click();
    await page.getByRole('cell', { name: 'trial' }).first().waitFor();
    await page.getByRole('button', { name: 'Remove the alert to http://127.0.0.1:9/told' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Remove it' }).click();
    await page.getByText('The alert is removed.').waitFor();
    expect(wrong).toEqual([]);
  });

  it('are told of by e-mail to those whom the operator allows, also of rises and once a day', async () => {
    const { page } = await visit(served, '/searches');
    await page.getByText('Alerts').first().click();
    await page.getByLabel('Sent by').selectOption('mail');
    await page.getByLabel('Tell of').selectOption('rise_by_day');
    await page.getByLabel('False alarms').selectOption('0.0001');
    await page.getByLabel('How often').selectOption('daily');
    await page.getByLabel('At (UTC)').selectOption('9');
    await page.getByLabel('E-mail address').fill('eve@evil.example');
    await page.getByRole('button', { name: 'Add alert' }).click();
    await page.getByText('This server may not write to eve@evil.example').waitFor();
    await page.getByLabel('E-mail address').fill('bea@example.org');
    await page.getByRole('button', { name: 'Add alert' }).click();
    await page.getByText('Days with more than usual, daily at 09:00 UTC; a false alarm in 10,000 days').waitFor();
    await page.getByRole('button', { name: 'What was sent to bea@example.org' }).click();
    await page.getByText('Nothing was sent yet.').waitFor();
  });
});

describe.runIf(ready).each(SHAPES)('Saved searches on a $name screen', (shape) => {
  it('have nothing that axe-core objects to', async () => {
    const { page, wrong } = await visit(served, '/', shaped(shape));
    await page.request.post(`${served.url}/api/v1/searches`, { data: { name: 'Strikes', query: 'family=strike&killed=2' } });
    await page.goto(`${served.url}/searches`);
    await page.getByRole('button', { name: 'New feed address' }).first().click();
    await page.getByLabel('Address of its feed').waitFor();
    const alerts = page.getByText('Alerts').last();
    await alerts.click();
    await page.getByLabel('Tell of').last().selectOption('rise_by_week');
    await page.getByLabel('How often').last().selectOption('weekly');
    await page.getByLabel('Sent by').last().selectOption('mail');
    expect(await violations(page)).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(shape.width);
    await picture(page, `searches ${shape.name}`);
    expect(wrong).toEqual([]);
  });
});
