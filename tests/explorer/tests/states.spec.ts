import { accessible, expect, shown, test } from './reader';

test('A service that cannot be reached is said, with a way to try again', async ({ page, expected }) => {
  expected.complaints.push(/Failed to load resource/);
  await page.route('**/graphql', (route) => route.abort());
  await page.goto('/');
  await expect(page.getByRole('alert')).toContainText('无法连接服务');
  await accessible(page);
  await page.unroute('**/graphql');
  await page.getByRole('button', { name: '再试一次' }).click();
  await shown(page);
});

test('A refusal of the service is shown with its code and what to do', async ({ page, expected }) => {
  expected.complaints.push(/Failed to load resource/);
  await page.goto('/paths?from=industry:no-such&to=industry:agriculture');
  await expect(page.getByRole('alert')).toContainText('NOT_FOUND');
  await expect(page.getByRole('alert')).toContainText('请用搜索查找');
  await page.route('**/graphql', (route) => route.fulfill({
    status: 503, contentType: 'application/graphql-response+json',
    body: JSON.stringify({ errors: [{ message: 'The store is away.', extensions: { code: 'UNAVAILABLE' } }] }),
  }));
  await page.goto('/industry/industry:agriculture');
  await expect(page.getByRole('alert')).toContainText('请稍后再试');
});

test('An answer while the store is away is shown, and said to be stale', async ({ page }) => {
  await page.route('**/graphql', async (route) => {
    const response = await route.fetch();
    const body = await response.json();
    body.extensions.graph.stale = true;
    await route.fulfill({ response, json: body });
  });
  await page.goto('/industry/industry:agriculture');
  await expect(page.locator('.stale')).toContainText('stale');
  await expect(page.getByRole('heading', { level: 1 })).toContainText('农业');
  await accessible(page);
});

test('While an answer is awaited the page says so', async ({ page }) => {
  let release = () => {};
  const held = new Promise<void>((resolve) => { release = resolve; });
  await page.route('**/graphql', async (route) => { await held; await route.continue(); });
  await page.goto('/');
  await expect(page.getByRole('status').filter({ hasText: '正在加载' })).toBeVisible();
  release();
  await shown(page);
});

test('A version that does not exist is refused in words', async ({ page, expected }) => {
  expected.complaints.push(/Failed to load resource/);
  await page.goto('/industry/industry:agriculture?version=999');
  await expect(page.getByRole('alert')).toBeVisible();
  await expect(page.getByRole('alert')).toContainText('999');
});
