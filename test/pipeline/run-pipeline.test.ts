import { describe, expect, it } from 'vitest';
import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { AcgsError } from '../../src/model/errors.js';
import { formatStepKey } from '../../src/model/run-event.js';
import { readJournal } from '../../src/pipeline/run-folder.js';
import { skipped } from '../../src/pipeline/step.js';
import { defineStep, imageOf, newFolder, note, runTiny, service } from './tiny-world.js';

const lint = defineStep({
  id: 'lint',
  title: 'Lint',
  per: 'service',
  needs: [],
  readOnly: true,
  output: note,
  run: (_inputs, { run, service: { name } }) => {
    run.did.push(`lint ${name}`);
    return Promise.resolve({ text: 'clean' });
  },
});
const build = defineStep({
  id: 'build',
  title: 'Build',
  per: 'service',
  needs: [lint],
  output: note,
  fingerprint: (_inputs, { run }) => ({ source: run.source }),
  plan: ({ service: { name } }) => [{ kind: 'engine', detail: `build ${name}`, leaves: false }],
  run: (_inputs, { run, service: { name }, emit }) => {
    run.did.push(`build ${name}`);
    emit.line(`building ${name}`);
    return Promise.resolve({ subject: imageOf(name), text: run.source });
  },
});
const scan = defineStep({
  id: 'scan',
  title: 'Scan',
  per: 'platform',
  needs: [build],
  output: note,
  run: (inputs, { run, service: { name }, platform }) => {
    run.did.push(`scan ${name} ${platform}`);
    return Promise.resolve({ subject: imageOf(name), text: inputs.build.text });
  },
});
const gate = defineStep({
  id: 'gate',
  title: 'Gate',
  per: 'service',
  needs: [build],
  after: [scan],
  output: note,
  judge: (out) => (out.text === 'bad' ? new AcgsError('gate/refused', 'it is bad') : undefined),
  run: (inputs, { service: { name }, resultsOf }) => {
    const scans =
      inputs.scan === undefined ? resultsOf('scan')[0]?.reason : [...inputs.scan.keys()].join(' ');
    const text = inputs.build.text === 'bad' ? 'bad' : `saw ${scans}`;
    return Promise.resolve({ subject: imageOf(name), text });
  },
});
const push = defineStep({
  id: 'push',
  title: 'Push',
  per: 'service',
  needs: [build, gate],
  output: note,
  done: (inputs) => Promise.resolve(inputs.build.text === 'pushed' ? inputs.build : undefined),
  run: (_inputs, { run, service: { name } }) => {
    run.did.push(`push ${name}`);
    return Promise.resolve({ subject: imageOf(name), text: 'pushed now' });
  },
});
const steps = [push, gate, scan, build, lint];

describe('a run', () => {
  it('runs all steps of all services and platforms after what they need', async () => {
    const root = await newFolder();
    const { result, did } = await runTiny(root, steps, {
      services: [service('api', 'linux/amd64', 'linux/arm64'), service('web')],
    });
    expect(result.status).toBe('passed');
    expect(result.exit).toBe(0);
    expect(did.toSorted()).toEqual(
      [
        'lint api',
        'lint web',
        'build api',
        'build web',
        'scan api linux/amd64',
        'scan api linux/arm64',
        'scan web linux/amd64',
        'push api',
        'push web',
      ].toSorted(),
    );
    const gateOutput = result.outcomes.find(({ key }) => formatStepKey(key) === 'api/gate')?.output;
    expect(gateOutput).toEqual({ subject: imageOf('api'), text: 'saw linux/amd64 linux/arm64' });
  });

  it('journals the header, each start and end, and the finish; and keeps a log of each step', async () => {
    const root = await newFolder();
    const { result } = await runTiny(root, steps);
    const record = await readJournal(root);
    expect(record.header.runId).toBe(result.runId);
    expect(record.starts.map(({ key }) => formatStepKey(key))).toEqual([
      'api/lint',
      'api/build',
      'api/linux/amd64/scan',
      'api/gate',
      'api/push',
    ]);
    expect(record.ends.map(({ status }) => status)).toEqual(Array(5).fill('passed'));
    expect(record.finish?.exit).toBe(0);
    const logs = await readdir(join(root, '.acgs/runs', result.runId, 'steps'));
    expect(logs).toEqual([
      '01-api-lint.log',
      '02-api-build.log',
      '03-api-linux-amd64-scan.log',
      '04-api-gate.log',
      '05-api-push.log',
    ]);
    const buildLog = await readFile(join(root, '.acgs/runs', result.runId, 'steps/02-api-build.log'), 'utf8');
    expect(buildLog).toMatch(/^building api\n# passed \(\d+ ms\)\n$/);
    expect(await readFile(join(root, '.acgs/.gitignore'), 'utf8')).toBe('runs/\ncache/\ntmp/\nlock*\n');
  });

  it('is fresh where nothing changed, done where the destination has it, and runs again with --force', async () => {
    const root = await newFolder();
    await runTiny(root, steps, { source: 'pushed' });
    const again = await runTiny(root, steps, { source: 'pushed' });
    expect(again.statuses).toMatchObject({ 'api/build': 'fresh', 'api/push': 'done' });
    expect(again.did).not.toContain('build api');
    const forced = await runTiny(root, steps, { source: 'pushed', force: true });
    expect(forced.statuses).toMatchObject({ 'api/build': 'passed', 'api/push': 'done' });
    const changed = await runTiny(root, steps, { source: 'two' });
    const outcome = changed.result.outcomes.find(({ key }) => key.step === 'build');
    expect(outcome).toMatchObject({ status: 'passed', because: 'changed: source' });
  });

  it('cancels what needs a failed step, naming it, and finishes the rest', async () => {
    const root = await newFolder();
    const broken = defineStep({
      ...build,
      run: (inputs, scope) =>
        scope.service.name === 'web'
          ? Promise.reject(new AcgsError('build/failed', 'no compiler'))
          : build.run(inputs, scope),
    });
    const { result, statuses } = await runTiny(root, [lint, broken, scan, gate, push], {
      services: [service('api'), service('web')],
    });
    expect(result).toMatchObject({ status: 'failed', exit: 1, error: { code: 'build/failed' } });
    expect(statuses).toMatchObject({
      'api/push': 'passed',
      'web/build': 'failed',
      'web/linux/amd64/scan': 'cancelled',
      'web/push': 'cancelled',
    });
    expect(result.outcomes.find(({ key }) => formatStepKey(key) === 'web/push')?.reason).toBe(
      'web/build failed',
    );
  });

  it('keeps the output of a gate that refuses, exits 3 and runs nothing behind it', async () => {
    const root = await newFolder();
    const { result, statuses, did } = await runTiny(root, steps, { source: 'bad' });
    expect(result).toMatchObject({ status: 'refused', exit: 3, error: { code: 'gate/refused' } });
    expect(statuses).toMatchObject({ 'api/gate': 'refused', 'api/push': 'cancelled' });
    expect(result.outcomes.find(({ key }) => key.step === 'gate')?.output).toMatchObject({ text: 'bad' });
    expect(did).not.toContain('push api');
  });

  it('tells a step that comes after a skipped one why; and skips those that need one', async () => {
    const root = await newFolder();
    const unscanned = await runTiny(root, steps, { selection: { skip: ['scan'] } });
    expect(unscanned.result.outcomes.find(({ key }) => key.step === 'gate')?.output).toMatchObject({
      text: 'saw --skip',
    });
    const unbuilt = await runTiny(root, steps, { selection: { skip: ['build'] } });
    expect(unbuilt.result.outcomes.find(({ key }) => key.step === 'push')).toMatchObject({
      status: 'skipped',
      reason: 'needs build, which is skipped',
    });
  });

  it('skips at run time what a step says it cannot do, and what needs it', async () => {
    const root = await newFolder();
    const shy = defineStep({ ...build, run: () => Promise.resolve(skipped('not today')) });
    const { result } = await runTiny(root, [lint, shy, scan, gate, push]);
    expect(result.exit).toBe(0);
    expect(result.outcomes.find(({ key }) => key.step === 'push')).toMatchObject({
      status: 'skipped',
      reason: 'needs build, which was skipped: not today',
    });
  });

  it('refuses an output that speaks of another image', async () => {
    const root = await newFolder();
    const stray = defineStep({
      ...scan,
      run: () => Promise.resolve({ subject: imageOf('another'), text: '' }),
    });
    const { result } = await runTiny(root, [lint, build, stray, gate, push]);
    expect(result).toMatchObject({ exit: 4, error: { code: 'evidence/tampered' } });
    expect(result.error?.message).toContain(imageOf('another'));
  });

  it('refuses an output that its schema does not allow', async () => {
    const root = await newFolder();
    const wrong = defineStep({
      ...scan,
      run: () => Promise.resolve({ text: 1 as unknown as string }),
    });
    const { result } = await runTiny(root, [lint, build, wrong, gate, push]);
    expect(result.error?.code).toBe('internal/bug');
  });

  it('collects every problem before anything runs; the first in the plan decides the exit code', async () => {
    const root = await newFolder();
    const engine = {
      id: 'engine',
      title: 'Docker',
      probe: () => Promise.reject(new AcgsError('engine/missing', 'no engine answers')),
    };
    const needy = defineStep({ ...build, requires: () => [engine] });
    const checked = defineStep({
      ...push,
      check: () => Promise.resolve([new AcgsError('sign/no-signer', 'nobody signs')]),
    });
    const { result, events, did, statuses } = await runTiny(root, [lint, needy, scan, gate, checked], {
      services: [service('api'), service('web')],
    });
    expect(result.exit).toBe(5);
    expect(did).toEqual([]);
    expect(new Set(Object.values(statuses))).toEqual(new Set(['pending']));
    const problems = events.flatMap((event) => (event.type === 'problem' ? [event.error.code] : []));
    expect(problems).toEqual(['engine/missing', 'sign/no-signer']);
    expect((await readJournal(root)).finish?.exit).toBe(5);
  });
});
