import type { Page } from '@playwright/test';
import { accessible, downloaded, expect, pictured, shown, test } from './reader';

async function choose(page: Page, label: string, text: string, kind = ''): Promise<void> {
  await page.getByRole('combobox', { name: label, exact: true }).fill(text);
  await page.getByRole('option').filter({ hasText: text }).filter({ hasText: kind }).first().click();
}

test('Paths reads as sentences with sources, and as a picture', async ({ page }) => {
  await page.goto('/paths');
  await expect(page.locator('main')).toContainText('选择一个实体开始');
  await choose(page, '起点', '量子信息', '产业 ·');
  await choose(page, '终点', '农业', '产业 ·');
  await expect(page).toHaveURL(/from=industry%3Aquantum-information&to=industry%3Aagriculture/);
  await shown(page);
  const first = page.locator('.sentence').first();
  await expect(first).toContainText(/量子信息\s*融合\s*人工智能/);
  await expect(first).toContainText(/人工智能\s*改造提升\s*农业/);
  await first.locator('summary').first().click();
  await expect(first.locator('.sources li').first()).toBeVisible();
  await expect(page.locator('.picture[data-ready]')).toBeVisible();
  await pictured(page, 'paths');
  await accessible(page);

  await choose(page, '避开', '人工智能', '技术 ·');
  await expect(page).toHaveURL(/avoiding=tech%3Aartificial-intelligence/);
  await shown(page);
  await expect(page.locator('main h2 [role=status]')).toContainText('条路径');
  await expect(page.locator('.sentence').filter({ hasText: /人工智能\s*改造提升\s*农业/ })).toHaveCount(0);
});

test('Paths says when the search was cut, and when there is none', async ({ page }) => {
  await page.goto('/paths?from=industry:quantum-information&to=industry:agriculture&hops=1');
  await shown(page);
  await expect(page.locator('main')).toContainText('没有路径');
  await page.goto('/paths?from=industry:quantum-information&to=industry:agriculture&choose=ALL&first=2');
  await shown(page);
  await expect(page.locator('.cut').first()).toContainText('答案不完整');
});

test('Supply chain shows levels, chokepoints, and the impact of a loss in table and shade', async ({ page }) => {
  await page.goto('/supply/industry:new-energy-vehicles');
  await shown(page);
  await expect(page.getByRole('region', { name: '上游', exact: true }).getByRole('heading', { name: /第 2 层/ })).toBeVisible();
  expect(await page.locator('.levels .mark-chokepoint').count()).toBeGreaterThan(0);
  const before = await page.locator('main h2').filter({ hasText: '的影响' }).textContent();
  expect(before).toContain('新能源汽车');
  await pictured(page, 'supply');
  await accessible(page);
  await page.getByRole('button', { name: /^假如失去/ }).first().click();
  await expect(page).toHaveURL(/lost=/);
  await shown(page);
  expect(await page.locator('.levels .hit1, .levels .hit2, .levels .hit3').count()).toBeGreaterThan(0);
  expect(await page.locator('tr.hit1, tr.hit2, tr.hit3').count()).toBeGreaterThan(0);
});

test('Compare sets industries side by side with what they share', async ({ page }) => {
  await page.goto('/compare');
  await choose(page, '加一个产业', '人形机器人');
  await expect(page.locator('main')).toContainText('选择两个或更多产业来比较');
  await choose(page, '加一个产业', '新能源汽车');
  await shown(page);
  await expect(page.getByRole('heading', { name: /^共同支撑/ })).toBeVisible();
  const table = page.getByRole('table', { name: '并排比较' });
  await expect(table.getByRole('columnheader', { name: '新能源汽车' })).toBeVisible();
  const pairs = page.getByRole('table', { name: '两两相似度' });
  await expect(pairs.getByRole('row')).toHaveCount(2);
  await pictured(page, 'compare');
  await accessible(page);
  const { content } = await downloaded(page, () => page.getByRole('button', { name: '下载 CSV：共同支撑' }).click());
  expect(content.toString('utf8').split('\r\n').length).toBeGreaterThan(2);
});

test('Compare tells of each pair how like the two are and what both have', async ({ page, request }) => {
  const ids = ['industry:humanoid-robots', 'industry:new-energy-vehicles', 'industry:new-energy-storage', 'industry:metaverse'];
  await page.goto('/compare?' + ids.map((id) => 'of=' + id).join('&'));
  await shown(page);
  const pairs = page.getByRole('table', { name: '两两相似度' });
  await expect(pairs.getByRole('row')).toHaveCount(1 + 6);
  // Of a pair without the first, as the service tells it.
  const asked = await request.post('/graphql', { data: { query: `{ similarIndustries(to: "industry:new-energy-vehicles", first: 100) {
    industries { score industry { id } shared(first: 1) { entity { name } } } } }` } });
  const { data } = await asked.json() as { data: { similarIndustries: { industries: { score: number; industry: { id: string }; shared: { entity: { name: string } }[] }[] } } };
  const expected = data.similarIndustries.industries.find(({ industry }) => industry.id === 'industry:new-energy-storage');
  const row = pairs.getByRole('row').filter({ hasText: '新能源汽车 – 新型储能' });
  await expect(row).toContainText(expected?.score.toFixed(3) ?? 'no score');
  await expect(row).toContainText(expected?.shared[0]?.entity.name ?? 'nothing shared');
});

test('Crosswalk maps a name and a code, with the quality of each match', async ({ page }) => {
  await page.goto('/crosswalk');
  await choose(page, '实体', '量子信息');
  await shown(page);
  const table = page.getByRole('table', { name: /^分类对照/ });
  await expect(table.getByRole('row').nth(1)).toContainText(/完全对应|近似|较宽|较窄|部分/);
  await pictured(page, 'crosswalk');
  await accessible(page);
  await page.goto('/crosswalk');
  await page.getByRole('textbox', { name: '或代码' }).fill('3612');
  await page.getByRole('combobox', { name: '对照到' }).selectOption({ label: await page.getByRole('combobox', { name: '对照到' }).locator('option[value="classification:sei-2018"]').innerText() });
  await page.getByRole('button', { name: '对照' }).click();
  await expect(page).toHaveURL(/code=3612/);
  await expect(page.getByRole('table', { name: /^分类对照 3612/ }).getByRole('row').nth(1)).toBeVisible();
});

test('Versions shows what a load changed, and any page as of a version', async ({ page }) => {
  await page.goto('/versions');
  await shown(page);
  await expect(page.getByRole('row').nth(1)).toContainText('Load graph-seed');
  await page.getByRole('link', { name: '改了什么' }).last().click();
  await expect(page.getByRole('heading', { name: '从版本 0 到版本 1 的变化' })).toBeVisible();
  await expect(page.getByRole('table', { name: /按类别/ }).getByRole('row', { name: /^产业 \d+ 0 0$/ })).toBeVisible();
  await expect(page.getByRole('table', { name: /按类别/ }).getByRole('row', { name: /^供给 \d+ 0 0$/ })).toBeVisible();
  // No kind is called by its code.
  await expect(page.getByRole('table', { name: /按类别|逐条变化/ }).getByText(/^([A-Z][a-z]+)+$|^[A-Z_]+$/)).toHaveCount(0);
  await pictured(page, 'versions');
  await accessible(page);
  await page.getByRole('link', { name: '查看此版本' }).last().click();
  await expect(page).toHaveURL(/\/\?version=1$/);
  await expect(page.locator('.as-of')).toContainText('版本 1');
  await page.getByRole('link', { name: '量子信息' }).click();
  await expect(page).toHaveURL('/industry/industry:quantum-information?version=1');
  await shown(page);
  await page.getByRole('link', { name: '查看最新版本' }).click();
  await expect(page).toHaveURL('/industry/industry:quantum-information');
});

test.describe('in English', () => {
  test.use({ locale: 'en-US' });
  for (const [place, words] of [
    ['/industry/industry:quantum-information', ['Quantum information', 'Groups', 'stated']],
    ['/picture/industry:quantum-information', ['Legend', 'Expand', 'Technology']],
    ['/paths?from=industry:quantum-information&to=industry:agriculture', ['converges with', 'transforms', 'Agriculture']],
    ['/supply/industry:humanoid-robots', ['Upstream', 'Chokepoints', 'The impact of losing Humanoid robots']],
    ['/compare?of=industry:humanoid-robots&of=industry:new-energy-vehicles', ['Shared enablers', 'Side by side']],
    ['/crosswalk?of=industry:quantum-information', ['Weakest on the way', 'Assured']],
    ['/versions?from=0&to=1', ['What changed', 'Each change']],
  ] as const) {
    test(`${place} speaks English`, async ({ page }) => {
      await page.goto(place);
      await shown(page);
      const main = page.locator('main');
      for (const word of words) {
        await expect(word === 'Legend' ? page.getByRole('list', { name: word }) : main.getByText(word).first()).toBeVisible();
      }
    });
  }
});
