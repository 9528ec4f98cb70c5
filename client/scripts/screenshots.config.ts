/** The configuration for the screenshots of the documentation: the browser tests' Chromium, one page after another. */
import { defineConfig } from '@playwright/test';
import base from '../playwright.config';

export default defineConfig({
  ...base,
  testDir: '.',
  outputDir: '../test-results',
  testMatch: 'screenshots.ts',
  timeout: 180_000,
});
