import { defineConfig } from '@playwright/test';

/** Chromium knows only the last list it is given: Playwright's, and what costs each window a second and is never seen, the
 * pages behind its address bar. */
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
  // Each has a server, its database and a browser of its own, which keep a core busy.
  workers: 2,
  fullyParallel: false,
  projects: [
    { name: 'people', testIgnore: TIMED },
    { name: 'timings', testMatch: TIMED, workers: 1, dependencies: ['people'] },
  ],
  // Limits for tests that hang: a busy machine must not fail a test.
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
