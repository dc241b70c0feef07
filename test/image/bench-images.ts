import { join } from 'node:path';
import { type BuildOptions } from '../../src/actions/build.js';
import { type BuildRequest } from '../../src/image/build-request.js';
import { bench } from '../bench/bench.js';

/** Lets this process use the engine of the bench, as `DOCKER_HOST=… acgs` would. */
export function useBenchEngine(): void {
  Object.assign(process.env, bench().env);
}

export const BUSYBOX = 'busybox:stable';

/** Options for a service whose Dockerfile builds on the bench's busybox. */
export function serviceOptions(
  folder: string,
  text: string,
  changes: Partial<BuildRequest> = {},
): BuildOptions {
  return {
    service: 'api',
    image: 'acme/api',
    root: folder,
    layout: join(folder, 'dist/release/api/image'),
    request: {
      context: folder,
      dockerfile: { path: 'api/Dockerfile', text },
      ignore: '.git\ndist\n.acgs\n',
      platforms: [{ os: 'linux', architecture: process.arch === 'arm64' ? 'arm64' : 'amd64' }],
      buildArgs: {},
      buildContexts: { [BUSYBOX]: `docker-image://${bench().baseImages[BUSYBOX]}` },
      secrets: {},
      sourceDateEpoch: 1_700_000_000,
      ...changes,
    },
    bases: [{ name: BUSYBOX, final: true }],
    stages: [],
    labels: {
      source: 'https://example.com/acme/api',
      revision: 'a'.repeat(40),
      version: '1.2.3',
      constitutionalHash: 'cdd01ef066bc6cf2',
    },
  };
}
