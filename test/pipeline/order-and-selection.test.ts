import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AcgsError } from '../../src/model/errors.js';
import { inOrder, type Ordered, waitsFor, withAllAfter, withAllBefore } from '../../src/pipeline/order.js';
import { choose } from '../../src/pipeline/selection.js';

/** Any acyclic graph: step i waits for some of those before it; the list is then shuffled. */
const graph = fc
  .integer({ min: 1, max: 12 })
  .chain((count) =>
    fc.tuple(
      fc.tuple(
        ...Array.from({ length: count }, (_, i) => fc.subarray(Array.from({ length: i }, (__, j) => j))),
      ),
      fc.infiniteStream(fc.boolean()),
    ),
  )
  .map(([edges, coin]): Ordered[] =>
    edges.map((before, i) => {
      const refs = before.map((j) => ({ id: `s${j}`, hard: coin.next().value }));
      return {
        id: `s${i}`,
        needs: refs.filter(({ hard }) => hard),
        after: refs.filter(({ hard }) => !hard),
      };
    }),
  );
const shuffled = graph.chain((steps) =>
  fc.shuffledSubarray(steps, { minLength: steps.length, maxLength: steps.length }),
);

const list: Ordered[] = [
  { id: 'lint', needs: [] },
  { id: 'build', needs: [{ id: 'lint' }] },
  { id: 'smoke', needs: [{ id: 'build' }] },
  { id: 'scan', needs: [{ id: 'build' }] },
  { id: 'gate', needs: [{ id: 'build' }], after: [{ id: 'smoke' }, { id: 'scan' }] },
  { id: 'sign', needs: [{ id: 'gate' }] },
  { id: 'push', needs: [{ id: 'sign' }] },
];
const actions = (selection: Parameters<typeof choose>[1]) =>
  Object.fromEntries([...choose(list, selection)].map(([id, { action }]) => [id, action]));

describe('the order of steps', () => {
  it('puts every step after all that it waits for, and drops none', () => {
    fc.assert(
      fc.property(shuffled, (steps) => {
        const ordered = inOrder(steps);
        expect(ordered.map(({ id }) => id).toSorted()).toEqual(steps.map(({ id }) => id).toSorted());
        for (const [position, step] of ordered.entries())
          for (const id of waitsFor(step))
            expect(ordered.findIndex((each) => each.id === id)).toBeLessThan(position);
      }),
    );
  });

  it('leaves a list alone that is in order already', () => {
    fc.assert(
      fc.property(graph, (steps) => {
        expect(inOrder(steps)).toEqual(steps);
      }),
    );
  });

  it('refuses a cycle, an unknown need and an id listed twice', () => {
    const codes = [
      [
        { id: 'a', needs: [{ id: 'b' }] },
        { id: 'b', needs: [{ id: 'a' }] },
      ],
      [{ id: 'a', needs: [{ id: 'gone' }] }],
      [
        { id: 'a', needs: [] },
        { id: 'a', needs: [] },
      ],
    ].map((steps) => {
      try {
        inOrder(steps);
        return 'no error';
      } catch (error) {
        return error instanceof AcgsError ? error.code : 'another error';
      }
    });
    expect(codes).toEqual(['internal/bug', 'internal/bug', 'internal/bug']);
  });
});

describe('the selection of steps', () => {
  it('--until is the step and all that it needs', () => {
    fc.assert(
      fc.property(graph, fc.nat(), (steps, pick) => {
        const id = `s${pick % steps.length}`;
        const running = [...choose(steps, { until: id })].filter(([, { action }]) => action === 'run');
        expect(new Set(running.map(([each]) => each))).toEqual(withAllBefore(steps, [id]));
      }),
    );
  });

  it('--from is the step and all that needs it; all else is imported', () => {
    fc.assert(
      fc.property(graph, fc.nat(), (steps, pick) => {
        const id = `s${pick % steps.length}`;
        const choices = choose(steps, { from: id });
        const after = withAllAfter(steps, [id]);
        for (const step of steps)
          expect(choices.get(step.id)?.action).toBe(after.has(step.id) ? 'run' : 'import');
      }),
    );
  });

  it('never runs a step whose need is neither run, imported nor chosen to be skipped', () => {
    const flags = fc.record({
      only: fc.array(fc.constantFrom(...list.map(({ id }) => id)), { maxLength: 3 }),
      skip: fc.array(fc.constantFrom(...list.map(({ id }) => id)), { maxLength: 2 }),
      from: fc.option(fc.constantFrom(...list.map(({ id }) => id)), { nil: undefined }),
      until: fc.option(fc.constantFrom(...list.map(({ id }) => id)), { nil: undefined }),
    });
    fc.assert(
      fc.property(flags, ({ only, skip, from, until }) => {
        const selection = {
          only,
          skip,
          ...(from === undefined ? {} : { from }),
          ...(until === undefined ? {} : { until }),
        };
        let choices: ReturnType<typeof choose>;
        try {
          choices = choose(list, selection);
        } catch (error) {
          expect(error).toMatchObject({ code: 'usage/invalid' });
          return;
        }
        for (const step of list) {
          if (choices.get(step.id)?.action !== 'run') continue;
          for (const id of waitsFor(step)) {
            const choice = choices.get(id);
            expect(choice?.action !== 'skip' || choice.chosen).toBe(true);
          }
        }
      }),
    );
  });

  it('combines --from and --until: what lies between runs, what lies before is imported', () => {
    expect(actions({ from: 'scan', until: 'gate' })).toEqual({
      lint: 'import',
      build: 'import',
      smoke: 'import',
      scan: 'run',
      gate: 'run',
      sign: 'skip',
      push: 'skip',
    });
  });

  it('--only imports what comes before and leaves out what comes after', () => {
    expect(actions({ only: ['sign'] })).toMatchObject({ gate: 'import', sign: 'run', push: 'skip' });
  });

  it('names the nearest step and all valid ones for an unknown step', () => {
    expect(() => choose(list, { skip: ['scna'] })).toThrow(
      expect.objectContaining({
        code: 'usage/invalid',
        message: '--skip: there is no step "scna"',
        next: ['did you mean scan?', 'the steps are, in order: lint, build, smoke, scan, gate, sign, push'],
      }),
    );
  });

  it('refuses flags that leave nothing to run', () => {
    expect(() => choose(list, { from: 'sign', until: 'build' })).toThrow(
      expect.objectContaining({
        code: 'usage/invalid',
        message: '--from sign with --until build leaves no step to run',
      }),
    );
  });
});
