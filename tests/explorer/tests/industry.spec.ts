import { accessible, downloaded, expect, pictured, shown, test } from './reader';

test('An industry shows its chain in columns, its links in sections, and the source of a fact on demand', async ({ page }) => {
  await page.goto('/industry/industry:new-energy-vehicles');
  await expect(page.getByRole('heading', { level: 1, name: /新能源汽车/ })).toBeVisible();
  for (const heading of ['上游', '中游', '下游']) {
    await expect(page.getByRole('heading', { level: 3, name: new RegExp('^' + heading) })).toBeVisible();
  }

  for (const heading of ['所属产业组', '技术', '政策']) {
    await expect(page.getByRole('heading', { level: 2, name: new RegExp('^' + heading) })).toBeVisible();
  }

  const fact = page.locator('.chain li').first();
  const mark = fact.locator('summary');
  await expect(mark).toContainText(/来源明说|由数据推得|编辑判断/);
  await expect(fact.locator('.sources li').first()).toBeHidden();
  await mark.press('Enter');
  await expect(fact.locator('.sources li a').first()).toBeVisible();
  await pictured(page, 'industry');
  await accessible(page);
});

test('What is given a stage stands in it; the rest is placed by flows, and says so', async ({ page }) => {
  await page.goto('/industry/industry:new-energy-vehicles');
  await shown(page);
  await expect(page.getByRole('list', { name: '产业链环节' }).getByRole('listitem')).toHaveCount(4);
  const [upstream, midstream, downstream] = [page.locator('.chain .upstream'), page.locator('.chain .midstream'), page.locator('.chain .downstream')];
  await expect(upstream.getByRole('heading', { name: /^供给方（按流向推得） \d+$/ })).toBeVisible();
  await expect(upstream.getByRole('listitem').filter({ hasText: '多层陶瓷电容器' })).toContainText('供给 新能源汽车');
  const opened = upstream.getByText(/^其余 \d+ 项$/);
  await opened.click();
  await expect(upstream.getByRole('listitem').filter({ hasText: /^锂矿/ })).toContainText(/供给\s*正极材料/);
  await expect(midstream.locator('.itself')).toContainText('新能源汽车');
  await expect(midstream.getByRole('heading', { name: /^组成部分（未标明环节） \d+$/ })).toBeVisible();
  await expect(midstream.getByRole('listitem').filter({ hasText: /^锂矿/ })).toHaveCount(0);
  await expect(downstream.getByRole('heading', { name: '已标明环节 3' })).toBeVisible();
  await expect(downstream.getByRole('listitem').filter({ hasText: '充电站' })).toContainText('来源明说');
});

test('No industry that has parts or flows shows an empty chain', async ({ page, request }) => {
  const asked = await request.post('/graphql', { data: { query: `{ entitiesOfKind(kind: INDUSTRY, first: 100) { nodes { id
    parts: links(first: 1, kinds: [PART_OF], direction: IN) { totalCount }
    flows: links(first: 1, kinds: [INPUT_TO]) { totalCount } } } }` } });
  const { data } = await asked.json() as { data: { entitiesOfKind: { nodes: { id: string; parts: { totalCount: number }; flows: { totalCount: number } }[] } } };
  const withChain = data.entitiesOfKind.nodes.filter(({ parts, flows }) => parts.totalCount + flows.totalCount > 0).map(({ id }) => id);
  expect(withChain.length).toBeGreaterThan(30);
  for (const id of withChain.filter((_, n) => n % 8 === 0)) {
    await page.goto('/industry/' + id);
    await shown(page);
    await expect(page.locator('.chain .stage'), id).toHaveCount(3);
    await expect(page.locator('.chain .itself'), id).toBeVisible();
    expect(await page.locator('.chain li').count(), id).toBeGreaterThan(0);
  }
});

test('The switch hides what is only curated, and the address keeps it', async ({ page }) => {
  await page.goto('/industry/industry:new-energy-vehicles');
  await shown(page);
  const curated = page.locator('main li .evidence.curated, main td .evidence.curated');
  expect(await curated.count()).toBeGreaterThan(0);
  await page.getByRole('switch', { name: '隐藏只有编辑判断的内容' }).check();
  await expect(page).toHaveURL(/curated=hidden/);
  await shown(page);
  await expect(page.locator('section summary > .evidence.curated')).toHaveCount(0);
  await expect(page.locator('section summary > .evidence.stated').first()).toBeVisible();
});

test('A table downloads as CSV, the query opens in GraphiQL, and the citation names the version', async ({ page, expected }) => {
  await page.goto('/industry/industry:agriculture');
  await shown(page);
  const { name, content } = await downloaded(page, () => page.getByRole('button', { name: '下载 CSV：农业 被什么改造提升' }).click());
  expect(name).toBe('农业-被什么改造提升.csv');
  const text = content.toString('utf8');
  expect(text.startsWith('\uFEFF名称,类别,')).toBe(true);
  expect(text).toContain('|TRANSFORMS|industry:agriculture');
  expect(text.split('\r\n').length).toBeGreaterThan(5);

  await page.getByText('引用', { exact: true }).click();
  await expect(page.locator('.citation')).toContainText(/“农业”，版本 1（\d{4}-\d\d-\d\d），http.*\/industry\/industry:agriculture\?version=1/);

  expected.complaints.push(/./);
  await page.getByRole('link', { name: '查看查询' }).click();
  await expect(page.locator('.graphiql-query-editor')).toContainText('query Entity');
  await expect(page.locator('body')).toContainText('industry:agriculture');
});

test('What is not in the graph is said, and a wrong address too', async ({ page }) => {
  await page.goto('/industry/industry:no-such-thing');
  await shown(page);
  await expect(page.locator('main')).toContainText('这个版本里没有它');
  await accessible(page);
});
