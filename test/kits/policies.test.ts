import { readFileSync } from 'node:fs';
import { loadPolicy } from '@open-policy-agent/opa-wasm';
import { describe, expect, it } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { testPolicy } from '../../src/actions/policy/test-policy.js';
import { projectRoot } from '../bench/bench.js';
import { scratchFolder } from '../bench/scratch.js';
import { rendered } from './acgs2.js';
import { BAD_PODS, GOOD_PODS } from './pods.js';

async function judge(): Promise<(object: unknown) => readonly string[]> {
  const policy = await loadPolicy(readFileSync(`${projectRoot}/templates/kits/policies/pods.wasm`));
  const files = await rendered('policies');
  policy.setData(JSON.parse(files['policy/data.json']!) as object);
  return (object) => (policy.evaluate(object, 'acgs/pods/deny') as [{ result: string[] }])[0].result;
}

describe('kit policies: the Rego', () => {
  it('refuses each bad pod and admits each good one', async () => {
    const denied = await judge();
    for (const { what, object } of BAD_PODS) expect(denied(object), what).not.toEqual([]);
    for (const { what, object } of GOOD_PODS) expect(denied(object), what).toEqual([]);
  });

  it('names one fault only once, and the container', async () => {
    const denied = await judge();
    expect(denied(BAD_PODS[0]!.object)).toEqual(['Pod api, containers api: is privileged']);
  });

  it('admits what the other kits render', async () => {
    const denied = await judge();
    const files = { ...(await rendered('rollouts')), ...(await rendered('argocd')) };
    const objects = Object.entries(files)
      .filter(([path]) => /^deploy\/(?:rollouts\/services|argocd\/hooks)\//.test(path))
      .flatMap(([, text]) => parseAllDocuments(text).map((one) => one.toJS() as unknown));
    expect(objects.length).toBeGreaterThan(30);
    for (const object of objects) expect(denied(object)).toEqual([]);
  });
});

describe('testPolicy', () => {
  it('runs the compiled copy while the Rego is the one that it was built from', async () => {
    using scratch = scratchFolder(await rendered('policies'));
    const { engine, tests } = await testPolicy(`${scratch.folder}/policy`);
    expect(engine).toBe('compiled');
    expect(tests.length).toBeGreaterThan(20);
    expect(tests.filter(({ passed }) => !passed)).toEqual([]);
    expect(tests.map(({ name }) => name)).toContain('acgs.pods_test.test_privileged');
  });

  it('never runs it for Rego that was edited: without opa that is a missing tool', async () => {
    const files = await rendered('policies');
    using scratch = scratchFolder({
      ...files,
      'policy/pods/pods.rego': `${files['policy/pods/pods.rego']}\n# mine\n`,
    });
    const path = process.env['PATH'];
    process.env['PATH'] = '';
    try {
      await expect(testPolicy(`${scratch.folder}/policy`)).rejects.toMatchObject({
        code: 'tool/missing',
        exit: 5,
      });
    } finally {
      process.env['PATH'] = path;
    }
  });

  it('says so where there is no Rego', async () => {
    using scratch = scratchFolder({ 'policy/readme.md': '' });
    for (const folder of ['policy', 'policy/readme.md', 'nowhere'])
      await expect(testPolicy(`${scratch.folder}/${folder}`)).rejects.toMatchObject({
        code: 'source/not-found',
        exit: 2,
      });
  });
});
