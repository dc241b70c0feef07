import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse, parseAllDocuments } from 'yaml';
import { kitTools } from '../bench/bench.js';
import { runProgram } from '../bench/run.js';
import { platformFor, rendered } from './acgs2.js';
import { writtenKit } from './written-kit.js';

interface AnalysisTemplate {
  readonly metadata: { readonly name: string };
  readonly spec: {
    readonly metrics: readonly { readonly provider: { readonly prometheus: { readonly query: string } } }[];
  };
}
interface QueryTests {
  readonly tests: readonly { readonly promql_expr_test: readonly { readonly expr: string }[] }[];
}
interface Rollout {
  readonly kind: string;
  readonly spec: {
    readonly strategy: {
      readonly canary: {
        readonly steps: readonly { readonly setWeight?: number }[];
        readonly trafficRouting?: object;
        readonly analysis?: object;
      };
    };
    readonly template: {
      readonly metadata: { readonly annotations?: Readonly<Record<string, string>> };
      readonly spec: { readonly containers: readonly { readonly image: string }[] };
    };
  };
}

const documents = (text: string): unknown[] => parseAllDocuments(text).map((one) => one.toJS() as unknown);
const oneLine = (text: string): string => text.replaceAll(/\s+/g, ' ').trim();

async function rolloutOf(service: string, answers = {}, platform = platformFor()): Promise<Rollout> {
  const files = await rendered('rollouts', answers, platform);
  const all = documents(files[`deploy/rollouts/services/${service}.yaml`]!) as Rollout[];
  return all.find(({ kind }) => kind === 'Rollout')!;
}

describe('kit rollouts', () => {
  let kit: Awaited<ReturnType<typeof writtenKit>>;
  beforeAll(async () => {
    kit = await writtenKit('rollouts');
  });
  afterAll(() => kit.remove());

  it('passes the tests of its queries', async () => {
    const { promtool } = kitTools();
    const args = ['test', 'rules', 'deploy/rollouts/tests/analysis.test.yaml'];
    expect(await runProgram(promtool, args, { cwd: kit.folder })).toMatchObject({ code: 0 });
  });

  it('asks the very queries that are tested', () => {
    const templates = documents(kit.files['deploy/rollouts/analysis-templates.yaml']!) as AnalysisTemplate[];
    const asked = templates.map(({ spec }) =>
      oneLine(spec.metrics[0]!.provider.prometheus.query)
        .replaceAll('{{args.service}}', 'api-gateway')
        .replaceAll('{{args.hash}}', '5d9c7b8f6d'),
    );
    const { tests } = parse(kit.files['deploy/rollouts/tests/analysis.test.yaml']!) as QueryTests;
    const tested = tests.flatMap((one) => one.promql_expr_test.map(({ expr }) => oneLine(expr)));
    expect(asked).toHaveLength(2);
    for (const query of asked) expect(tested).toContain(query);
  });

  it('shifts by weight where a router keeps it, and by pods elsewhere', async () => {
    const weights = ({ spec }: Rollout): (number | undefined)[] =>
      spec.strategy.canary.steps.map(({ setWeight }) => setWeight).filter((weight) => weight !== undefined);
    const exposed = await rolloutOf('api-gateway');
    expect(weights(exposed)).toEqual([10, 25, 50, 75]);
    expect(exposed.spec.strategy.canary.trafficRouting).toBeDefined();
    const inner = await rolloutOf('audit');
    expect(weights(inner)).toEqual([25, 50, 75]);
    expect(inner.spec.strategy.canary.trafficRouting).toBeUndefined();
    const meshed = await rolloutOf('audit', { mesh: true });
    expect(weights(meshed)).toEqual([10, 25, 50, 75]);
    expect((await rolloutOf('search-platform')).spec.strategy.canary.analysis).toBeUndefined();
  });

  it('names images by the digest of the release, and pods by the hash', async () => {
    const digest = `sha256:${'a'.repeat(64)}`;
    const { template } = (await rolloutOf('audit', { digests: { audit: digest } })).spec;
    expect(template.spec.containers[0]?.image).toBe(`ghcr.io/acme/acgs2/audit@${digest}`);
    expect(template.metadata.annotations).toEqual({ 'acgs.io/constitutional-hash': 'cdd01ef066bc6cf2' });
    const other = await rolloutOf(
      'audit',
      {},
      platformFor((yaml) => `${yaml}constitutionalHash: false\n`),
    );
    expect(other.spec.template.metadata.annotations).toBeUndefined();
  });
});
