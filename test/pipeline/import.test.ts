import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { AcgsError } from '../../src/model/errors.js';
import { defineStep, imageOf, newFolder, note, runTiny } from './tiny-world.js';

const build = defineStep({
  id: 'build',
  title: 'Build',
  per: 'service',
  needs: [],
  output: note,
  run: (_inputs, { run, service: { name } }) =>
    run.source === 'broken'
      ? Promise.reject(new AcgsError('build/failed', 'no compiler'))
      : Promise.resolve({ subject: imageOf(`${name} of ${run.source}`), text: run.source }),
  recheck: (out) =>
    out.text === 'tampered'
      ? Promise.reject(new AcgsError('evidence/tampered', 'the layout has other bytes'))
      : Promise.resolve(undefined),
});
const gate = defineStep({
  id: 'gate',
  title: 'Gate',
  per: 'service',
  needs: [build],
  output: note,
  judge: (out) => (out.text.startsWith('bad') ? new AcgsError('gate/refused', 'it is bad') : undefined),
  run: (inputs) => Promise.resolve({ ...inputs.build }),
  recheck: (out) => Promise.resolve({ ...out, text: `${out.text}, seen again` }),
});
const sign = defineStep({
  id: 'sign',
  title: 'Sign',
  per: 'service',
  needs: [gate],
  output: note,
  run: (inputs, { run }) => {
    run.did.push('sign');
    return Promise.resolve({ ...inputs.gate });
  },
});
const steps = [build, gate, sign];

describe('importing from the last run', () => {
  it('takes the results before --from, checked again and marked', async () => {
    const root = await newFolder();
    await runTiny(root, steps, { selection: { until: 'gate' } });
    const { statuses, result, did } = await runTiny(root, steps, { selection: { from: 'sign' } });
    expect(statuses).toEqual({
      'api/build': 'passed (imported)',
      'api/gate': 'passed (imported)',
      'api/sign': 'passed',
    });
    expect(did).toEqual(['sign']);
    expect(result.outcomes[2]?.output).toMatchObject({ text: 'one, seen again' });
  });

  it('works again after a run that itself imported', async () => {
    const root = await newFolder();
    await runTiny(root, steps, { selection: { until: 'gate' } });
    await runTiny(root, steps, { selection: { from: 'sign' } });
    const { result } = await runTiny(root, steps, { selection: { only: ['sign'] } });
    expect(result.exit).toBe(0);
  });

  it('finds before anything runs that there is nothing to import', async () => {
    const root = await newFolder();
    const { result, did } = await runTiny(root, steps, { selection: { from: 'sign' } });
    expect(result).toMatchObject({ exit: 2, error: { code: 'run/no-result' } });
    expect(result.error?.message).toBe('there is no earlier result of api/build to import');
    expect(did).toEqual([]);
  });

  it('does not reach past a failed last run to an older success', async () => {
    const root = await newFolder();
    await runTiny(root, steps);
    await runTiny(root, steps, { source: 'broken' });
    const { result, did } = await runTiny(root, steps, { selection: { from: 'sign' } });
    expect(result.error?.message).toContain('api/build was failed in run');
    expect(did).toEqual([]);
  });

  it('judges an imported gate again', async () => {
    const root = await newFolder();
    await runTiny(root, steps, { source: 'bad' });
    const { result, statuses, did } = await runTiny(root, steps, { selection: { from: 'sign' } });
    expect(result).toMatchObject({ status: 'refused', exit: 3 });
    expect(statuses['api/gate']).toBe('refused (imported)');
    expect(did).toEqual([]);
  });

  it('refuses a result whose digests no longer hold', async () => {
    const root = await newFolder();
    const first = await runTiny(root, steps, { selection: { until: 'gate' } });
    const path = join(root, '.acgs/runs', first.result.runId, 'journal.jsonl');
    const journal = await readFile(path, 'utf8');
    await writeFile(path, journal.replaceAll('"text":"one"', '"text":"tampered"'));
    const { result, did } = await runTiny(root, steps, { selection: { from: 'sign' } });
    expect(result).toMatchObject({ exit: 4, error: { code: 'evidence/tampered' } });
    expect(did).toEqual([]);
  });

  it('refuses results that speak of different images', async () => {
    const root = await newFolder();
    const first = await runTiny(root, steps, { selection: { until: 'gate' } });
    const path = join(root, '.acgs/runs', first.result.runId, 'journal.jsonl');
    const lines = (await readFile(path, 'utf8')).split('\n');
    const edited = lines.map((line) =>
      line.includes('"gate"') ? line.replaceAll(imageOf('api of one'), imageOf('poison')) : line,
    );
    await writeFile(path, edited.join('\n'));
    const { result } = await runTiny(root, steps, { selection: { from: 'sign' } });
    expect(result).toMatchObject({ exit: 4, error: { code: 'evidence/tampered' } });
  });

  it('ignores a damaged older journal for freshness, aloud, but not one that is resumed', async () => {
    const root = await newFolder();
    const first = await runTiny(root, steps);
    await writeFile(join(root, '.acgs/runs', first.result.runId, 'journal.jsonl'), 'nonsense\n');
    const second = await runTiny(root, steps);
    const warnings = second.events.flatMap((event) => (event.type === 'warning' ? [event.text] : []));
    expect(warnings).toHaveLength(1);
    expect(warnings[0]).toContain('line 1: it is not JSON; that run is ignored');
    await expect(runTiny(root, steps, { resume: first.result.runId })).rejects.toMatchObject({
      code: 'run/damaged',
    });
  });
});
