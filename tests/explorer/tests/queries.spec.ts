import { readdirSync, readFileSync } from 'node:fs';
import { buildSchema, parse, validate } from 'graphql';
import { expect, test } from '@playwright/test';

const root = process.env['EXPLORER_ROOT'] ?? new URL('../../..', import.meta.url).pathname;

test('Every query of the page fits the published schema', () => {
  const schema = buildSchema(readFileSync(root + '/schema.graphql', 'utf8'));
  const folder = root + '/src/explorer/src';
  const documents = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.graphql'));
  expect(documents.length).toBeGreaterThanOrEqual(10);
  for (const file of documents) {
    expect(validate(schema, parse(readFileSync(`${folder}/${file}`, 'utf8'))).map((error) => error.message), file).toEqual([]);
  }
});
