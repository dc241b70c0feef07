import { describe, expect, it } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { reachabilityMatrix } from '../../src/kits/network/matrix.js';
import { type NetworkPolicy } from '../../src/kits/network/network-policy.js';
import { reaches, type Endpoint } from '../../src/kits/network/reaches.js';
import { platformFor, rendered } from './acgs2.js';

const NEIGHBOURS = { gatewayNamespace: 'envoy-gateway-system', monitoringNamespace: 'monitoring' };

async function policiesOf(answers = {}, platform = platformFor()): Promise<NetworkPolicy[]> {
  const files = await rendered('network-policies', answers, platform);
  return read(files['deploy/network-policies/policies.yaml']!);
}

const read = (text: string): NetworkPolicy[] =>
  parseAllDocuments(text).map((document) => document.toJS() as NetworkPolicy);

const pod = (component: string, namespace = 'acgs2-system'): Endpoint => ({
  kind: 'pod',
  namespace,
  labels: { 'app.kubernetes.io/name': 'acgs2', 'app.kubernetes.io/component': component },
});
const database = (name: string, namespace = 'acgs2-system'): Endpoint => ({
  kind: 'pod',
  namespace,
  labels: { 'app.kubernetes.io/name': name },
});

/** The policies of the action plan (task 5.1, Apache-2.0) as they select: labels that nothing sets, DNS in the wrong namespace. */
const PLAN = `
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: allow-internal, namespace: acgs2-system }
spec:
  podSelector: {}
  policyTypes: [Ingress, Egress]
  ingress: [{ from: [{ namespaceSelector: { matchLabels: { name: acgs2-system } } }] }]
  egress:
    - to: [{ namespaceSelector: { matchLabels: { name: acgs2-system } } }]
    - to: [{ podSelector: { matchLabels: { k8s-app: kube-dns } } }]
      ports: [{ protocol: UDP, port: 53 }]
`;

describe('kit network-policies', () => {
  it('allows each call of acgs.yaml and nothing else', async () => {
    const policies = await policiesOf();
    const matrix = reachabilityMatrix(platformFor(), NEIGHBOURS);
    expect(matrix.filter(({ allowed }) => allowed).length).toBeGreaterThan(20);
    expect(matrix.filter(({ allowed }) => !allowed).length).toBeGreaterThan(40);
    const wrong = matrix.filter((one) => reaches(policies, one) !== one.allowed);
    expect(wrong.map(({ what, allowed }) => `${what} should be ${allowed ? 'allowed' : 'denied'}`)).toEqual(
      [],
    );
  });

  it.each([
    ['a caller', 'audit', database('postgres'), 5432, true],
    ['one that does not call it', 'api-gateway', database('postgres'), 5432, false],
    ['a caller at another port', 'audit', database('postgres'), 22, false],
    ['a caller, in its namespace', 'agent-bus', database('kafka', 'acgs2-data'), 9092, true],
    ['one that does not call it there', 'audit', database('kafka', 'acgs2-data'), 9092, false],
  ] as const)('lets %s reach a database: %s → %o:%i', async (_, from, to, port, allowed) => {
    expect(reaches(await policiesOf(), { from: pod(from), to, port, protocol: 'TCP' })).toBe(allowed);
  });

  it('lets a database talk to its replicas and nobody else', async () => {
    const policies = await policiesOf();
    const connection = { from: database('postgres'), port: 5432, protocol: 'TCP' } as const;
    expect(reaches(policies, { ...connection, to: database('postgres') })).toBe(true);
    expect(reaches(policies, { ...connection, to: pod('audit') })).toBe(false);
  });

  it('keeps private networks out of what a call to the world opens', async () => {
    const policies = await policiesOf();
    const to = (ip: string): Endpoint => ({ kind: 'address', ip });
    const call = { from: pod('policy-registry'), port: 443, protocol: 'TCP' } as const;
    expect(reaches(policies, { ...call, to: to('140.82.112.5') })).toBe(true);
    expect(reaches(policies, { ...call, to: to('2606:50c0:8000::153') })).toBe(true);
    for (const ip of ['10.0.0.1', '172.20.1.1', '192.168.1.1', '169.254.169.254', 'fd00:ec2::254', 'fe80::1'])
      expect(reaches(policies, { ...call, to: to(ip) }), ip).toBe(false);
  });

  it('follows acgs.yaml: a new port, a new call, nothing exposed', async () => {
    const platform = platformFor((yaml) =>
      yaml
        .replace('port: 8002', 'port: 9999')
        .replace('    expose: true\n', '')
        .replace('calls: [agent-bus,', 'calls: [audit, agent-bus,'),
    );
    const policies = await policiesOf({}, platform);
    const wrong = reachabilityMatrix(platform, NEIGHBOURS).filter(
      (one) => reaches(policies, one) !== one.allowed,
    );
    expect(wrong).toEqual([]);
    expect(
      reaches(policies, { from: pod('api-gateway'), to: pod('audit'), port: 9999, protocol: 'TCP' }),
    ).toBe(true);
    expect(
      reaches(policies, {
        from: pod('', 'envoy-gateway-system'),
        to: pod('api-gateway'),
        port: 8080,
        protocol: 'TCP',
      }),
    ).toBe(false);
  });

  it('finds the policies of the plan to be an outage, and open once its labels are set', () => {
    const wrong = (text: string): string[] =>
      reachabilityMatrix(platformFor(), NEIGHBOURS)
        .filter((one) => reaches(read(text), one) !== one.allowed)
        .map(({ what }) => what);
    expect(wrong(PLAN)).toEqual(
      expect.arrayContaining(['audit → DNS (UDP):53', 'api-gateway → agent-bus:8000']),
    );
    const labelled = PLAN.replaceAll(
      '{ name: acgs2-system }',
      '{ kubernetes.io/metadata.name: acgs2-system }',
    ).replaceAll(
      'metadata: { kubernetes.io/metadata.name: acgs2-system }',
      'metadata: { name: acgs2-system }',
    );
    expect(wrong(labelled)).toContain('search-platform → api-gateway:8080');
  });
});
