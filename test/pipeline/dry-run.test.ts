import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { AcgsError } from '../../src/model/errors.js';
import { type Effect, setDoorPolicy } from '../../src/system/door.js';
import { run as runTool } from '../../src/system/exec.js';
import { readText, writeFileAtomic } from '../../src/system/files.js';
import { defineStep, newFolder, note, runTiny } from './tiny-world.js';

afterEach(() => {
  setDoorPolicy({});
});

const effectful = (root: string) => {
  const lint = defineStep({
    id: 'lint',
    title: 'Lint',
    per: 'service',
    needs: [],
    readOnly: true,
    output: note,
    check: async () => {
      await runTool('true', [], { reads: true });
      return undefined;
    },
    run: async (_inputs, { run }) => {
      run.did.push('lint');
      return { text: await readText('/etc/hostname') };
    },
  });
  const build = defineStep({
    id: 'build',
    title: 'Build',
    per: 'service',
    needs: [lint],
    output: note,
    plan: ({ service }) => [
      { kind: 'file', detail: `write ${root}/dist/${service.name}`, leaves: false },
      { kind: 'registry', detail: 'push it', leaves: true },
    ],
    run: async (_inputs, { run, service }) => {
      run.did.push('build');
      await writeFileAtomic(join(root, 'dist', service.name), 'image');
      return { text: 'built' };
    },
  });
  const after = defineStep({
    id: 'after',
    title: 'Look at the build',
    per: 'service',
    needs: [build],
    readOnly: true,
    output: note,
    run: () => Promise.reject(new Error('must not run: what it needs was not made')),
  });
  return [lint, build, after];
};

/** Everything that passes the door while `action` runs. */
async function effectsOf<Result>(action: () => Promise<Result>): Promise<[Result, readonly Effect[]]> {
  const effects: Effect[] = [];
  setDoorPolicy({ observe: (effect) => effects.push(effect) });
  const result = await action();
  return [result, effects.filter(({ mutates }) => mutates)];
}

describe('--dry-run', () => {
  it('plans, lints and checks, and has no effect at the door or in the folder', async () => {
    const root = await newFolder();
    const [{ result, did, statuses, events }, effects] = await effectsOf(() =>
      runTiny(root, effectful(root), { mode: 'dry-run' }),
    );
    expect(effects).toEqual([]);
    expect(await readdir(root)).toEqual([]);
    expect(did).toEqual(['lint']);
    expect(statuses).toEqual({ 'api/lint': 'passed', 'api/build': 'pending', 'api/after': 'pending' });
    expect(result).toMatchObject({ status: 'passed', exit: 0, mode: 'dry-run' });
    const plan = events.find((event) => event.type === 'plan');
    expect(plan?.type === 'plan' && plan.steps[1]?.effects).toEqual([
      { kind: 'file', detail: 'write dist/api', leaves: false },
      { kind: 'registry', detail: 'push it', leaves: true },
    ]);
  });

  it('holds at the door a step that wrongly claims to read only', async () => {
    const root = await newFolder();
    const [lint, build] = effectful(root);
    const liar = { ...build!, readOnly: true as const };
    const [{ result }, effects] = await effectsOf(() => runTiny(root, [lint!, liar], { mode: 'dry-run' }));
    expect(effects).toEqual([]);
    expect(result).toMatchObject({ exit: 1, error: { code: 'internal/bug' } });
    expect(result.error?.message).toContain('a read-only run tried to act: write');
    expect(await readdir(root)).toEqual([]);
  });

  it('fails with what preflight finds', async () => {
    const root = await newFolder();
    const [lint, build] = effectful(root);
    const problem = {
      ...build!,
      check: () => Promise.resolve([new AcgsError('sign/no-signer', 'nobody signs')]),
    };
    const { result, did } = await runTiny(root, [lint!, problem], { mode: 'dry-run' });
    expect(result.exit).toBe(2);
    expect(did).toEqual(['lint']);
  });
});

describe('--plan', () => {
  it('lists the effects and runs nothing at all', async () => {
    const root = await newFolder();
    const [{ did, events }, effects] = await effectsOf(() =>
      runTiny(root, effectful(root), { mode: 'plan' }),
    );
    expect([did, effects, await readdir(root)]).toEqual([[], [], []]);
    expect(events.map(({ type }) => type)).toEqual(['run-started', 'plan', 'run-finished']);
  });

  it('keeps the rest of the door policy, and gives it back', async () => {
    const root = await newFolder();
    setDoorPolicy({ offline: true });
    await runTiny(root, effectful(root), { mode: 'plan' });
    expect(setDoorPolicy({})).toEqual({ offline: true });
  });

  it('shows, in contrast, that a true run does pass the door', async () => {
    const root = await newFolder();
    const [lint, build] = effectful(root);
    const [{ result }, effects] = await effectsOf(() => runTiny(root, [lint!, build!]));
    expect(result.exit).toBe(0);
    expect(effects.map(({ detail }) => detail)).toContain(`write ${join(root, 'dist/api')}`);
  });
});
