import { defineConfig } from '@playwright/test';

// The addresses and the browser come from whoever runs the tests; see package.json.
export default defineConfig({
  testDir: 'tests',
  outputDir: process.env['EXPLORER_OUTPUT'] ?? 'test-results',
  reporter: 'list',
  workers: 2,
  fullyParallel: true,
  retries: 0,
  timeout: 30_000,
  expect: { timeout: 10_000 },
  use: {
    baseURL: process.env['EXPLORER_URL'] ?? 'http://127.0.0.1:8080',
    browserName: 'chromium',
    locale: 'zh-CN',
    viewport: { width: 1200, height: 800 },
    launchOptions: {
      executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
      args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', '--disable-background-networking'],
    },
  },
});
