import { describe, expect, it } from 'vitest';
import { parse, parseAllDocuments } from 'yaml';
import { rendered } from './acgs2.js';

interface Application {
  readonly spec: {
    readonly hooks?: unknown;
    readonly sources: readonly {
      readonly repoURL: string;
      readonly path: string;
      readonly targetRevision: string;
      readonly kustomize?: { readonly images: readonly string[] };
    }[];
    readonly destination: { readonly namespace: string };
  };
}
interface Project {
  readonly spec: {
    readonly sourceRepos: readonly string[];
    readonly destinations: readonly { readonly namespace: string }[];
    readonly clusterResourceWhitelist: readonly object[];
    readonly namespaceResourceWhitelist: readonly { readonly group: string; readonly kind: string }[];
  };
}
interface Manifest {
  readonly apiVersion: string;
  readonly kind: string;
}

const DIGEST = `sha256:${'b'.repeat(64)}`;
const documents = (text: string): Manifest[] => parseAllDocuments(text).map((one) => one.toJS() as Manifest);

describe('kit argocd', () => {
  it('follows a tag, with the digests of the release', async () => {
    const files = await rendered('argocd', { version: '1.4.0', digests: { audit: DIGEST } });
    const { spec } = parse(files['deploy/argocd/application.yaml']!) as Application;
    expect(spec.sources.map(({ targetRevision }) => targetRevision)).toEqual(['v1.4.0', 'v1.4.0', 'v1.4.0']);
    expect(spec.sources[0]!.kustomize!.images).toEqual([
      `ghcr.io/acme/acgs2/audit=ghcr.io/acme/acgs2/audit@${DIGEST}`,
    ]);
    expect(spec.hooks).toBeUndefined();
  });

  it('gives its project one repository, one namespace, and the kinds that the other kits render', async () => {
    const files = await rendered('argocd');
    const { spec } = parse(files['deploy/argocd/project.yaml']!) as Project;
    expect(spec.sourceRepos).toEqual(['https://github.com/acme/acgs2']);
    expect(spec.destinations.map(({ namespace }) => namespace)).toEqual(['acgs2-system']);
    const applied = { ...(await rendered('rollouts')), ...(await rendered('network-policies')), ...files };
    const kinds = Object.entries(applied)
      .filter(([path]) =>
        /^deploy\/(?:rollouts\/(?!controller|tests|kustom)|network-policies|argocd\/hooks)/.test(path),
      )
      .flatMap(([, text]) => documents(text));
    expect(kinds.length).toBeGreaterThan(40);
    const allowed = [...spec.namespaceResourceWhitelist, { group: '', kind: 'Namespace' }];
    for (const { apiVersion, kind } of kinds) {
      const group = apiVersion.includes('/') ? apiVersion.split('/')[0] : '';
      expect(allowed).toContainEqual({ group, kind });
    }
  });

  it('holds no secret, and nobody logs in by password', async () => {
    const files = await rendered('argocd');
    const kustomization = parse(files['deploy/argocd/install/kustomization.yaml']!) as {
      patches: readonly { patch: string }[];
    };
    const config = parse(kustomization.patches[0]!.patch) as { data: Record<string, string> };
    expect(config.data['admin.enabled']).toBe('false');
    expect(parse(config.data['oidc.config']!)).toMatchObject({
      clientID: '$argocd-oidc:clientID',
      clientSecret: '$argocd-oidc:clientSecret',
    });
  });
});
