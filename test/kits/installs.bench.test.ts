import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { kitTools } from '../bench/bench.js';
import { runOk } from '../bench/run.js';
import { rendered } from './acgs2.js';
import { kubeconform } from './kubeconform.js';
import { kustomize } from './kustomize.js';
import { writtenKit } from './written-kit.js';

interface Manifest {
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string };
  readonly data?: Readonly<Record<string, string>>;
  readonly spec?: { readonly replicas?: number };
}

/** The kustomization of a kit, over what the project that it installs has released (at its address there is no network). */
async function installed(
  kit: string,
  folder: string,
  released: string,
): Promise<{ readonly text: string; readonly find: (kind: string, name: string) => Manifest | undefined }> {
  const place = (await runOk(kitTools()['argo-manifests'], [])).trim();
  using files = await writtenKit(kit);
  const path = `${folder}/kustomization.yaml`;
  const here = files.files[path]!.replace(/^ {2}- https:.*$/m, '  - released.yaml');
  expect(here).not.toBe(files.files[path]);
  files.write({ [path]: here, [`${folder}/released.yaml`]: readFileSync(join(place, released), 'utf8') });
  const text = await kustomize(join(files.folder, folder));
  const all = parseAllDocuments(text).map((one) => one.toJS() as Manifest);
  return { text, find: (kind, name) => all.find((one) => one.kind === kind && one.metadata.name === name) };
}

/** Most that a client-side apply can write into its annotation (Kubernetes, the sum of an object's annotations). */
const ANNOTATIONS_LIMIT = 262_144;

describe('what kits patch of the manifests that others release is there to be patched', () => {
  it('Argo CD: logins, rights, TLS at the gateway, the route', async () => {
    const { text, find } = await installed('argocd', 'deploy/argocd/install', 'argo-cd.yaml');
    expect(find('ConfigMap', 'argocd-cm')).toMatchObject({
      metadata: { namespace: 'argocd' },
      data: { 'admin.enabled': 'false', url: 'https://argocd.example.com' },
    });
    expect(find('ConfigMap', 'argocd-rbac-cm')?.data).toMatchObject({ 'policy.default': '' });
    expect(find('ConfigMap', 'argocd-cmd-params-cm')?.data).toMatchObject({ 'server.insecure': 'true' });
    expect(find('HTTPRoute', 'argocd')?.metadata.namespace).toBe('argocd');
    const { valid, refused } = await kubeconform({ 'built.yaml': text }, '1.36.0');
    expect(refused).toEqual([]);
    expect(valid).toBeGreaterThan(50);
  });

  it('Argo Rollouts: the plugin, two controllers, what the plugin may do', async () => {
    const { text, find } = await installed('rollouts', 'deploy/rollouts/controller', 'argo-rollouts.yaml');
    expect(find('ConfigMap', 'argo-rollouts-config')?.data?.['trafficRouterPlugins']).toContain('gatewayAPI');
    expect(find('Deployment', 'argo-rollouts')?.spec?.replicas).toBe(2);
    // its rights are where the routes are; all else that names no place is in the controller's
    for (const kind of ['Role', 'RoleBinding'])
      expect(find(kind, 'argo-rollouts-gateway-api')?.metadata.namespace).toBe('acgs2-system');
    for (const [kind, name] of [
      ['Deployment', 'argo-rollouts'],
      ['ServiceAccount', 'argo-rollouts'],
      ['ConfigMap', 'argo-rollouts-config'],
    ] as const)
      expect(find(kind, name)?.metadata.namespace).toBe('argo-rollouts');
    // before what lives in it
    expect(text.indexOf('kind: Namespace')).toBeLessThan(text.indexOf('kind: ServiceAccount\nmetadata:'));
    const { valid, refused } = await kubeconform({ 'built.yaml': text }, '1.36.0');
    expect(refused).toEqual([]);
    expect(valid).toBeGreaterThan(15);
    const largest = Math.max(...parseAllDocuments(text).map((one) => JSON.stringify(one.toJS()).length));
    expect(largest).toBeGreaterThan(ANNOTATIONS_LIMIT);
    const page = (await rendered('rollouts'))['docs/kits/rollouts.md'];
    expect(page).toContain('kubectl apply --server-side -k deploy/rollouts/controller');
  });
});
