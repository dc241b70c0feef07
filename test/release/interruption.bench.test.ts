import { mkdirSync, readdirSync } from 'node:fs';
import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { bench } from '../bench/bench.js';
import { startFaultProxy } from '../bench/fault-proxy.js';
import { quickService } from '../bench/image.js';
import { startRegistry } from '../bench/registry.js';
import { runOk } from '../bench/run.js';
import { scratchFolder } from '../bench/scratch.js';
import { journalsOf, processesOf, startAcgs } from './live.js';
import { project } from './project.js';

/** A service whose build and whose start both take long enough to be interrupted; `marker` tells its processes from others'. */
function slowService(marker: string): Readonly<Record<string, string>> {
  return {
    ...quickService,
    Dockerfile: (quickService['Dockerfile'] ?? '')
      .replace('USER 10001', `RUN sleep 5 && echo ${marker} > /dev/null\nUSER 10001`)
      .replace(/^CMD .*$/m, `CMD ["sh", "-c", "sleep 4; exec httpd -f -p 8080 -h /www # ${marker}"]`)
      .replace('--retries=3', '--retries=30'),
  };
}

const containersOf = async (marker: string): Promise<string> =>
  (await runOk(bench().tools.docker, ['ps', '--all', '--no-trunc', '--format', '{{.Names}} {{.Command}}']))
    .split('\n')
    .filter((line) => line.includes(marker))
    .join('\n');

test('Ctrl-C in the build, a termination in the smoke test, then --resume: one digest, nothing left, nothing twice', async () => {
  await using registry = await startRegistry();
  await using proxy = await startFaultProxy(registry.address);
  using temporary = scratchFolder();
  const marker = `m${randomBytes(6).toString('hex')}`;
  using it = await project({ files: slowService(marker) });
  const env = { TMPDIR: temporary.folder, NODE_DISABLE_COMPILE_CACHE: '1' };
  const push = ['--push', '--key', 'cosign.key', '--registry', `${proxy.address}/team`];

  const nothingLeft = async (): Promise<void> => {
    expect(processesOf(it.folder)).toEqual([]);
    expect(processesOf(marker)).toEqual([]);
    expect(await containersOf(marker)).toBe('');
    expect(readdirSync(temporary.folder)).toEqual([]);
    expect(readdirSync(`${it.folder}/.acgs`).sort()).toEqual(['.gitignore', 'runs']);
    expect(journalsOf(it.folder).at(-1)?.at(-1)).toMatchObject({ type: 'finish' });
    expect(proxy.writes()).toBe(0);
  };

  const building = await startAcgs(it, ['release', ...push, '--json'], { env });
  await building.shows('RUN sleep 5');
  const second = await it.acgs(['release', '--json']);
  expect(second.code, second.stderr).toBe(2);
  expect(second.stderr).toContain('[run/locked]');
  expect(second.json).toMatchObject({ error: { code: 'run/locked', exit: 2 } });
  const interrupted = await building.end('SIGINT');
  expect(interrupted.code, interrupted.stderr).toBe(130);
  expect(interrupted.ms).toBeLessThan(7_000);
  expect(interrupted.json).toMatchObject({ error: { code: 'run/interrupted', exit: 130 } });
  expect(interrupted.stderr).toContain('acgs release --resume');
  await nothingLeft();

  const smoking = await startAcgs(it, ['release', '--resume', '--json'], { env });
  await smoking.shows('started, as production would');
  expect(await containersOf(marker)).not.toBe('');
  const terminated = await smoking.end('SIGTERM');
  expect(terminated.code, terminated.stderr).toBe(143);
  expect(terminated.ms).toBeLessThan(7_000);
  await nothingLeft();

  const resumed = await it.acgs(['release', '--resume', '--json'], { env });
  expect(resumed.code, resumed.stderr).toBe(0);
  expect(processesOf(it.folder)).toEqual([]);
  expect(readdirSync(temporary.folder)).toEqual([]);
  const puts = proxy.requests.filter(({ method }) => method === 'PUT').map(({ path }) => path.split('?')[0]);
  expect(new Set(puts.filter((path) => path?.includes('/manifests/'))).size).toBe(
    puts.filter((path) => path?.includes('/manifests/')).length,
  );

  using undisturbed = await project({ files: slowService(marker) });
  const whole = await undisturbed.release(['--key', 'cosign.key']);
  expect(whole.code, whole.stderr).toBe(0);
  const { services } = resumed.json as typeof whole.report;
  expect(services[0]?.digest).toBe(whole.report.services[0]?.digest);
});

test('Ctrl-C while an image is loaded lets the load end, and the next one works', async () => {
  using it = await project();
  mkdirSync(`${it.folder}/.acgs`);
  const running = await startAcgs(it, ['release', '--json']);
  await running.shows('Run the image as production would');
  const { code, ms, stderr } = await running.end('SIGINT');
  expect(code, stderr).toBe(130);
  expect(ms).toBeLessThan(7_000);
  const next = await it.acgs(['release', '--resume', '--json']);
  expect(next.code, next.stderr).toBe(0);
});

test('a time limit: exit 124, the journal is whole, and a run without it goes on', async () => {
  const marker = `m${randomBytes(6).toString('hex')}`;
  using it = await project({ files: slowService(marker), key: false });
  const late = await it.release(['--timeout', '1s']);
  expect(late.code, late.stderr).toBe(124);
  expect(late.report.error).toMatchObject({ code: 'run/timeout', exit: 124 });
  expect(late.stderr).toMatch(/^ {2}→ .*--timeout/m);
  expect(journalsOf(it.folder).at(-1)?.at(-1)).toMatchObject({ type: 'finish', exit: 124 });
  expect(processesOf(it.folder)).toEqual([]);
});
