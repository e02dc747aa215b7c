import { accessible, expect, pictured, shown, test } from './reader';

test('Home shows the three groups with their counts', async ({ page }) => {
  await page.goto('/');
  await shown(page);
  await expect(page.getByRole('heading', { name: '八大新兴产业 8' })).toBeVisible();
  await expect(page.getByRole('heading', { name: '九大未来产业 9' })).toBeVisible();
  await expect(page.getByRole('heading', { name: '传统产业 25' })).toBeVisible();
  await expect(page.getByRole('link', { name: '量子信息' })).toBeVisible();
  await pictured(page, 'home');
  await accessible(page);
});

test('The search box suggests in both languages, shows which name matched, and works by keyboard', async ({ page }) => {
  await page.goto('/');
  const box = page.getByRole('combobox', { name: '搜索' });
  await box.fill('quantum inf');
  const option = page.getByRole('option').filter({ hasText: '量子信息' }).first();
  await expect(option).toContainText('Quantum information');
  await expect(option).toContainText('匹配英文名');
  await expect(option.locator('mark').first()).toHaveText(/quantum/i);
  await accessible(page);
  await box.press('ArrowDown');
  await expect(page.getByRole('option', { selected: true })).toHaveCount(1);
  await box.press('Enter');
  await expect(page).toHaveURL(/\/(industry|entity)\//);
  await page.goBack();
  await box.fill('量子信息');
  await expect(page.getByRole('option').first()).toContainText('匹配中文名');
  await box.press('Enter');
  await expect(page).toHaveURL(/\/search\?text=/);
  await shown(page);
  await expect(page.getByRole('row').nth(1)).toContainText('量子');
  await accessible(page);
});

test('The switch turns the page and the data to English, and it stays so', async ({ page }) => {
  await page.goto('/');
  await page.getByRole('button', { name: 'English' }).click();
  await expect(page.getByRole('heading', { name: 'The eight emerging industries 8' })).toBeVisible();
  await expect(page.getByRole('link', { name: 'Quantum information' })).toBeVisible();
  await expect(page.locator('html')).toHaveAttribute('lang', 'en');
  await page.reload();
  await expect(page.getByRole('heading', { name: 'The nine future industries 9' })).toBeVisible();
  await accessible(page);
});

test.describe('with a browser that prefers English', () => {
  test.use({ locale: 'en-GB' });
  test('the page starts in English', async ({ page }) => {
    await page.goto('/');
    await expect(page.getByRole('heading', { name: 'Traditional industries 25' })).toBeVisible();
  });
});

test.describe('in the dark, on a phone', () => {
  test.use({ colorScheme: 'dark', viewport: { width: 360, height: 740 } });
  for (const place of ['/', '/industry/industry:new-energy-vehicles']) {
    test(`${place} fits the width and keeps its contrast`, async ({ page }) => {
      await page.goto(place);
      await shown(page);
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
      await pictured(page, place === '/' ? 'phone-home' : 'phone-industry');
      await accessible(page);
    });
  }
});

test.describe('on a phone, in English', () => {
  test.use({ locale: 'en-US', viewport: { width: 360, height: 740 } });
  test('no view is wider than the screen, and no word of a table is broken', async ({ page }) => {
    for (const place of [
      '/search?text=quantum', '/entity/class:wiod-2013:c14', '/paths?from=industry:quantum-information&to=industry:agriculture', '/supply/industry:humanoid-robots',
      '/compare?of=industry:humanoid-robots&of=industry:new-energy-vehicles', '/crosswalk?of=industry:quantum-information', '/versions?from=0&to=1',
    ]) {
      await page.goto(place);
      await shown(page);
      expect(await page.evaluate(() => document.documentElement.scrollWidth), place).toBeLessThanOrEqual(360);
      const broken = await page.locator('main th').evaluateAll((heads) => heads.filter((head) => {
        const text = head.firstChild;
        // A word that is broken lies on two lines, in two rectangles.
        return text && [...(head.textContent ?? '').matchAll(/\S+/g)].some((word) => {
          const range = document.createRange();
          range.setStart(text, word.index);
          range.setEnd(text, word.index + word[0].length);
          return range.getClientRects().length > 1;
        });
      }).map((head) => head.textContent));
      expect(broken, place).toEqual([]);
    }
  });

  test('a picture starts where its labels are legible', async ({ page }) => {
    await page.goto('/picture/industry:quantum-information');
    await expect(page.locator('.picture[data-ready]')).toBeVisible();
    const zoom = await page.locator('.picture .canvas').evaluate((canvas) => (canvas as unknown as { drawing: { zoom(): number } }).drawing.zoom());
    expect(zoom * 11).toBeGreaterThanOrEqual(8);
  });
});
