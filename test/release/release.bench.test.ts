import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { bench } from '../bench/bench.js';
import { startFaultProxy } from '../bench/fault-proxy.js';
import { quickService, vulnerableService } from '../bench/image.js';
import { runOk, runProgram } from '../bench/run.js';
import { startRegistry } from '../bench/registry.js';
import { scratchRepository } from '../bench/scratch.js';
import { PASSWORD, project, type Report, statuses } from './project.js';

const STEPS = [
  'lint',
  'build',
  'smoke',
  'sbom',
  'scan',
  'provenance',
  'gate',
  'sign',
  'attest',
  'push',
  'verify',
  'tag',
];

/** Runs the commands of "how to verify" as they stand, with `cosign` and `acgs` on PATH. */
async function pasteHowToVerify(report: Report, folder: string): Promise<number> {
  const bin = join(folder, '..', `${folder.split('/').at(-1) ?? ''}-bin`);
  mkdirSync(bin, { recursive: true });
  writeFileSync(join(bin, 'cosign'), `#!/bin/sh\nexec ${bench().tools.cosign3} "$@"\n`, { mode: 0o755 });
  writeFileSync(join(bin, 'acgs'), `#!/bin/sh\nexec ${process.execPath} ${process.cwd()}/bin/run.js "$@"\n`, {
    mode: 0o755,
  });
  const lines = report.services.flatMap(({ howToVerify }) =>
    howToVerify.flatMap(({ command }) => command.split('\n')),
  );
  for (const line of lines)
    await runOk('sh', ['-c', line], { cwd: folder, env: { PATH: `${bin}:${process.env['PATH'] ?? ''}` } });
  return lines.length;
}

describe.each([
  ['with the referrers API', true],
  ['without it', false],
])('release to a registry %s', (_name, referrers) => {
  test('cosign and acgs accept what was pushed; the same again writes nothing', async () => {
    await using registry = await startRegistry({ referrers });
    await using proxy = await startFaultProxy(registry.address);
    using it = await project();
    const first = await it.release(['--push', '--key', 'cosign.key', '--registry', `${proxy.address}/team`]);
    expect(first.code, first.stderr).toBe(0);
    const [service] = first.report.services;
    expect(first.report).toMatchObject({ schemaVersion: 1, status: 'passed', signed: true });
    expect(Object.keys(statuses(first.report))).toEqual(STEPS);
    expect(new Set(Object.values(statuses(first.report)))).toEqual(new Set(['passed']));
    expect(service?.image).toBe(`${proxy.address}/team/api@${service?.digest ?? ''}`);
    expect(service?.tags).toEqual([expect.stringMatching(/^sha-[0-9a-f]{12}$/)]);
    expect(service?.verification?.verified).toBe(true);
    expect(await pasteHowToVerify(first.report, it.folder)).toBeGreaterThan(8);

    const index = JSON.parse(
      await runOk(bench().tools.crane, ['manifest', '--insecure', service?.image ?? '']),
    ) as { manifests: { digest: string }[] };
    for (const { digest } of index.manifests)
      await runOk(
        bench().tools.cosign3,
        [
          'verify',
          '--key',
          'cosign.pub',
          '--insecure-ignore-tlog=true',
          `${proxy.address}/team/api@${digest}`,
        ],
        { cwd: it.folder },
      );

    proxy.forget();
    const again = await it.release(['--push', '--key', 'cosign.key', '--registry', `${proxy.address}/team`]);
    expect(again.code, again.stderr).toBe(0);
    expect(proxy.writes()).toBe(0);
    expect(again.report.services[0]?.digest).toBe(service?.digest);
    expect(statuses(again.report)).toMatchObject({
      build: 'fresh',
      sign: 'done',
      attest: 'done',
      push: 'done',
      tag: 'done',
    });

    // Another checkout of the commit, with nothing on disk: one digest, and nothing is signed or pushed twice.
    using elsewhere = await project({ key: false });
    cpSync(join(it.folder, 'cosign.key'), join(elsewhere.folder, 'cosign.key'));
    proxy.forget();
    const third = await elsewhere.release([
      '--push',
      '--key',
      'cosign.key',
      '--registry',
      `${proxy.address}/team`,
    ]);
    expect(third.code, third.stderr).toBe(0);
    expect(third.report.services[0]?.digest).toBe(service?.digest);
    expect(proxy.writes()).toBe(0);
  });
});

test('a first release works at the first try: init, commit, key, release', async () => {
  using it = await scratchRepository({
    'index.html': quickService['index.html'] ?? '',
    Dockerfile: `FROM ${bench().baseImages['busybox:stable']}\n${(quickService['Dockerfile'] ?? '').split('\n').slice(1).join('\n')}`,
  });
  const { runAcgs } = await import('../bench/run.js');
  const run = (...args: string[]) =>
    runAcgs(args, { cwd: it.folder, env: { COSIGN_PASSWORD: PASSWORD, CI: undefined } });
  for (const args of [['init'], ['keys', 'generate'], ['release', '--key', 'cosign.key']]) {
    const { code, stderr } = await run(...args);
    expect(code, `${args.join(' ')}: ${stderr}`).toBe(0);
  }
  expect(await it.git('status', '--short', '--ignored')).not.toContain('cosign.key\n?? ');
  const report = JSON.parse(readFileSync(join(it.folder, 'dist/release/report.json'), 'utf8')) as Report;
  expect(report.signed).toBe(true);
  expect(await pasteHowToVerify(report, it.folder)).toBeGreaterThan(3);
});

test('COPY . . with the key pair and dist/ in its context, released twice: one digest, no key in the image', async () => {
  const Dockerfile = (quickService['Dockerfile'] ?? '').replace(
    'COPY index.html /www/index.html',
    'COPY . . /www/'.replace('. . ', '. '),
  );
  using it = await project({ files: { ...quickService, Dockerfile } });
  const first = await it.release(['--key', 'cosign.key']);
  expect(first.code, first.stderr).toBe(0);
  const second = await it.release(['--key', 'cosign.key', '--force']);
  expect(second.code, second.stderr).toBe(0);
  expect(second.report.services[0]?.digest).toBe(first.report.services[0]?.digest);
  expect(statuses(second.report)).toMatchObject({ build: 'passed', sign: 'done', attest: 'done' });
  const blobs = join(it.folder, 'dist/release/api/image/blobs/sha256');
  for (const blob of readdirSync(blobs)) {
    const listing = await runProgram('sh', ['-c', `tar -tzf ${join(blobs, blob)} 2>/dev/null || true`]);
    expect(listing.stdout).not.toMatch(/cosign\.key|\.acgs|dist\/release|\.git\//);
  }
});

test('nobody signs: exit 0 and UNSIGNED; with --push exit 2, and nothing is written', async () => {
  await using registry = await startRegistry();
  await using proxy = await startFaultProxy(registry.address);
  using it = await project({ key: false });
  const local = await it.acgs(['release']);
  expect(local.code, local.stderr).toBe(0);
  expect(local.stdout).toContain('UNSIGNED');
  const pushed = await it.release(['--push', '--registry', `${proxy.address}/team`]);
  expect(pushed.code).toBe(2);
  expect(pushed.report.error?.code).toBe('sign/no-signer');
  expect(proxy.writes()).toBe(0);
  const said = await it.release(['--push', '--unsigned', '--registry', `${proxy.address}/team`]);
  expect(said.code, said.stderr).toBe(0);
  expect(statuses(said.report)).toMatchObject({
    sign: 'skipped',
    attest: 'skipped',
    push: 'passed',
    verify: 'skipped',
    tag: 'passed',
  });
});

test('until gate here, from sign elsewhere: one digest, and cosign accepts it', async () => {
  await using registry = await startRegistry();
  using here = await project();
  const built = await here.release(['--until', 'gate']);
  expect(built.code, built.stderr).toBe(0);
  using there = await project({ key: false });
  for (const folder of ['dist', '.acgs', 'cosign.key', 'cosign.pub'])
    cpSync(join(here.folder, folder), join(there.folder, folder), { recursive: true });
  const signed = await there.release([
    '--from',
    'sign',
    '--push',
    '--key',
    'cosign.key',
    '--registry',
    `${registry.address}/team`,
  ]);
  expect(signed.code, signed.stderr).toBe(0);
  const [service] = signed.report.services;
  expect(service?.digest).toBe(built.report.services[0]?.digest);
  expect(service?.steps.filter(({ imported }) => imported === true).map(({ id }) => id)).toEqual(
    STEPS.slice(0, 7),
  );
  await runOk(
    bench().tools.cosign3,
    ['verify', '--key', 'cosign.pub', '--insecure-ignore-tlog=true', service?.image ?? ''],
    { cwd: there.folder },
  );
});

test('a HIGH finding with a fix refuses: exit 3, all evidence written, nothing pushed or signed', async () => {
  await using registry = await startRegistry();
  await using proxy = await startFaultProxy(registry.address);
  using it = await project({ files: vulnerableService });
  const refused = await it.release(['--push', '--key', 'cosign.key', '--registry', `${proxy.address}/team`]);
  expect(refused.code, refused.stderr).toBe(3);
  const [service] = refused.report.services;
  expect(refused.report.error?.code).toBe('gate/refused');
  expect(statuses(refused.report)).toMatchObject({ gate: 'refused', sign: 'cancelled', push: 'cancelled' });
  expect(service?.scan.blocking).toContainEqual(
    expect.objectContaining({
      package: 'Werkzeug',
      origin: 'app',
      fixed: expect.stringMatching(/\d/) as string,
    }),
  );
  expect(refused.stderr).toMatch(/vulnerabilities:\s+- id:/);
  expect(proxy.writes()).toBe(0);
  for (const name of ['sbom.cdx.json', 'sbom.spdx.json', 'scan.json', 'scan.sarif', 'provenance.json'])
    expect(existsSync(join(it.folder, 'dist/release/api', name)), name).toBe(true);
  expect(
    readdirSync(join(it.folder, 'dist/release/api')).filter((name) => name.includes('sigstore')),
  ).toEqual([]);
});

test('--plan lists every effect; --dry-run has none', async () => {
  using it = await project();
  const before = await runOk('find', ['.', '-path', './.git', '-prune', '-o', '-print'], { cwd: it.folder });
  const plan = await it.acgs([
    'release',
    '--plan',
    '--push',
    '--key',
    'cosign.key',
    '--registry',
    '127.0.0.1:1/team',
  ]);
  expect(plan.code, plan.stderr).toBe(0);
  for (const word of ['build', 'push api', 'sign the index', 'scan.json', '127.0.0.1:1/team/api:sha-'])
    expect(plan.stdout).toContain(word);
  const dry = await it.acgs(['release', '--dry-run', '--key', 'cosign.key']);
  expect(dry.code, dry.stderr).toBe(0);
  expect(await runOk('find', ['.', '-path', './.git', '-prune', '-o', '-print'], { cwd: it.folder })).toBe(
    before,
  );
});
