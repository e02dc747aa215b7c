import { brotliCompressSync } from 'node:zlib';
import { expect, shown, test } from './reader';

// Figures for the documentation, with EXPLORER_MEASURE=1 on a machine that does nothing else.
test.skip(!process.env['EXPLORER_MEASURE'], 'Measures only with EXPLORER_MEASURE=1.');
test.describe.configure({ mode: 'serial', timeout: 180_000 });

interface Moving {
  nodes(): { length: number };
  edges(): { length: number };
  panBy(by: { x: number; y: number }): void;
}

test('The first view: its weight and the time until it is there', async ({ page }) => {
  const weights: Promise<number>[] = [];
  page.on('response', (response) => weights.push(response.body().then((body) => brotliCompressSync(body).length, () => 0)));
  await page.goto('/');
  await shown(page);
  const paint = await page.evaluate(() => performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? -1);
  const useful = await page.evaluate(() => performance.now());
  const bytes = (await Promise.all(weights)).reduce((sum, one) => sum + one, 0);
  console.log(`first view: ${bytes} bytes zipped, first contentful paint ${Math.round(paint)} ms, industries shown within ${Math.round(useful)} ms`);
  expect(bytes).toBeLessThan(300 * 1024);
});

// 20 hubs in a ring, each with 99 of its own: more than any neighbourhood of the seed has.
function largeAnswer() {
  const hub = (n: number) => ({ id: `product:hub-${n % 20}`, kind: 'PRODUCT', name: `枢纽 ${n % 20}` });
  const edge = (from: { id: string }, node: { id: string; kind: string; name: string }) =>
    ({ node, link: { id: `${from.id}|INPUT_TO|${node.id}`, kind: 'INPUT_TO', evidence: 'STATED', from: { id: from.id }, to: { id: node.id } } });
  const entitiesById = Array.from({ length: 20 }, (_, n) => ({
    ...hub(n),
    links: {
      totalCount: 100,
      edges: [edge(hub(n), hub(n + 1)), ...Array.from({ length: 99 }, (_, m) => edge(hub(n), { id: `material:m-${n}-${m}`, kind: 'MATERIAL', name: `材料 ${n}-${m}` }))],
    },
  }));
  const loadedAt = '2026-01-01T00:00:00Z';
  return { data: { graph: { version: 1, loadedAt, entitiesById } }, extensions: { graph: { version: 1, loadedAt, stale: false } } };
}

test('Frames a second while a picture of 2,000 nodes moves', async ({ page }) => {
  await page.route('**/graphql', (route) => route.request().postData()?.includes('query Picture')
    ? route.fulfill({ contentType: 'application/graphql-response+json', body: JSON.stringify(largeAnswer()) })
    : route.continue());
  await page.goto('/picture/product:hub-0');
  const start = Date.now();
  await expect(page.locator('.picture[data-ready]')).toBeVisible({ timeout: 120_000 });
  const drawn = Date.now() - start;
  const result = await page.locator('.picture .canvas').evaluate(async (canvas) => {
    const { drawing } = canvas as unknown as { drawing: Moving };
    const frame = () => new Promise<number>((resolve) => requestAnimationFrame(resolve));
    for (let n = 0; n < 10; n++) await frame();
    const begin = await frame();
    let end = begin;
    let frames = 0;
    while (end - begin < 3000) {
      drawing.panBy({ x: frames % 60 < 30 ? 4 : -4, y: 0 });
      end = await frame();
      frames++;
    }

    return { nodes: drawing.nodes().length, edges: drawing.edges().length, rate: frames / ((end - begin) / 1000) };
  });
  expect(result.nodes).toBe(2000);
  console.log(`picture: ${result.nodes} nodes, ${result.edges} links, drawn after ${drawn} ms, ${result.rate.toFixed(1)} frames a second while it moves`);
});
