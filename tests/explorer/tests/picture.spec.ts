import type { Page } from '@playwright/test';
import { accessible, downloaded, expect, pictured, test } from './reader';

interface Drawing { nodes(): { length: number }; edges(): { length: number }; $id(id: string): { renderedPosition(): { x: number; y: number } } }

/** Waits until no answer is awaited and what came is drawn: until then the picture before it stays. */
async function drawn(page: Page): Promise<{ nodes: number; edges: number }> {
  await expect(page.locator('.answer[aria-busy=true]')).toHaveCount(0);
  await expect(page.locator('.picture[data-ready]')).toBeVisible();
  return page.locator('.picture .canvas').evaluate((canvas) => {
    const { drawing } = canvas as unknown as { drawing: Drawing };
    return { nodes: drawing.nodes().length, edges: drawing.edges().length };
  });
}

test('The neighbourhood is drawn with a legend, expands by click and by button, and the table says the same', async ({ page }) => {
  await page.goto('/picture/industry:quantum-information');
  const before = await drawn(page);
  expect(before.nodes).toBeGreaterThan(15);
  await expect(page.getByRole('heading', { name: `节点 ${before.nodes}` })).toBeVisible();
  await expect(page.getByRole('list', { name: '图例' }).getByText('技术', { exact: true })).toBeVisible();
  await pictured(page, 'picture');
  await accessible(page);

  await page.getByRole('button', { name: '展开 人工智能', exact: true }).click();
  await expect(page).toHaveURL(/expand=/);
  await expect(page.getByRole('button', { name: '收起 人工智能', exact: true })).toBeVisible();
  const after = await drawn(page);
  expect(after.nodes).toBeGreaterThan(before.nodes);
  await page.getByRole('button', { name: '收起 人工智能', exact: true }).click();
  await expect(page.getByRole('heading', { name: `节点 ${before.nodes}` })).toBeVisible();
  expect(await drawn(page)).toEqual(before);

  const id = await page.evaluate(() => new URL(location.href).pathname);
  expect(id).toBe('/picture/industry:quantum-information');
  const target = await page.locator('.picture .canvas').evaluate((canvas) => {
    const { drawing } = canvas as unknown as { drawing: { nodes(): { filter(f: (n: { id(): string }) => boolean): { [at: number]: { id(): string; renderedPosition(): { x: number; y: number } } } } } };
    const node = drawing.nodes().filter((one) => one.id() !== 'industry:quantum-information')[0];
    return { id: node?.id() ?? '', ...node?.renderedPosition() };
  });
  await page.locator('.picture .canvas').click({ position: { x: target.x ?? 0, y: target.y ?? 0 } });
  await expect(page).toHaveURL(new RegExp('expand=' + encodeURIComponent(target.id)));
});

for (const place of ['/picture/industry:new-energy-vehicles', '/picture/industry:new-energy-vehicles?layout=layered', '/supply/industry:humanoid-robots']) {
  test(`No label lies on another or on a node: ${place}`, async ({ page }) => {
    await page.goto(place);
    expect((await drawn(page)).nodes).toBeGreaterThan(60);
    const covered = await page.locator('.picture .canvas').evaluate((canvas) => {
      interface Box { x1: number; y1: number; x2: number; y2: number }
      const { drawing } = canvas as unknown as { drawing: { nodes(): { map<T>(of: (node: { id(): string; boundingBox(of: object): Box }) => T): T[] } } };
      const boxes = drawing.nodes().map((node) => ({ id: node.id(), ...node.boundingBox({ includeEdges: false, includeOverlays: false }) }));
      return boxes.flatMap((one, n) => boxes.slice(n + 1)
        .filter((other) => Math.min(one.x2, other.x2) - Math.max(one.x1, other.x1) > 1 && Math.min(one.y2, other.y2) - Math.max(one.y1, other.y1) > 1)
        .map((other) => `${one.id} and ${other.id}`));
    });
    expect(covered).toEqual([]);
  });
}

test('Link kinds, evidence and layout filter and arrange the picture, and the address keeps them', async ({ page }) => {
  await page.goto('/picture/industry:new-energy-vehicles');
  const all = await drawn(page);
  await page.getByRole('checkbox', { name: '改造提升' }).check();
  await expect(page).toHaveURL(/kinds=TRANSFORMS/);
  const some = await drawn(page);
  expect(some.edges).toBeLessThan(all.edges);
  expect(some.edges).toBeGreaterThan(0);
  await page.getByRole('checkbox', { name: '改造提升' }).uncheck();
  await page.getByRole('combobox', { name: '证据不弱于' }).selectOption('STATED');
  await expect(page).toHaveURL(/evidence=STATED/);
  expect((await drawn(page)).edges).toBeLessThan(all.edges);
  await page.getByRole('combobox', { name: '布局' }).selectOption('layered');
  await expect(page).toHaveURL(/layout=layered/);
  await drawn(page);
});

test('The picture is exported as PNG and SVG', async ({ page }) => {
  await page.goto('/picture/industry:quantum-information');
  await drawn(page);
  const png = await downloaded(page, () => page.getByRole('button', { name: '导出 PNG' }).click());
  expect(png.content.subarray(1, 4).toString()).toBe('PNG');
  expect(png.content.length).toBeGreaterThan(5_000);
  const svg = (await downloaded(page, () => page.getByRole('button', { name: '导出 SVG' }).click())).content.toString('utf8');
  expect(svg).toContain('<svg');
  expect(svg).toContain('>量子信息</text>');
});
