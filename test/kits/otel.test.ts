import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { parse, parseAllDocuments } from 'yaml';
import { collectorFindings } from '../../src/kits/check/collector/collector.js';
import { kubernetesFindings } from '../../src/kits/check/kubernetes.js';
import { platformFor, rendered } from './acgs2.js';

const CONFIGURATIONS = ['agent/collector.yaml', 'gateway/collector.yaml', 'jaeger/config.yaml'];

interface Manifest {
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly annotations?: Readonly<Record<string, string>> };
  readonly spec: {
    readonly internalTrafficPolicy?: string;
    readonly ports?: readonly { readonly port: number }[];
    readonly template?: {
      readonly metadata: { readonly annotations?: Readonly<Record<string, string>> };
      readonly spec: { readonly containers: readonly [Container] };
    };
  };
}
interface Container {
  readonly image: string;
  readonly env: readonly { readonly name: string; readonly value?: string }[];
  readonly resources: { readonly limits: Readonly<Record<string, string>> };
}

const manifests = (text: string): readonly Manifest[] =>
  parseAllDocuments(text).map((one) => one.toJS() as Manifest);

async function findingsIn(files: Readonly<Record<string, string>>): Promise<readonly string[]> {
  const checked = Object.entries(files).map(([path, text]) => ({ path, text, format: 'yaml' }));
  const collectors = checked.filter(({ path }) => CONFIGURATIONS.includes(path.replace('deploy/otel/', '')));
  expect(collectors).toHaveLength(3);
  const objects = checked.filter(({ path }) => /^deploy\/otel\/[^/]*\.yaml$/.test(path));
  const judged = await Promise.all(objects.map((file) => kubernetesFindings(file)));
  return [
    ...judged.flatMap(({ findings, unknown }) => [...findings.map(({ message }) => message), ...unknown]),
    ...(await collectorFindings(collectors)).map(({ path, message }) => `${path}: ${message}`),
  ];
}

describe('kit otel', () => {
  it.for([{}, { storage: 'elasticsearch', remoteWrite: 'https://metrics.example.com/write' }])(
    'passes the schemas of Kubernetes and of the components: %j',
    async (answers) => {
      expect(await findingsIn(await rendered('otel', answers))).toEqual([]);
    },
  );

  it('is where the pods of the kit rollouts send to', async () => {
    const answers = { tracingNamespace: 'tracing' };
    const pods = await rendered('rollouts', answers);
    const [, name, namespace, port] =
      /http:\/\/([a-z-]+)\.([a-z]+)\.svc:(\d+)/.exec(pods['deploy/rollouts/services/audit.yaml']!) ?? [];
    const agent = manifests((await rendered('otel', answers))['deploy/otel/agent.yaml']!);
    const service = agent.find(({ kind }) => kind === 'Service')!;
    expect(service.metadata).toMatchObject({ name, namespace });
    expect(service.spec.ports!.map((one) => one.port)).toContain(Number(port));
    expect(service.spec.internalTrafficPolicy).toBe('Local');
  });

  it('keeps every failed and slow trace, and decides where all spans of it are', async () => {
    const files = await rendered('otel', { slowMilliseconds: 250, keepPercent: 1 });
    const gateway = parse(files['deploy/otel/gateway/collector.yaml']!) as {
      processors: { tail_sampling: { policies: readonly object[] } };
    };
    expect(gateway.processors.tail_sampling.policies).toEqual([
      { name: 'failed', type: 'status_code', status_code: { status_codes: ['ERROR'] } },
      { name: 'slow', type: 'latency', latency: { threshold_ms: 250 } },
      { name: 'share', type: 'probabilistic', probabilistic: { sampling_percentage: 1 } },
    ]);
    const agent = parse(files['deploy/otel/agent/collector.yaml']!) as {
      exporters: { load_balancing: { routing_key: string; resolver: { dns: { hostname: string } } } };
    };
    const { routing_key: key, resolver } = agent.exporters.load_balancing;
    expect(key).toBe('traceID');
    const services = manifests(files['deploy/otel/gateway.yaml']!).filter(({ kind }) => kind === 'Service');
    expect(services.map(({ metadata }) => metadata.name)).toContain(resolver.dns.hostname.split('.')[0]);
  });

  it('limits each container, and Go below that; pods carry the hash', async () => {
    const files = await rendered('otel', { agentMemory: 1000 });
    for (const name of ['agent', 'gateway', 'jaeger']) {
      const pod = manifests(files[`deploy/otel/${name}.yaml`]!).find(({ spec }) => spec?.template)!.spec
        .template!;
      const [{ resources, env }] = pod.spec.containers;
      const limit = Number.parseInt(resources.limits['memory']!, 10);
      const soft = Number.parseInt(env.find((one) => one.name === 'GOMEMLIMIT')!.value!, 10);
      expect(soft).toBe(Math.floor(limit * 0.8));
      expect(pod.metadata.annotations).toEqual({ 'acgs.io/constitutional-hash': 'cdd01ef066bc6cf2' });
    }
    const without = await rendered(
      'otel',
      {},
      platformFor((yaml) => `${yaml}constitutionalHash: false\n`),
    );
    expect(JSON.stringify(without)).not.toContain('acgs.io/constitutional-hash:');
  });

  it('names the version of the collector whose schemas it was judged by', async () => {
    const { version } = JSON.parse(await readFile('schemas/otel/collector.json', 'utf8')) as {
      version: string;
    };
    const agent = (await rendered('otel'))['deploy/otel/agent.yaml']!;
    expect(agent).toContain(`opentelemetry-collector-contrib:${version.slice(1)}`);
  });

  it('lets collectors reach the next one alone, and what an answer names in the place where it is', async () => {
    const edges = async (answers: object): Promise<Readonly<Record<string, unknown>>> => {
      const files = await rendered('otel', { ...answers });
      const policies = parseAllDocuments(files['deploy/otel/network-policies.yaml']!).map(
        (one) => one.toJS() as { metadata: { name: string }; spec: { egress?: unknown } },
      );
      expect(policies[0]).toMatchObject({ spec: { podSelector: {}, policyTypes: ['Ingress', 'Egress'] } });
      return Object.fromEntries(policies.map(({ metadata, spec }) => [metadata.name, spec.egress]));
    };
    const pods = (name: string): object => ({
      podSelector: { matchLabels: { 'app.kubernetes.io/name': name } },
    });
    const space = (name: string): object => ({
      namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': name } },
    });
    const tcp = (port: number): readonly object[] => [{ protocol: 'TCP', port }];
    const usual = await edges({});
    expect(usual['otel-gateway']).toEqual([
      { to: [pods('jaeger')], ports: tcp(4317) },
      { to: [space('monitoring')], ports: tcp(9090) },
    ]);
    expect(usual['jaeger']).toEqual([]);
    const inside = { storage: 'elasticsearch', elasticsearch: 'http://elasticsearch.acgs2-data:9200' };
    expect((await edges(inside))['jaeger']).toEqual([{ to: [space('acgs2-data')], ports: tcp(9200) }]);
    const outside = await edges({ remoteWrite: 'https://metrics.example.com/write' });
    expect(outside['otel-gateway']).toContainEqual({
      to: [
        { ipBlock: { cidr: '0.0.0.0/0', except: ['169.254.169.254/32'] } },
        { ipBlock: { cidr: '::/0', except: ['fd00:ec2::254/128'] } },
      ],
      ports: tcp(443),
    });
  });

  it('draws the metrics that the services have', async () => {
    const files = await rendered('otel');
    const dashboard = JSON.parse(files['deploy/otel/dashboards/services.json']!) as {
      panels: readonly { targets: readonly { expr: string }[] }[];
    };
    const asked = dashboard.panels.flatMap(({ targets }) => targets.map(({ expr }) => expr)).join('\n');
    for (const metric of ['http_requests_total', 'http_request_duration_seconds_bucket', 'cache_hits_total'])
      expect(asked).toContain(metric);
    expect(() => JSON.parse(files['deploy/otel/dashboards/collectors.json']!) as unknown).not.toThrow();
  });

  it.for([
    ['tracingNamespace', 'a\nb: c'],
    ['remoteWrite', 'http://x/"\n  evil: true'],
    ['elasticsearch', 'http://x:9200${env:TOKEN}'],
    ['collectorVersion', '1.0.0; rm -rf /'],
    ['storageSize', '1Gi }'],
  ])('refuses a hostile %s', async ([name, value]) => {
    await expect(rendered('otel', { [name!]: value })).rejects.toMatchObject({ code: 'config/invalid' });
  });
});
