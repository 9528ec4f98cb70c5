/** How the pictures of the documentation are taken: the browser tests' Chromium, one page after another. */
import { defineConfig } from '@playwright/test';
import base from '../playwright.config';

export default defineConfig({
  ...base,
  projects: [{ name: 'pictures' }],
  workers: 1,
  testDir: '.',
  outputDir: '../test-results',
  testMatch: 'screenshots.ts',
  timeout: 180_000,
});
