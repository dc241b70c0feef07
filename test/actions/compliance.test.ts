import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Compliance, compliance } from '../../src/actions/compliance.js';
import { WritableEvidenceIn } from '../../src/evidence/stores/evidence-in.js';
import { HASH_LABEL } from '../../src/model/constitutional-hash.js';
import { type Descriptor } from '../../src/model/descriptor.js';
import { type Digest } from '../../src/model/digest.js';
import { Layout } from '../../src/registry/layout.js';
import { ACGS2_YAML } from '../kits/acgs2.js';
import { SampleProject } from './kit/sample-project.js';
import { putTestImage } from './test-image.js';

const HASH = 'cdd01ef066bc6cf2';
const OBJECTS = `apiVersion: v1
kind: Service
metadata:
  name: a
  annotations: { acgs.io/constitutional-hash: ${HASH} }
---
apiVersion: batch/v1
kind: CronJob
metadata:
  name: b
  labels: { acgs.io/constitutional-hash: ${HASH} }
spec:
  jobTemplate: { spec: { template: { metadata: {}, spec: { containers: [] } } } }
---
apiVersion: kustomize.config.k8s.io/v1beta1
kind: Kustomization
metadata: { name: c }
`;

let project: SampleProject;
beforeEach(async () => {
  project = new SampleProject();
  project.kit('web', {
    files: {
      'a.yaml': ['merge', 'yaml', OBJECTS],
      'b.json': ['managed', 'json', '{}\n'],
      'c.sh': ['managed', 'shell', '#!/bin/sh\n'],
    },
  });
  await project.add('web');
});
afterEach(() => {
  project.dispose();
});

async function listed(): Promise<Compliance> {
  return await compliance({ ...project.options, output: 'dist/release' });
}

describe('acgs compliance', () => {
  it('lists headers, objects, pod templates and what the lock covers', async () => {
    const { items, percent, expected } = await listed();
    expect({ percent, expected }).toEqual({ percent: 83, expected: HASH });
    expect(items.map(({ path, where, met }) => `${path} ${where} ${met}`)).toEqual([
      'a.yaml header true',
      'a.yaml Service a true',
      'a.yaml CronJob b true',
      'a.yaml pod template of CronJob b false',
      'b.json lock true',
      'c.sh header true',
    ]);
  });

  it('finds another hash, an edited file that the lock covered, and a header that was removed', async () => {
    project.write('a.yaml', project.read('a.yaml').replace(`hash: ${HASH}`, 'hash: other'));
    project.write('b.json', '{"a":1}\n');
    project.write('c.sh', '#!/bin/sh\n');
    const { items } = await listed();
    expect(items.filter(({ met }) => !met).map(({ path, where, found }) => [path, where, found])).toEqual([
      ['a.yaml', 'Service a', 'other'],
      ['a.yaml', 'pod template of CronJob b', undefined],
      ['b.json', 'lock', undefined],
      ['c.sh', 'header', undefined],
    ]);
  });

  it('lists images and platforms of a release by their labels', async () => {
    const folder = join(project.root, 'dist/release/audit/image');
    mkdirSync(folder, { recursive: true });
    await putTestImage(await Layout.init(folder), 'compliance');
    const { items } = await listed();
    expect(
      items.filter(({ kind }) => kind === 'built').map(({ path, where, met }) => [path, where, met]),
    ).toEqual([
      ['dist/release/audit/image', 'image', false],
      ['dist/release/audit/image', 'linux/amd64', true],
      ['dist/release/audit/image', 'linux/arm64', true],
    ]);
  });

  it('lists signatures and attestations by what is written on them, in both of cosign’s forms', async () => {
    const folder = join(project.root, 'dist/release/audit/image');
    mkdirSync(folder, { recursive: true });
    const layout = await Layout.init(folder);
    const { index, platforms } = await putTestImage(layout, 'compliance');
    const about = async (digest: Digest): Promise<Descriptor> =>
      (await layout.getManifest(digest)).descriptor;
    const facts = { predicateType: 'https://example.com/a', created: '2026-01-01T00:00:00Z' };
    const legacy = {
      bytes: Buffer.from('{}'),
      mediaType: 'application/vnd.dsse.envelope.v1+json',
      annotations: {},
    };
    const [amd64, arm64] = platforms.map(({ manifest }) => manifest) as [Digest, Digest];
    const ours = new WritableEvidenceIn(layout, undefined, { [HASH_LABEL]: HASH });
    await ours.attachBundle(await about(index), Buffer.from('ours'), facts);
    await ours.attachLegacy(amd64, 'att', legacy);
    const others = new WritableEvidenceIn(layout);
    await others.attachBundle(await about(index), Buffer.from('others'), facts);
    await others.attachLegacy(arm64, 'att', legacy);
    await ours.attachLegacy(arm64, 'att', { ...legacy, bytes: Buffer.from('{"a":1}') });
    const { items } = await listed();
    const attested = items.filter(({ kind }) => kind === 'attested');
    expect(attested.map(({ where, met }) => [where.replace(/ [0-9a-f]{12}$/, ''), met]).sort()).toEqual([
      ['evidence', false],
      ['evidence', true],
      ['https://example.com/a', false],
      ['https://example.com/a', true],
    ]);
  });

  it('asks for nothing where acgs.yaml turns the hash off', async () => {
    project.write('acgs.yaml', `${ACGS2_YAML}constitutionalHash: false\n`);
    expect(await listed()).toEqual({ items: [], percent: 100 });
  });
});
