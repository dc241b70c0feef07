import { join } from 'node:path';
import { beforeAll, expect, it } from 'vitest';
import { build } from '../../src/actions/build.js';
import { provenance } from '../../src/actions/provenance.js';
import { hexOf } from '../../src/model/digest.js';
import { provenanceProblems } from '../../src/provenance/validate-provenance.js';
import { scratchFolder } from '../bench/scratch.js';
import { BUSYBOX, serviceOptions, useBenchEngine } from '../image/bench-images.js';

beforeAll(useBenchEngine);

it('states a real build: its subjects are what was built, its base stands in it once, by the digest that was used', async () => {
  using scratch = scratchFolder();
  const { artifact, materials, builder } = await build(
    serviceOptions(scratch.folder, 'FROM busybox:stable\nRUN echo hello > /hello\n'),
  );
  const { statement } = await provenance({
    image: artifact.image,
    index: artifact.digest,
    manifests: artifact.platforms.map(({ manifest }) => manifest),
    source: { commit: 'a'.repeat(40), dirty: false, changed: [], ignored: [] },
    context: '.',
    dockerfile: 'Dockerfile',
    buildArgs: {},
    platforms: ['linux/amd64'],
    secrets: [],
    sourceDateEpoch: 1_700_000_000,
    bases: artifact.bases,
    materials,
    versions: { acgs: '0.1.0', buildx: builder.buildx },
    startedOn: '2026-01-01T00:00:00Z',
    finishedOn: '2026-01-01T00:00:01Z',
    byproducts: [],
    output: join(scratch.folder, 'dist'),
  });
  expect(provenanceProblems(statement)).toEqual([]);
  expect(statement.subject.map(({ digest }) => digest['sha256'])).toEqual(
    [artifact.digest, ...artifact.platforms.map(({ manifest }) => manifest)].map(hexOf),
  );
  const [base] = artifact.bases;
  const named = statement.predicate.buildDefinition.resolvedDependencies.filter(
    ({ digest }) => digest?.['sha256'],
  );
  expect(named).toHaveLength(1);
  expect(named[0]).toMatchObject({ name: BUSYBOX, digest: { sha256: hexOf(base?.digest ?? 'sha256:') } });
});
