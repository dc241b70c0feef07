import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Compliance, compliance } from '../../src/actions/compliance.js';
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

  it('asks for nothing where acgs.yaml turns the hash off', async () => {
    project.write('acgs.yaml', `${ACGS2_YAML}constitutionalHash: false\n`);
    expect(await listed()).toEqual({ items: [], percent: 100 });
  });
});
