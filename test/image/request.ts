import { type BuildRequest } from '../../src/image/build-request.js';

/** A small request; tests change what they are about. */
export function requestOf(changes: Partial<BuildRequest> = {}): BuildRequest {
  return {
    context: '/work/api',
    dockerfile: { path: 'api/Dockerfile', text: 'FROM scratch\n' },
    ignore: '.git\n',
    platforms: [{ os: 'linux', architecture: 'amd64' }],
    buildArgs: {},
    buildContexts: {},
    secrets: {},
    labels: {},
    sourceDateEpoch: 1_700_000_000,
    ...changes,
  };
}
