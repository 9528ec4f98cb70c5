import { defineConfig } from '@playwright/test';

/** Chromium uses only the last list of disabled features it is given. This one repeats Playwright's and adds the pages
 * behind the address bar, which cost each window a second and are never seen. */
const NO_FEATURES = [
  'AimEnabled,AvoidCorsURLLoaderRestartOnRedirect,AvoidUnnecessaryBeforeUnloadCheckSync',
  'DestroyProfileOnBrowserClose,HttpsFirstBalancedModeAutoEnable,HttpsUpgrades,LensOverlay,MediaRouter',
  'NetworkTimeServiceQuerying,OptimizationHints,PaintHolding,PreconnectToSearch',
  'ThirdPartyStoragePartitioning,WebUIOmniboxAimPopup,WebUIOmniboxPopup',
].join();

/** Tests that measure time run alone, after all others. */
const TIMED = ['**/canvas.spec.ts', '**/*latency.spec.ts'];

export default defineConfig({
  testDir: 'tests',
  testMatch: '**/*.spec.ts',
  outputDir: 'test-results',
  // Each worker has its own server, database and browser, which keep a core busy.
  workers: 2,
  fullyParallel: false,
  projects: [
    { name: 'people', testIgnore: TIMED },
    { name: 'timings', testMatch: TIMED, workers: 1, dependencies: ['people'] },
  ],
  // Timeouts are for tests that hang: a busy machine must not fail a test.
  timeout: 180_000,
  expect: { timeout: 20_000 },
  reporter: [['list']],
  use: {
    viewport: { width: 1440, height: 900 },
    launchOptions: {
      executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
        `--disable-features=${NO_FEATURES}`,
      ],
    },
  },
});
