import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach } from 'vitest';
import { Layout } from '../../src/registry/layout.js';
import { FakeRegistry, type FakeRegistryOptions } from './fake-registry.js';

/** Registries and layouts for the tests of a file, each gone after its test. */
export function passingPlaces(): {
  readonly start: (options?: FakeRegistryOptions) => Promise<FakeRegistry>;
  readonly emptyLayout: () => Promise<Layout>;
} {
  const cleanUps: (() => Promise<void>)[] = [];
  afterEach(async () => {
    for (const cleanUp of cleanUps.splice(0)) await cleanUp();
  });
  return {
    async start(options = {}) {
      const registry = await FakeRegistry.start(options);
      cleanUps.push(async () => await registry.close());
      return registry;
    },
    async emptyLayout() {
      const folder = await mkdtemp(join(tmpdir(), 'acgs-places-'));
      cleanUps.push(async () => await rm(folder, { recursive: true, force: true }));
      return await Layout.init(folder);
    },
  };
}
