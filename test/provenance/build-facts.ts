import { type Digest } from '../../src/model/digest.js';
import { BUILDERS } from '../../src/provenance/builders.js';
import { type BuildFacts } from '../../src/provenance/container-provenance.js';

export const digest = (letter: string): Digest => `sha256:${letter.repeat(64)}`;
export const COMMIT = '0123456789abcdef0123456789abcdef01234567';

/** Facts of an ordinary, clean, local build. */
export const buildFacts: BuildFacts = {
  image: 'acme/api',
  index: digest('a'),
  manifests: [digest('b')],
  source: {
    commit: COMMIT,
    repository: 'https://github.com/acme/api',
    ref: 'refs/heads/main',
    revision: 'f'.repeat(40),
    dirty: false,
    changed: [],
    ignored: [],
  },
  context: 'services/api',
  dockerfile: 'services/api/Dockerfile',
  buildArgs: { VERSION: '1.2.3' },
  platforms: ['linux/amd64'],
  secrets: ['npmrc'],
  sourceDateEpoch: 1_767_225_600,
  bases: [{ name: 'python:3.13-slim', digest: digest('c') }],
  materials: [
    { uri: 'pkg:docker/python@3.13-slim?platform=linux%2Famd64', digest: { sha256: 'c'.repeat(64) } },
    { uri: 'https://example.com/tool.tar.gz', digest: { sha256: 'd'.repeat(64) } },
  ],
  builderId: BUILDERS.local.id,
  versions: { acgs: '0.1.0', buildx: '0.29.1', docker: '28.5.2' },
  invocationId: 'urn:uuid:00000000-0000-4000-8000-000000000000',
  startedOn: '2026-01-01T00:00:00Z',
  finishedOn: '2026-01-01T00:00:09Z',
  byproducts: [{ name: 'build.log', digest: digest('e'), mediaType: 'text/plain' }],
};
