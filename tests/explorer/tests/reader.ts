import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { expect, test as base, type Page } from '@playwright/test';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** A page that is watched: whatever it complains of, and whatever it asks another host for, fails the test. */
export const test = base.extend<{ expected: { complaints: RegExp[] } }>({
  expected: async ({}, use) => { await use({ complaints: [] }); },
  page: async ({ page, baseURL, expected }, use) => {
    const complaints: string[] = [];
    const elsewhere: string[] = [];
    let origin = new URL(baseURL ?? '').origin;
    page.on('console', (message) => { if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text()); });
    page.on('pageerror', (error) => complaints.push(String(error)));
    page.on('dialog', (dialog) => { complaints.push('dialog: ' + dialog.message()); void dialog.dismiss(); });
    page.on('framenavigated', (frame) => { if (frame === page.mainFrame() && frame.url().startsWith('http')) origin = new URL(frame.url()).origin; });
    page.on('request', (request) => {
      const url = new URL(request.url());
      if (!['data:', 'blob:'].includes(url.protocol) && url.hostname !== '127.0.0.1') elsewhere.push(request.url());
    });
    await page.addInitScript(() => {
      addEventListener('securitypolicyviolation', (event) => console.error('CSP: ' + event.violatedDirective + ' ' + event.blockedURI));
    });
    await use(page);
    expect(origin).toContain('127.0.0.1');
    expect(elsewhere, 'requests to other hosts').toEqual([]);
    expect(complaints.filter((one) => !expected.complaints.some((known) => known.test(one))), 'complaints of the page').toEqual([]);
  },
});

export { expect };

/** Waits until the answer of a view is shown. */
export async function shown(page: Page): Promise<void> {
  await expect(page.locator('.answer[aria-busy=false] > .provenance')).toBeVisible();
}

/** Holds what is shown to WCAG 2.2 AA by axe-core: no finding. */
export async function accessible(page: Page): Promise<void> {
  await page.evaluate(axe);
  const findings = await page.evaluate(async () => {
    const run = (globalThis as unknown as { axe: { run(options: object): Promise<{ violations: { id: string; nodes: { html: string; failureSummary?: string }[] }[] }> } }).axe;
    const result = await run.run({ resultTypes: ['violations'], runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] });
    return result.violations.flatMap((found) => found.nodes.map((node) => `${found.id}: ${node.html.slice(0, 200)} ${node.failureSummary ?? ''}`));
  });
  expect(findings, 'what axe-core finds').toEqual([]);
}

/** The text of the file that a click downloads. */
export async function downloaded(page: Page, click: () => Promise<void>): Promise<{ name: string; content: Buffer }> {
  const [download] = await Promise.all([page.waitForEvent('download'), click()]);
  return { name: download.suggestedFilename(), content: readFileSync(await download.path()) };
}

/** Keeps a picture of what is shown in the folder of SCREENSHOTS, if that is set. */
export async function pictured(page: Page, name: string): Promise<void> {
  const folder = process.env['SCREENSHOTS'];
  if (folder) {
    const session = await page.context().newCDPSession(page);
    const { data } = await session.send('Page.captureScreenshot', { format: 'webp', quality: 70 });
    writeFileSync(`${folder}/${name}.webp`, Buffer.from(data, 'base64'));
  }
}
