import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { kitTools } from '../bench/bench.js';
import { addedKits, type AddedKits } from './added-kits.js';
import { BAD_PODS, GOOD_PODS } from './pods.js';

/** What Gatekeeper's `gator test` says of an object that a constraint refuses. */
interface Violation {
  readonly msg: string;
  readonly violatingObject: { readonly kind: string; readonly metadata: { readonly name: string } };
}

describe('the policy of the kit policies, over what all kits render', () => {
  const tools = kitTools();
  let project: AddedKits;
  beforeAll(async () => {
    project = await addedKits();
  });
  afterAll(() => project.remove());

  it('conftest', async () => {
    const policy = ['--namespace', 'acgs.pods', '--policy', 'policy/pods', '--data', 'policy/data.json'];
    const judged = await project.run(tools.conftest, 'test', '--no-color', ...policy, ...project.manifests());
    expect(judged).toMatchObject({ code: 0 });
    expect(judged.stdout).toMatch(/\b0 failures/);
    // and it is no policy that lets everything pass
    project.write({ 'bad.yaml': BAD_PODS.map(({ object }) => stringify(object)).join('---\n') });
    const bad = await project.run(
      tools.conftest,
      'test',
      '--no-color',
      '--output=json',
      ...policy,
      'bad.yaml',
    );
    expect(bad.code).toBe(1);
  });

  it('gator, with the constraint: good pods and bad ones too', async () => {
    const judge = async (...paths: readonly string[]): Promise<readonly Violation[]> => {
      const { stdout, stderr } = await project.run(
        tools.gator,
        ...['test', '--output=json'],
        ...['deploy/policies/gatekeeper.yaml', ...paths].flatMap((path) => ['--filename', path]),
      );
      expect(stdout, stderr).not.toBe('');
      return (JSON.parse(stdout) ?? []) as readonly Violation[];
    };
    const applied = project.manifests().filter((path) => !/policies\/|kustomization/.test(path));
    project.write({
      'good.yaml': GOOD_PODS.map(({ object }) => stringify(object)).join('---\n'),
      ...Object.fromEntries(BAD_PODS.map(({ object }, index) => [`bad/${index}.yaml`, stringify(object)])),
    });
    expect(await judge(...applied, 'good.yaml')).toEqual([]);
    for (const [index, { what }] of BAD_PODS.entries())
      expect(await judge(`bad/${index}.yaml`), what).not.toEqual([]);
  });
});
