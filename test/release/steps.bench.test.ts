import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { bench } from '../bench/bench.js';
import { startFaultProxy } from '../bench/fault-proxy.js';
import { quickService, vulnerableService } from '../bench/image.js';
import { startRegistry } from '../bench/registry.js';
import { runOk } from '../bench/run.js';
import { expectFailure } from './canary.js';
import { configuration, project, statuses } from './project.js';

test('--only, --skip, --from, --until, --force and --events', async () => {
  using it = await project({ key: false });
  const until = await it.release(['--until', 'build']);
  expect(until.code, until.stderr).toBe(0);
  expect(statuses(until.report)).toMatchObject({
    lint: 'passed',
    build: 'passed',
    smoke: 'skipped',
    gate: 'skipped',
  });

  const only = await it.release(['--only', 'sbom']);
  expect(only.code, only.stderr).toBe(0);
  expect(statuses(only.report)).toMatchObject({ sbom: 'passed', scan: 'skipped' });
  const from = await it.release(['--from', 'scan', '--skip', 'smoke']);
  expect(from.code, from.stderr).toBe(0);
  expect(statuses(from.report)).toMatchObject({ scan: 'passed', gate: 'passed' });
  const again = await it.release(['--until', 'scan']);
  expect(statuses(again.report)).toMatchObject({ build: 'fresh', scan: 'fresh' });
  const forced = await it.release(['--until', 'scan', '--force', '--events', 'events.jsonl']);
  expect(statuses(forced.report)).toMatchObject({ build: 'passed', scan: 'passed' });
  expect(forced.report.services[0]?.digest).toBe(until.report.services[0]?.digest);
  const events = readFileSync(join(it.folder, 'events.jsonl'), 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as { type: string });
  expect(events[0]?.type).toBe('run-started');
  expect(events.at(-1)?.type).toBe('run-finished');
  // The file is acgs's own: it lies in the context, and is neither a change nor part of the image.
  expect(forced.report).toMatchObject({ source: { dirty: false } });
  expectFailure(await it.release(['--skip', 'smokee']), 2, 'usage/invalid', 'smoke');
});

test('without its scan or smoke test nothing is pushed, unless the gate is skipped too', async () => {
  await using registry = await startRegistry();
  await using proxy = await startFaultProxy(registry.address);
  using it = await project();
  const push = ['--push', '--key', 'cosign.key', '--registry', `${proxy.address}/team`];
  for (const skipped of ['scan', 'smoke']) {
    const refused = await it.release([...push, '--skip', skipped]);
    expectFailure(refused, 3, 'gate/refused', skipped);
    expect(proxy.writes()).toBe(0);
  }
  const said = await it.release([...push, '--skip', 'smoke,gate']);
  expect(said.code, said.stderr).toBe(0);
  expect(statuses(said.report)).toMatchObject({
    smoke: 'skipped',
    gate: 'skipped',
    push: 'passed',
    tag: 'passed',
  });
});

test('two services side by side into two registries, one of them for two platforms and with tests', async () => {
  await using one = await startRegistry();
  await using two = await startRegistry({ referrers: false });
  const contexts = Object.entries(bench().baseImages).map(
    ([name, reference]) => `      "${name}": docker-image://${reference}`,
  );
  using it = await project({
    files: {
      ...quickService,
      'many/Dockerfile':
        'FROM scratch AS test\nCOPY tested /tested\nFROM scratch\nCOPY index.html /index.html\nUSER 10001\nCMD ["/index.html"]\n',
      'many/index.html': 'many\n',
      'many/tested': 'tested\n',
    },
    more: [
      '  many:',
      '    context: many',
      '    platforms: [linux/amd64, linux/arm64]',
      '    test: { target: test }',
      '    smoke: false',
      '    buildContexts:',
      ...contexts,
      `registries: [${one.address}/a, ${two.address}/b]`,
    ].join('\n'),
  });
  const released = await it.release(['--push', '--key', 'cosign.key', '--skip', 'gate']);
  expect(released.code, released.stderr).toBe(0);
  const many = released.report.services.find(({ name }) => name === 'many');
  expect(released.report.services.map(({ name }) => name).sort()).toEqual(['api', 'many']);
  expect(many?.references.length).toBeGreaterThan(1);
  const files = readdirSync(join(it.folder, 'dist/release/many'));
  for (const platform of ['linux-amd64', 'linux-arm64'])
    for (const kind of ['sbom', 'scan'])
      expect(
        files.filter((name) => name.startsWith(`${kind}.${platform}.`)),
        `${kind} ${platform}`,
      ).not.toEqual([]);
  expect(files).not.toContain('scan.json');
  for (const address of [`${one.address}/a`, `${two.address}/b`])
    await runOk(
      bench().tools.cosign3,
      [
        'verify',
        '--key',
        'cosign.pub',
        '--insecure-ignore-tlog=true',
        `${address}/many@${many?.digest ?? ''}`,
      ],
      { cwd: it.folder },
    );
});

test('a foreign platform is not smoke tested, and that is said', async () => {
  using it = await project({ key: false });
  it.write({
    'acgs.yaml': configuration('api', '    platforms: [linux/amd64, linux/arm64]').replace(
      /buildContexts:[\s\S]*?(?= {4}platforms)/,
      '\n',
    ),
    Dockerfile: 'FROM scratch\nCOPY index.html /index.html\nUSER 10001\nCMD ["/index.html"]\n',
  });
  await it.commit('two platforms');
  const result = await it.release(['--until', 'smoke']);
  const steps = result.report.services[0]?.steps.filter(({ id }) => id === 'smoke') ?? [];
  expect(steps.map(({ reason }) => reason).join('\n')).toContain('linux/arm64 does not run on this machine');
});

test('an ignore entry that has expired counts no more, and is reported', async () => {
  using it = await project({ files: { ...vulnerableService, '.trivyignore.yaml': '' }, key: false });
  const first = await it.release([]);
  expect(first.code).toBe(3);
  const ids = [...new Set(first.report.services[0]?.scan.blocking.map(({ id }) => id) ?? [])];
  expect(ids.length).toBeGreaterThan(0);
  const entries = (date: string): string =>
    [
      'vulnerabilities:',
      ...ids.flatMap((id) => [`  - id: ${id}`, `    expired_at: ${date}`, '    statement: accepted']),
      '',
    ].join('\n');
  it.write({ '.trivyignore.yaml': entries('2999-01-01') });
  const accepted = await it.release([]);
  expect(accepted.code, accepted.stderr).toBe(0);
  it.write({ '.trivyignore.yaml': entries('2020-01-01') });
  const expired = await it.release([]);
  expectFailure(expired, 3, 'gate/refused');
  expect(expired.stderr + expired.stdout).toMatch(/expired/);
});
