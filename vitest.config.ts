import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { defineConfig } from 'vitest/config';

/**
 * Two projects: `unit` runs in seconds and needs nothing but Node; `bench` runs against the real engines that
 * `npm test` brings (see scripts/test.mjs), one file at a time because they share one Docker engine.
 */
export default defineConfig({
  test: {
    disableConsoleIntercept: true,
    // vitest leaves one core free: on two that is half of them, and many tests wait
    maxWorkers: availableParallelism(),
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['test/**/*.test.ts'],
          exclude: ['test/**/*.bench.test.ts'],
          // property tests on a busy machine of two cores
          testTimeout: 30_000,
          // what the developer's own acgs has cached decides no test, nor what a bench beside these tests has
          env: {
            XDG_CACHE_HOME: join(tmpdir(), 'acgs-test-no-cache'),
            ACGS_LAYER_CACHE: '',
            ACGS_LAYER_CACHE_SIZE: '',
          },
        },
      },
      {
        extends: true,
        test: {
          name: 'bench',
          include: ['test/**/*.bench.test.ts'],
          globalSetup: ['test/bench/global-setup.ts'],
          fileParallelism: false,
          testTimeout: 300_000,
          hookTimeout: 600_000,
        },
      },
    ],
  },
});
