import { describe, expect, it } from 'vitest';
import { kubernetesFindings } from '../../../src/kits/check/kubernetes.js';

async function messages(text: string): Promise<readonly string[]> {
  const { findings, unknown } = await kubernetesFindings({ path: 'a.yaml', text, format: 'yaml' });
  return [...findings.map(({ line, message }) => `${line ?? 0}: ${message}`), ...unknown];
}

const DEPLOYMENT = `apiVersion: apps/v1
kind: Deployment
metadata:
  name: api
spec:
  selector: { matchLabels: { app: api } }
  template:
    metadata: { labels: { app: api } }
    spec:
      containers:
        - name: api
          image: example/api
          ports: [{ containerPort: 8080 }]
          resources: { limits: { cpu: 1, memory: 512Mi } }
          livenessProbe: { httpGet: { path: /live, port: http } }
`;

describe('Kubernetes objects', () => {
  it('passes a good one', async () => {
    expect(await messages(DEPLOYMENT)).toEqual([]);
  });

  it('names unknown fields and wrong types with their line', async () => {
    const bad = DEPLOYMENT.replace('          image: example/api', '          imag: x').replace(
      '8080',
      '"8080"',
    );
    expect(await messages(`# one\n---\n${bad}`)).toEqual([
      '15: Deployment api: spec.template.spec.containers.0.ports.0.containerPort: type "string" is invalid. Expected "integer"',
      '14: Deployment api: spec.template.spec.containers.0.imag: there is no such field',
    ]);
  });

  it('tells which versions of Kubernetes do not have a field', async () => {
    const text = DEPLOYMENT.replace(
      '    spec:\n',
      '    spec:\n      workloadRef: { name: x, podGroup: y }\n',
    );
    expect(await messages(text)).toEqual([
      expect.stringMatching(
        /^10: Deployment api: spec\.template\.spec\.workloadRef: there is no such field \(Kubernetes 1\.34/,
      ),
    ]);
  });

  it('refuses inline analysis of a Rollout and hooks of an Application, which never were fields', async () => {
    const rollout =
      'apiVersion: argoproj.io/v1alpha1\nkind: Rollout\nmetadata: { name: a }\nspec:\n  strategy:\n    canary:\n      analysis:\n        threshold: 5\n        args: { a: b }\n';
    expect(await messages(rollout)).toEqual([
      expect.stringContaining(
        'spec.strategy.canary.analysis.args: type "object" is invalid. Expected "array"',
      ),
      expect.stringContaining('spec.strategy.canary.analysis.threshold: there is no such field'),
    ]);
    const application =
      'apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: { name: a }\nspec:\n  project: x\n  destination: {}\n  hooks: []\n';
    expect(await messages(application)).toEqual(['7: Application a: spec.hooks: there is no such field']);
  });

  it('says which kinds it does not know, and passes over what is no object', async () => {
    expect(await messages('apiVersion: acme.io/v1\nkind: Thing\n')).toEqual(['acme.io/v1 Thing']);
    expect(await messages('a: 1\n---\n- x\n')).toEqual([]);
  });
});
