import { describe, expect, expectTypeOf, it } from 'vitest';
import { z } from 'zod';
import { type AnyStep, skipped, stepDefiner } from '../../src/pipeline/step.js';

interface TestWorld {
  readonly run: { readonly registry: string };
  readonly service: { readonly name: string; readonly platforms: readonly string[]; readonly port: number };
}
const defineStep = stepDefiner<TestWorld>();

const source = defineStep({
  id: 'source',
  title: 'Read the source',
  per: 'run',
  needs: [],
  output: z.object({ commit: z.string() }),
  run: (_inputs, scope) => Promise.resolve({ commit: scope.run.registry }),
});
const build = defineStep({
  id: 'build',
  title: 'Build',
  per: 'service',
  needs: [source],
  output: z.object({ subject: z.string() }),
  fingerprint: (inputs, scope) => ({ commit: inputs.source.commit, port: scope.service.port }),
  outputsThere: (out) => Promise.resolve(out.subject !== ''),
  run: (inputs) => Promise.resolve({ subject: inputs.source.commit }),
});
const scan = defineStep({
  id: 'scan',
  title: 'Scan',
  per: 'platform',
  needs: [build],
  output: z.object({ subject: z.string(), count: z.number() }),
  run: (inputs, scope) => {
    expectTypeOf(scope.platform).toEqualTypeOf<string>();
    return Promise.resolve({ subject: inputs.build.subject, count: 1 });
  },
});
const gate = defineStep({
  id: 'gate',
  title: 'Gate',
  per: 'service',
  needs: [build],
  after: [scan],
  output: z.object({ subject: z.string(), total: z.number() }),
  run: (inputs) => {
    expectTypeOf(inputs.scan).toEqualTypeOf<
      ReadonlyMap<string, { subject: string; count: number }> | undefined
    >();
    if (inputs.scan === undefined) return Promise.resolve(skipped('nothing was scanned'));
    const total = [...inputs.scan.values()].reduce((sum, each) => sum + each.count, 0);
    return Promise.resolve({ subject: inputs.build.subject, total });
  },
});
const summary = defineStep({
  id: 'summary',
  title: 'Sum up',
  per: 'run',
  needs: [gate, scan],
  output: z.object({ services: z.number() }),
  done: () => Promise.resolve(undefined),
  run: (inputs, scope) => {
    expectTypeOf(scope.service).toEqualTypeOf<undefined>();
    expectTypeOf(inputs.gate).toEqualTypeOf<ReadonlyMap<string, { subject: string; total: number }>>();
    expectTypeOf(inputs.scan).toEqualTypeOf<
      ReadonlyMap<string, ReadonlyMap<string, { subject: string; count: number }>>
    >();
    return Promise.resolve({ services: inputs.gate.size });
  },
});

describe('the step type', () => {
  it('lets typed steps stand in one list', () => {
    const steps: readonly AnyStep<TestWorld>[] = [source, build, scan, gate, summary];
    expect(steps.map((step) => step.id)).toEqual(['source', 'build', 'scan', 'gate', 'summary']);
  });

  it('allows a fingerprint or done, never both', () => {
    // @ts-expect-error -- a work step does not ask a destination
    const both = defineStep({
      id: 'both',
      title: 'Both',
      per: 'run',
      needs: [],
      output: z.object({}),
      fingerprint: () => ({}),
      done: () => Promise.resolve(undefined),
      run: () => Promise.resolve({}),
    });
    expect(both.id).toBe('both');
  });

  it('holds run to the schema of the output', () => {
    const wrong = defineStep({
      id: 'wrong',
      title: 'Wrong',
      per: 'run',
      needs: [],
      output: z.object({ count: z.number() }),
      // @ts-expect-error -- count is a number
      run: () => Promise.resolve({ count: 'one' }),
    });
    expect(wrong.id).toBe('wrong');
  });
});
