import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { violations } from './axe';
import { picture, ready, serve, shaped, SHAPES, visit, type Served } from './served';

let served: Served;
beforeAll(async () => {
  if (ready) served = await serve();
});
afterAll(async () => served?.end());

const TEXT = 'A drone struck a depot near Erbil on Monday, killing two soldiers, a security source said.';

describe.runIf(ready)('Add', () => {
  it('codes a text while it is typed, and keeps it when asked', async () => {
    const { page, wrong } = await visit(served, '/add');
    await page.getByLabel('Text of the report').fill(TEXT);
    const look = page.getByRole('region', { name: 'What was coded' });
    await look.getByText('1 event').waitFor();
    await look.getByText('day not stated').waitFor();
    await page.getByLabel('Published').fill('2024-01-10');
    await look.getByText('2024-01-08').waitFor();
    expect(await page.getByRole('region', { name: 'Text with what was understood' }).locator('mark').count()).toBeGreaterThan(2);

    await page.getByLabel('Outlet').fill('Wire of the tests');
    await page.getByRole('button', { name: 'Keep this report' }).click();
    await page.getByRole('link', { name: 'See the report' }).click();
    await page.getByRole('link', { name: 'Wire of the tests' }).waitFor();
    expect(wrong).toEqual([]);
  });

  it('keeps nothing of what was only looked at', async () => {
    const { page } = await visit(served, '/add');
    const count = async () => (await (await page.request.get(`${served.url}/api/v1/reports`)).json()).total as number;
    const before = await count();
    await page.getByLabel('Text of the report').fill(`${TEXT} It happened again on Tuesday.`);
    await page.getByRole('region', { name: 'What was coded' }).waitFor();
    expect(await count()).toBe(before);
  });

  it('shows text that pretends to be a page as text', async () => {
    const { page, wrong } = await visit(served, '/add');
    await page.getByLabel('Text of the report').fill(`<img src=x onerror="document.title='owned'"><script>document.title='owned'</script> ${TEXT}`);
    await page.getByRole('region', { name: 'Text with what was understood' }).getByText('onerror').waitFor();
    expect(await page.title()).not.toBe('owned');
    expect(await page.locator('.coded img, .coded script').count()).toBe(0);
    expect(wrong).toEqual([]);
  });

  it('takes files, shows each, and tells what became of them', async () => {
    const { page } = await visit(served, '/add');
    await page.getByRole('button', { name: 'Files' }).click();
    await page.getByLabel('Files of reports').setInputFiles([
      { name: 'one.txt', mimeType: 'text/plain', buffer: Buffer.from(`${TEXT} The base lies to the north.`) },
      { name: 'two.txt', mimeType: 'text/plain', buffer: Buffer.from('Gunmen killed four farmers in Hasakah on 3 January 2024, residents said.') },
    ]);
    await page.getByText('2 files: 2 reports').waitFor();
    await page.getByText('two.txt').click();
    await page.getByRole('region', { name: 'Text with what was understood' }).getByText('farmers').first().waitFor();
    await page.getByRole('button', { name: 'Keep 2 reports' }).click();
    await page.getByRole('heading', { name: 'What became of them' }).waitFor();
    expect(await page.getByRole('link', { name: 'See the report' }).count()).toBe(2);
    await page.getByLabel('Files of reports').setInputFiles([]);
  });

  it('refuses more than one request may bring, and says what to do', async () => {
    const { page } = await visit(served, '/add');
    await page.getByRole('button', { name: 'Files' }).click();
    await page.getByLabel('Files of reports').setInputFiles({ name: 'big.txt', mimeType: 'text/plain', buffer: Buffer.alloc(17 << 20, 'a') });
    await page.getByRole('alert').getByText('at most 500 files and 16 MB at once').waitFor();
  });
});

describe.runIf(ready).each(SHAPES)('Add on a $name screen', (shape) => {
  it('has nothing that axe-core objects to', async () => {
    const { page, wrong } = await visit(served, '/add', shaped(shape));
    await page.getByLabel('Text of the report').fill(TEXT);
    await page.getByRole('region', { name: 'What was coded' }).waitFor();
    expect(await violations(page)).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(shape.width);
    await picture(page, `add ${shape.name}`);
    await page.getByRole('button', { name: 'Files' }).click();
    expect(await violations(page)).toEqual([]);
    expect(wrong).toEqual([]);
  });
});
