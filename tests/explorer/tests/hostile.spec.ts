import type { Page } from '@playwright/test';
import { accessible, downloaded, expect, shown, test } from './reader';

// A graph whose every text tries to be more than text; see ../hostile.
test.use({ baseURL: process.env['EXPLORER_HOSTILE_URL'] ?? 'http://127.0.0.1:8081' });

async function openAll(page: Page): Promise<void> {
  await page.locator('details').evaluateAll((all) => all.forEach((one) => { (one as HTMLDetailsElement).open = true; }));
}

const img = '<img src=x onerror=alert(5)>';

test('Names, quotes and definitions are shown as the text that they are', async ({ page }) => {
  await page.goto('/');
  await shown(page);
  await expect(page.getByRole('link', { name: img })).toBeVisible();
  await page.goto('/industry/industry:img');
  await shown(page);
  await expect(page.getByRole('heading', { level: 1 })).toContainText(img);
  await expect(page.locator('main')).toContainText('</script><script>alert(6)</script>');
  await expect(page.locator('main')).toContainText('{{7*7}}');
  await expect(page.locator('.chain')).toContainText('<style>*{display:none}</style>');
  await openAll(page);

  await expect(page.locator('main img, main script, main iframe, main style, main svg')).toHaveCount(0);
  await accessible(page);
});

test('Only web addresses become links', async ({ page }) => {
  await page.goto('/entity/source:script');
  await shown(page);
  await expect(page.locator('.identity')).toContainText('javascript:alert(3)');
  await page.goto('/industry/industry:img');
  await shown(page);
  await openAll(page);

  await expect(page.locator('.sources a.outside').first()).toHaveAttribute('href', 'https://example.invalid/?q=<script>');
  const schemes = await page.locator('a').evaluateAll((links) => [...new Set(links.map((link) => (link as HTMLAnchorElement).protocol))]);
  expect(schemes.every((scheme) => ['http:', 'https:'].includes(scheme)), schemes.join()).toBe(true);
});

test('Bidirectional marks in a name do not reach the words beside it', async ({ page }) => {
  await page.goto('/industry/industry:bidi');
  await shown(page);
  await expect(page.locator('h1 > bdi')).toContainText('乙丙');
  await expect(page.locator('h1 > .kind')).toHaveText('产业');
});

test('The picture, the search box, the address and files hold them as text too', async ({ page }) => {
  await page.goto('/picture/industry:img');
  await expect(page.locator('.picture[data-ready]')).toBeVisible();
  const svg = (await downloaded(page, () => page.getByRole('button', { name: '导出 SVG' }).click())).content.toString('utf8');
  expect(svg).toContain('&lt;img src=x onerror=alert(5)&gt;');
  expect(svg).not.toMatch(/<(img|script|style)/);
  await page.goto('/search?text=' + encodeURIComponent('<img src=x onerror=alert(10)>'));
  await shown(page);
  await expect(page.getByRole('heading', { level: 1 })).toContainText('<img src=x onerror=alert(10)>');
  await page.getByRole('combobox', { name: '搜索' }).fill('img');
  await expect(page.getByRole('option').first()).toContainText('<img');
  await page.goto('/entity/' + encodeURIComponent('"><svg onload=alert(11)>'));
  await shown(page);
  await expect(page.locator('main')).toContainText('"><svg onload=alert(11)>');
});

test('A name that a spreadsheet would run is defused in CSV', async ({ page }) => {
  await page.goto('/industry/group:emerging-eight');
  await shown(page);
  const { content } = await downloaded(page, () => page.getByRole('button', { name: /^下载 CSV：.*成员$/ }).click());
  const text = content.toString('utf8');
  expect(text).toContain('"\'=HYPERLINK(""http://example.invalid"",""x"")"');
  expect(text).not.toMatch(/(^|,|\n)"?[=+@]/);
});

test('What a load added, changed from and to, and removed is told, and what was is shown as of its version', async ({ page }) => {
  await page.goto('/versions?from=1&to=2');
  await shown(page);
  const kinds = page.getByRole('table', { name: /按类别$/ });
  await expect(kinds.getByRole('row', { name: /^产业 1 0 1$/ })).toBeVisible();
  await expect(kinds.getByRole('row', { name: /^技术 0 1 0$/ })).toBeVisible();
  const changes = page.getByRole('table', { name: /逐条变化$/ });
  await expect(changes.getByRole('row').filter({ hasText: /^改变/ })).toContainText('英文名: <b>Earlier</b> → ${alert(8)}');
  await expect(changes.getByRole('row').filter({ hasText: /^移除/ })).toContainText('<img src=x onerror=alert(10)>');
  await expect(changes.getByRole('row').filter({ hasText: /^新增\s*产业/ })).toContainText('甲');
  await expect(page.locator('main img, main script, main b')).toHaveCount(0);
  await accessible(page);

  await page.goto('/entity/tech:x?version=1');
  await shown(page);
  await expect(page.locator('main')).toContainText('<b>Earlier</b>');
  await expect(page.locator('main')).not.toContainText('${alert(8)}');
  await page.goto('/entity/industry:gone');
  await shown(page);
  await expect(page.locator('main')).not.toContainText('<img src=x onerror=alert(10)>');
});
