import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { bench } from '../bench/bench.js';
import { type FaultProxy, startFaultProxy } from '../bench/fault-proxy.js';
import { quickService } from '../bench/image.js';
import { startRegistry } from '../bench/registry.js';
import { runOk } from '../bench/run.js';
import { journalsOf } from './live.js';
import { type Project, project, type Report } from './project.js';

/** Every effect with ACGS_FAULT_WALK=full (half an hour); else a sample with each step in it. */
const FULL = process.env['ACGS_FAULT_WALK'] === 'full';
const STRIDE = FULL ? 1 : 17;
const MARKER = 'acgs-fault-walk';

const files = {
  ...quickService,
  Dockerfile: [
    'FROM busybox:stable',
    'COPY index.html /index.html',
    'USER 10001',
    `CMD ["true", "${MARKER}"]`,
    '',
  ].join('\n'),
};

/** How many bundles of each predicate type the registry lists for the digest. */
async function referrersOf(address: string, repository: string, digest: string): Promise<string[]> {
  const answer = await fetch(`http://${address}/v2/${repository}/referrers/${digest}`);
  const { manifests } = (await answer.json()) as { manifests: { annotations?: Record<string, string> }[] };
  return manifests.map(({ annotations }) => annotations?.['dev.sigstore.bundle.predicateType'] ?? '?').sort();
}

/** Removes what a killed smoke test could not. */
async function removeContainers(): Promise<void> {
  const docker = bench().tools.docker;
  const listed = await runOk(docker, [
    'ps',
    '--all',
    '--no-trunc',
    '--format',
    '{{.ID}} {{.Image}} {{.Command}}',
  ]);
  for (const line of listed.split('\n').filter((one) => one.includes(MARKER))) {
    const [id = '', image = ''] = line.split(' ');
    await runOk(docker, ['rm', '--force', id]);
    await runOk(docker, ['rmi', '--force', image]);
  }
}

async function walk(
  mode: 'kill' | 'fail',
  from: number,
  each: (it: Project, k: number, place: string, proxy: FaultProxy, last: string | undefined) => Promise<void>,
): Promise<Set<string>> {
  await using registry = await startRegistry();
  await using proxy = await startFaultProxy(registry.address);
  using first = await project({ files });
  const met = new Set<string>();
  for (let k = from; ; k += STRIDE) {
    using it = await project({ files, key: false });
    for (const name of ['cosign.key', 'cosign.pub']) cpSync(join(first.folder, name), join(it.folder, name));
    proxy.forget();
    const place = `${proxy.address}/${mode}${k}`;
    const run = await it.release(['--push', '--key', 'cosign.key', '--registry', place], {
      env: { ACGS_TEST_FAULT: `${mode}:${k}` },
    });
    const open = new Set<string>();
    for (const { type, key } of journalsOf(it.folder, mode === 'kill').at(-1) ?? [])
      if (type === 'start') open.add(key?.step ?? '');
      else if (type === 'end') open.delete(key?.step ?? '');
    if (mode === 'kill') open.forEach((step) => met.add(step));
    if (run.code === 0 && !run.stderr.includes('fault injected')) {
      // Only a run that has fewer effects than that may pass without a word of it.
      expect(k).toBeGreaterThan(100);
      return met;
    }
    if (mode === 'kill') expect(run.code, `${mode}:${k}: ${run.stderr}`).toBe(137);
    else expect([0, 1], `${mode}:${k}: ${run.stderr}`).toContain(run.code);
    await each(it, k, place, proxy, (run.json as Report | undefined)?.error?.message);
  }
}

async function expectResumed(it: Project, k: number, place: string, proxy: FaultProxy): Promise<Report> {
  const hadRun = journalsOf(it.folder, true).some((lines) => lines.some(({ type }) => type === 'run'));
  const args = hadRun ? ['--resume'] : ['--push', '--key', 'cosign.key', '--registry', place];
  const resumed = await it.release(args);
  expect(resumed.code, `resumed after ${k}: ${resumed.stderr}`).toBe(0);
  const puts = proxy.requests
    .filter(({ method, path }) => method === 'PUT' && path.includes('/manifests/'))
    .map(({ path }) => path);
  expect(puts.length, `manifests written after ${k}`).toBe(new Set(puts).size);
  return resumed.report;
}

const EVIDENCE = 7;

test(
  'killed at an effect, then --resume: the same digest, nothing pushed or signed twice',
  { timeout: FULL ? 3_600_000 : 900_000 },
  async () => {
    const digests = new Set<string>();
    try {
      const met = await walk('kill', FULL ? 1 : 5, async (it, k, place, proxy) => {
        const { services } = await expectResumed(it, k, place, proxy);
        const digest = services[0]?.digest ?? '';
        digests.add(digest);
        const listed = await referrersOf(proxy.address, `kill${k}/api`, digest);
        expect(new Set(listed).size, `referrers after ${k}: ${listed.join(', ')}`).toBe(listed.length);
        expect(listed.length).toBeLessThanOrEqual(EVIDENCE);
      });
      expect(digests.size).toBe(1);
      for (const step of ['build', 'scan', 'attest', 'push']) expect([...met], step).toContain(step);
    } finally {
      await removeContainers();
    }
  },
);

test(
  'an effect that fails: an exit code, a whole journal, and --resume works',
  { timeout: FULL ? 3_600_000 : 900_000 },
  async () => {
    const digests = new Set<string>();
    const codes = new Set<number>();
    try {
      await walk('fail', FULL ? 1 : 9, async (it, k, place, proxy, message) => {
        const last = journalsOf(it.folder).at(-1);
        if (last !== undefined && message !== undefined) codes.add(last.at(-1)?.exit ?? -1);
        const { services } = await expectResumed(it, k, place, proxy);
        digests.add(services[0]?.digest ?? '');
      });
      expect(digests.size).toBe(1);
      expect([...codes]).toContain(1);
    } finally {
      await removeContainers();
    }
  },
);
