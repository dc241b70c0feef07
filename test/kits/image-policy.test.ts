import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { platformFor, rendered } from './acgs2.js';

interface Identity {
  readonly issuer: string;
  readonly subjectRegExp: string;
}
interface ClusterImagePolicy {
  readonly spec: {
    readonly mode: string;
    readonly images: readonly { readonly glob: string }[];
    readonly authorities: readonly {
      readonly signatureFormat: string;
      readonly keyless?: { readonly identities: readonly Identity[] };
      readonly key?: object;
      readonly attestations: readonly { readonly predicateType: string }[];
    }[];
  };
}
interface ImageValidatingPolicy {
  readonly spec: {
    readonly validationActions: readonly string[];
    readonly attestors: readonly {
      readonly cosign: { readonly keyless?: { readonly identities: readonly Identity[] } };
    }[];
    readonly validations: readonly { readonly expression: string }[];
  };
}

async function policies(
  answers = {},
  platform = platformFor(),
): Promise<{ cip: ClusterImagePolicy; kyverno: ImageValidatingPolicy }> {
  const files = await rendered('image-policy', answers, platform);
  return {
    cip: parse(files['deploy/image-policy/cluster-image-policy.yaml']!) as ClusterImagePolicy,
    kyverno: parse(files['deploy/image-policy/kyverno.yaml']!) as ImageValidatingPolicy,
  };
}

describe('kit image-policy', () => {
  it('asks for the identity of the release workflow, anchored, in both forms', async () => {
    const { cip, kyverno } = await policies();
    const [identity] = cip.spec.authorities[0]!.keyless!.identities;
    expect(kyverno.spec.attestors[0]!.cosign.keyless!.identities).toEqual([identity]);
    expect(identity!.issuer).toBe('https://token.actions.githubusercontent.com');
    const pattern = new RegExp(identity!.subjectRegExp);
    const workflow = 'https://github.com/acme/acgs2/.github/workflows/slsa-release.yml@refs/tags/v1.2.3';
    expect(pattern.test(workflow)).toBe(true);
    for (const stranger of [
      `https://evil.example/${workflow}`,
      `${workflow}.evil`,
      workflow.replace('slsa-release', 'other'),
      workflow.replace('refs/tags/v1.2.3', 'refs/heads/main'),
      workflow.replace('github.com', 'githubXcom'),
      workflow.replace('acme/acgs2', 'acme/acgs2-fork'),
    ])
      expect(pattern.test(stranger), stranger).toBe(false);
  });

  it('asks for the provenance too, of every kind of container', async () => {
    const { cip, kyverno } = await policies();
    expect(cip.spec.authorities[0]!.attestations[0]!.predicateType).toBe('https://slsa.dev/provenance/v1');
    for (const { expression } of kyverno.spec.validations)
      for (const kind of ['containers', 'initContainers', 'ephemeralContainers'])
        expect(expression).toContain(kind);
  });

  it('covers each image of acgs.yaml', async () => {
    const { cip } = await policies();
    expect(cip.spec.images.map(({ glob }) => glob)).toEqual(
      platformFor().services.map(({ image }) => `${image}**`),
    );
  });

  it('warns first where that is the answer', async () => {
    const { cip, kyverno } = await policies({ mode: 'warn' });
    expect([cip.spec.mode, ...kyverno.spec.validationActions]).toEqual(['warn', 'Warn']);
  });

  it('takes the key where a key signs, in the format that the controller reads', async () => {
    const { cip, kyverno } = await policies(
      {},
      platformFor((yaml) => `${yaml}sign: { key: cosign.key }\n`),
    );
    expect(cip.spec.authorities[0]).toMatchObject({
      signatureFormat: 'legacy',
      key: { secretRef: { name: 'acgs-release-key' } },
    });
    expect(cip.spec.authorities[0]!.keyless).toBeUndefined();
    expect(kyverno.spec.attestors[0]!.cosign.keyless).toBeUndefined();
  });
});
