import { describe, expect, it } from 'vitest';
import { constraintSchemas } from '../../../src/kits/check/constraint-schemas.js';
import { kubernetesFindings } from '../../../src/kits/check/kubernetes.js';
import { rendered } from '../acgs2.js';

const GATEKEEPER = (await rendered('policies'))['deploy/policies/gatekeeper.yaml']!;

async function judged(text: string): Promise<readonly string[]> {
  const file = { path: 'gatekeeper.yaml', text, format: 'yaml' };
  const { findings, unknown } = await kubernetesFindings(file, constraintSchemas([file]));
  return [...findings.map(({ message }) => message), ...unknown];
}

describe('a Gatekeeper constraint', () => {
  it('is held against the template beside it', async () => {
    expect(await judged(GATEKEEPER)).toEqual([]);
  });

  it.each([
    [
      'a parameter that it does not have',
      'requireDigests: false',
      'requireDigest: false',
      'spec.parameters.requireDigest: there is no such field',
    ],
    [
      'a parameter of another type',
      'requireDigests: false',
      'requireDigests: 1',
      'spec.parameters.requireDigests: type "number" is invalid',
    ],
    [
      'an action that there is not',
      'enforcementAction: warn',
      'enforcementAction: refuse',
      'spec.enforcementAction: ',
    ],
    [
      'a match that matches nothing',
      '    namespaces:',
      '    namespace:',
      'spec.match.namespace: there is no such field',
    ],
  ])('with %s is refused', async (_what, from, to, message) => {
    expect(GATEKEEPER).toContain(from);
    expect((await judged(GATEKEEPER.replace(from, to))).join('\n')).toContain(
      `AcgsPods acgs2-pods: ${message}`,
    );
  });

  it('without a template is a kind that nobody knows', async () => {
    expect(await judged(GATEKEEPER.split('\n---\n')[1]!)).toEqual([
      'constraints.gatekeeper.sh/v1beta1 AcgsPods',
    ]);
    expect(
      await judged(GATEKEEPER.replace('kind: AcgsPods\n      validation', 'kind: Others\n      validation')),
    ).toEqual(['constraints.gatekeeper.sh/v1beta1 AcgsPods']);
  });
});
