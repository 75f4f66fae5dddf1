import axe from 'axe-core';
import type { Page } from 'playwright-core';

/** What axe-core holds against the page as it is now, one line a finding. */
export async function violations(page: Page): Promise<string[]> {
  // Put in by the debugger's protocol: the page's own policy allows no script of others.
  await page.evaluate(axe.source);
  const found = await page.evaluate(async () => {
    const { violations: all } = await (window as unknown as { axe: typeof axe }).axe.run(document, {
      runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
    });
    return all.map((one) => `${one.id}: ${one.nodes.map((node) => `${node.target.join(' ')} (${node.any[0]?.message ?? node.all[0]?.message ?? ''})`).join('; ')}`);
  });
  return found;
}
