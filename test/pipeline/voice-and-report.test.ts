import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { AcgsError } from '../../src/model/errors.js';
import { type RunEvent } from '../../src/model/run-event.js';
import { explain } from '../../src/pipeline/explain.js';
import { buildReport, type ServiceFacts } from '../../src/pipeline/report.js';
import { withoutRoot } from '../../src/pipeline/run-error.js';
import { recordOf } from '../../src/pipeline/record-of.js';
import { readJournal } from '../../src/pipeline/run-folder.js';
import { forgetSecrets, hideSecret } from '../../src/system/redaction.js';
import { defineStep, imageOf, newFolder, note, runTiny, service } from './tiny-world.js';

afterEach(forgetSecrets);

const build = defineStep({
  id: 'build',
  title: 'Build',
  per: 'service',
  needs: [],
  output: note,
  fingerprint: (_inputs, { run }) => ({ source: run.source }),
  run: (_inputs, { service: { name } }) => Promise.resolve({ subject: imageOf(name), text: 'built' }),
});
const scan = defineStep({
  id: 'scan',
  title: 'Scan',
  per: 'platform',
  needs: [build],
  output: note,
  run: (_inputs, { service: { name }, platform }) =>
    Promise.resolve({ subject: imageOf(name), text: platform }),
});
const facts: ServiceFacts = {
  image: '',
  digest: '',
  platforms: [],
  tags: [],
  references: [],
  evidence: [],
  scan: { counts: {}, blocking: [] },
  gate: { refused: false, reasons: [] },
  verification: null,
  warnings: [],
  budgets: [],
  howToVerify: [],
};

describe('what a step says', () => {
  it('is free of secrets, control characters and the absolute path of the project, at every split', async () => {
    const secret = 'correct-horse-battery';
    hideSecret(secret);
    const root = await newFolder();
    const text = `token=${secret} at ${root}/dist \u001b[31mred\u001b[0m\u202e\n`;
    const talk = defineStep({
      id: 'talk',
      title: 'Talk',
      per: 'run',
      needs: [],
      output: note,
      run: (_inputs, { emit }) => {
        for (let cut = 0; cut <= text.length; cut += 1) {
          emit.chunk(text.slice(0, cut));
          emit.chunk(text.slice(cut));
        }
        emit.line(text.trimEnd());
        emit.warning(text);
        emit.progress(text, 2);
        return Promise.reject(
          new AcgsError('step/failed', `it said ${text}`, { output: text, next: [text] }),
        );
      },
    });
    const { events, result } = await runTiny(root, [talk]);
    const folder = join(root, '.acgs/runs', result.runId);
    const journal = await readFile(join(folder, 'journal.jsonl'), 'utf8');
    const log = await readFile(join(folder, 'steps/01-talk.log'), 'utf8');
    for (const place of [JSON.stringify(events), journal, log, JSON.stringify(result.error)]) {
      expect(place).not.toContain(secret);
      expect(place).not.toContain(root);
      expect(place).not.toContain('\u202e');
      expect(place).not.toContain('\u001b');
    }
    const lines = events.flatMap((event) => (event.type === 'step-line' ? [event.text] : []));
    expect(new Set(lines)).toEqual(new Set(['token=*** at dist red\\u202e']));
    expect(lines).toHaveLength(text.length + 2);
    expect(events.find((event) => event.type === 'step-progress')).toMatchObject({ fraction: 1 });
  });

  it('reaches the other sinks when one of them breaks', async () => {
    const root = await newFolder();
    const broken = {
      handle: (event: RunEvent) => {
        if (event.type === 'step-started') throw new Error('disk full');
      },
    };
    const { events, result } = await runTiny(root, [build], { sinks: [broken] });
    expect(result.exit).toBe(0);
    expect(events.flatMap((event) => (event.type === 'warning' ? [event.text] : []))).toEqual([
      'events are no longer taken: disk full',
    ]);
    expect(events.at(-1)?.type).toBe('run-finished');
  });
});

describe('a time limit', () => {
  it('of a step fails that step only', async () => {
    const root = await newFolder();
    const slow = defineStep({
      ...build,
      id: 'slow',
      timeoutMs: () => 30,
      run: (_inputs, { signal }) =>
        new Promise((_resolve, reject) => {
          signal.addEventListener('abort', () => {
            reject(signal.reason as Error);
          });
        }),
    });
    const { statuses, result } = await runTiny(root, [slow, build]);
    expect(statuses).toEqual({ 'api/slow': 'failed', 'api/build': 'passed' });
    expect(result).toMatchObject({ exit: 124, error: { code: 'run/timeout' } });
  });
});

describe('steps that exclude each other', () => {
  it('never run at the same time', async () => {
    const root = await newFolder();
    let inside = 0;
    let most = 0;
    const push = defineStep({
      id: 'push',
      title: 'Push',
      per: 'service',
      needs: [],
      output: note,
      exclusive: () => ['push registry'],
      run: async () => {
        inside += 1;
        most = Math.max(most, inside);
        await new Promise((resolve) => setTimeout(resolve, 5));
        inside -= 1;
        return { text: '' };
      },
    });
    await runTiny(root, [push], { jobs: 4, services: ['a', 'b', 'c'].map((name) => service(name)) });
    expect(most).toBe(1);
  });
});

describe('the report', () => {
  it('is the same from the live run and from its journal', async () => {
    const root = await newFolder();
    const { result } = await runTiny(root, [build, scan], {
      services: [service('api', 'linux/amd64', 'linux/arm64')],
    });
    const seen: unknown[] = [];
    const ask = {
      signed: false,
      source: { commit: null, dirty: false, repository: null, ref: null },
      service: (name: string, outputs: Parameters<Parameters<typeof buildReport>[1]['service']>[1]) => {
        seen.push(
          name,
          outputs.of(build)?.text,
          [...outputs.byPlatform(scan).keys()],
          outputs.succeeded(scan),
        );
        return facts;
      },
    };
    const live = buildReport(result, ask);
    const read = buildReport(recordOf(await readJournal(root)), ask);
    expect(read).toEqual(live);
    expect(seen.slice(0, 4)).toEqual(['api', 'built', ['linux/amd64', 'linux/arm64'], true]);
    expect(
      live.services[0]?.steps.map(({ id, platform, status, reason }) => [id, platform, status, reason]),
    ).toEqual([
      ['build', undefined, 'passed', 'there is no earlier result'],
      ['scan', 'linux/amd64', 'passed', ''],
      ['scan', 'linux/arm64', 'passed', ''],
    ]);
  });

  it('calls a dry run planned', async () => {
    const root = await newFolder();
    const { result } = await runTiny(root, [build], { mode: 'plan' });
    const source = { commit: null, dirty: false, repository: null, ref: null };
    expect(buildReport(result, { signed: false, source, service: () => facts }).status).toBe('planned');
  });
});

describe('explain', () => {
  it('says why a step ran, and for which inputs', async () => {
    const root = await newFolder();
    await runTiny(root, [build, scan]);
    await runTiny(root, [build, scan], { source: 'two' });
    expect(explain(await readJournal(root), 'api/build')).toMatchObject([
      { step: 'api/build', status: 'passed', why: 'changed: source', inputs: ['source'], waitedFor: [] },
    ]);
    expect(explain(await readJournal(root), 'scan')).toMatchObject([
      { why: 'it runs every time', waitedFor: [{ step: 'api/build', status: 'passed' }] },
    ]);
    await runTiny(root, [build, scan], { source: 'two' });
    expect(explain(await readJournal(root), 'build')[0]?.why).toMatch(/^nothing that it reads has changed/);
  });

  it('suggests the nearest step', async () => {
    const root = await newFolder();
    await runTiny(root, [build, scan]);
    const journal = await readJournal(root);
    expect(() => explain(journal, 'biuld')).toThrow(
      expect.objectContaining({ code: 'usage/invalid', next: ['did you mean build?'] }),
    );
  });
});

describe('the absolute path of the project', () => {
  it.each([
    ['cannot write /app/dist/x', 'cannot write dist/x'],
    ['in /app: no', 'in .: no'],
    ['file:///app/x', 'file:///app/x'],
    ['/data/app/x and /apple and /app-data/y', '/data/app/x and /apple and /app-data/y'],
  ])('is taken out of "%s" as a whole only', (text, expected) => {
    expect(withoutRoot(text, '/app')).toBe(expected);
  });
});

describe('a secret in an output', () => {
  it('is hidden in the journal, and never breaks its form', async () => {
    hideSecret('passed');
    const root = await newFolder();
    const leaky = defineStep({ ...scan, run: () => Promise.resolve({ text: 'it passed' }) });
    await runTiny(root, [build, leaky]);
    const { ends } = await readJournal(root);
    expect(ends.map(({ status }) => status)).toEqual(['passed', 'passed']);
    expect(ends[1]?.output).toEqual({ text: 'it ***' });
  });
});
