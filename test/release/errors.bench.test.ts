import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { bench } from '../bench/bench.js';
import { startFaultProxy } from '../bench/fault-proxy.js';
import { quickService } from '../bench/image.js';
import { startRegistry } from '../bench/registry.js';
import { runOk } from '../bench/run.js';
import { scratchFolder } from '../bench/scratch.js';
import { expectFailure, releaseWithCanaries } from './canary.js';
import { configuration, project, statuses } from './project.js';

const SIGNED = ['--key', 'cosign.key'];
const dockerfile = quickService['Dockerfile'] ?? '';

/** Journals of the project: a refusal before a run leaves none, any other a whole one. */
function runsOf(folder: string): string[] {
  const runs = join(folder, '.acgs/runs');
  return existsSync(runs) ? readdirSync(runs) : [];
}

describe('usage and configuration: exit 2, before anything is built', () => {
  test('an unknown key in acgs.yaml names file, line and the key that was meant', async () => {
    using it = await project({ more: '    helth: /ready', key: false });
    const result = await releaseWithCanaries(it, []);
    expectFailure(result, 2, 'config/unknown-key', /acgs\.yaml:\d+/, 'health');
    expect(existsSync(join(it.folder, 'dist'))).toBe(false);
  });

  test('a size of the layer cache that is none, before the Dockerfile is linted', async () => {
    using it = await project({ key: false });
    const result = await releaseWithCanaries(it, [], { env: { ACGS_LAYER_CACHE_SIZE: 'much' } });
    expectFailure(result, 2, 'usage/invalid', 'ACGS_LAYER_CACHE_SIZE', '"much"', 'ACGS_LAYER_CACHE=off');
    expect(result.report.services[0]?.steps.map(({ status }) => status)).not.toContain('passed');
  });

  test('a dirty tree where it would sign; --allow-dirty is recorded in the provenance', async () => {
    using it = await project();
    it.write({ 'index.html': 'changed\n' });
    expectFailure(await releaseWithCanaries(it, SIGNED), 2, 'source/dirty', 'index.html', '--allow-dirty');
    expect(existsSync(join(it.folder, 'dist/release/api/image'))).toBe(false);

    const pushed = await releaseWithCanaries(it, ['--push', '--unsigned', '--registry', '127.0.0.1:1/team']);
    expectFailure(pushed, 2, 'source/dirty', 'index.html');

    const local = await releaseWithCanaries(it, []);
    expect(local.code, local.stderr).toBe(0);
    expect(local.stderr).toContain('the work tree has changes');
    const provenance = (): string =>
      readFileSync(join(it.folder, 'dist/release/api/provenance.json'), 'utf8');
    expect(provenance()).toMatch(/"state"\s*:\s*"dirty"/);
    const allowed = await releaseWithCanaries(it, [...SIGNED, '--allow-dirty']);
    expect(allowed.code, allowed.stderr).toBe(0);
    expect(provenance()).toMatch(/"state"\s*:\s*"dirty"/);
  });

  test('a wrong key password, a missing key, no registry, no repository', async () => {
    using it = await project();
    const wrong = await releaseWithCanaries(it, SIGNED, {
      env: { COSIGN_PASSWORD: 'canary-wrong-password' },
    });
    expectFailure(wrong, 2, 'key/password', 'COSIGN_PASSWORD');
    expectFailure(
      await releaseWithCanaries(it, ['--key', 'other.key']),
      2,
      'key/not-found',
      'acgs keys generate',
    );
    expectFailure(await releaseWithCanaries(it, ['--push', ...SIGNED]), 2, 'usage/invalid', /registry/);
    rmSync(join(it.folder, '.git'), { recursive: true });
    expectFailure(await releaseWithCanaries(it, SIGNED), 2, 'source/not-git', '--allow-dirty');
    expect(existsSync(join(it.folder, 'dist/release/api/image'))).toBe(false);
  });

  test('a shallow clone names fetch-depth: 0', async () => {
    using it = await project();
    it.write({ 'other.txt': 'a second commit\n' });
    await it.commit('second');
    using clones = scratchFolder();
    const clone = join(clones.folder, 'clone');
    await runOk('git', ['clone', '--quiet', '--depth', '1', `file://${it.folder}`, clone]);
    cpSync(join(it.folder, 'cosign.key'), join(clone, 'cosign.key'));
    const there = { ...it, folder: clone };
    const result = await it.release(SIGNED, { cwd: clone });
    expectFailure(result, 2, 'source/shallow', 'fetch-depth: 0');
    expect(existsSync(join(there.folder, 'dist/release/api/image'))).toBe(false);
  });
});

describe('what the service does wrong', () => {
  test('a syntax error in the Dockerfile is refused by the lint gate: exit 3', async () => {
    using it = await project({ files: { ...quickService, Dockerfile: `${dockerfile}RUNN true\n` } });
    const result = await releaseWithCanaries(it, SIGNED);
    expectFailure(result, 3, 'lint/refused', /Dockerfile:\d+/, 'acgs dockerfile lint');
    expect(statuses(result.report)).toMatchObject({ lint: 'refused', build: 'cancelled' });
  });

  test('a RUN that fails: exit 1 with its output, without the secret that it was given', async () => {
    const RUN = [
      'USER 0',
      'RUN --mount=type=secret,id=token echo "token is $(cat /run/secrets/token)"; echo went-wrong; exit 7',
      '',
    ].join('\n');
    using it = await project({
      files: { ...quickService, Dockerfile: `${dockerfile}${RUN}` },
      more: '    secrets:\n      token: { env: BUILD_SECRET }',
    });
    const result = await releaseWithCanaries(it, SIGNED);
    expectFailure(result, 1, 'build/failed', 'went-wrong');
    expect(statuses(result.report)).toMatchObject({ build: 'failed', smoke: 'cancelled', sign: 'cancelled' });
  });

  test('a health check that calls a program the image lacks: exit 1 with its name', async () => {
    const Dockerfile = dockerfile.replace(
      /^HEALTHCHECK.*$/m,
      'HEALTHCHECK --interval=1s CMD curl -f http://127.0.0.1:8080/',
    );
    using it = await project({ files: { ...quickService, Dockerfile } });
    const result = await releaseWithCanaries(it, SIGNED);
    expectFailure(result, 1, 'smoke/unhealthy', 'curl');
    expect(statuses(result.report)).toMatchObject({ smoke: 'failed', sign: 'cancelled' });
    expect(
      await runOk(bench().tools.docker, ['ps', '-a', '--format', '{{.Names}} {{.Image}}']),
    ).not.toContain(result.report.runId);
  });
});

describe('the environment: exit 5, before anything is built', () => {
  const nothingBuilt = (folder: string): void => {
    expect(existsSync(join(folder, 'dist/release/api/image'))).toBe(false);
  };

  test('no engine', async () => {
    using it = await project();
    const result = await releaseWithCanaries(it, SIGNED, {
      env: { DOCKER_HOST: `unix://${it.folder}/none.sock` },
    });
    expectFailure(result, 5, 'engine/missing', 'DOCKER_HOST', 'acgs doctor');
    nothingBuilt(it.folder);
  });

  test('no Trivy', async () => {
    using it = await project();
    using bin = scratchFolder();
    for (const tool of ['git', 'sh', 'docker'])
      symlinkSync((await runOk('sh', ['-c', `command -v ${tool}`])).trim(), join(bin.folder, tool));
    chmodSync(bin.folder, 0o755);
    const result = await releaseWithCanaries(it, SIGNED, {
      env: { PATH: bin.folder, XDG_CACHE_HOME: bin.folder, XDG_DATA_HOME: bin.folder, HOME: bin.folder },
    });
    expectFailure(result, 5, 'trivy/missing', 'acgs doctor --fix');
    nothingBuilt(it.folder);
  });

  test('no database: never "0 findings"', async () => {
    using it = await project();
    using cache = scratchFolder();
    const result = await releaseWithCanaries(it, [...SIGNED, '--db-repository', '127.0.0.1:1/none:2'], {
      env: { TRIVY_CACHE_DIR: cache.folder, TRIVY_DB_REPOSITORY: undefined, XDG_CACHE_HOME: cache.folder },
    });
    expectFailure(result, 5, 'trivy/no-database');
    nothingBuilt(it.folder);
  });

  test('a database that is too old', async () => {
    using it = await project();
    using cache = scratchFolder();
    mkdirSync(join(cache.folder, 'db'));
    const folder = bench().trivyDb.folder;
    symlinkSync(join(folder, 'trivy.db'), join(cache.folder, 'db/trivy.db'));
    const metadata = JSON.parse(readFileSync(join(folder, 'metadata.json'), 'utf8')) as object;
    const old = '2020-01-01T00:00:00Z';
    cache.write({
      'db/metadata.json': JSON.stringify({ ...metadata, UpdatedAt: old, NextUpdate: old, DownloadedAt: old }),
    });
    const result = await releaseWithCanaries(it, SIGNED, {
      env: {
        TRIVY_CACHE_DIR: cache.folder,
        TRIVY_SKIP_DB_UPDATE: 'true',
        TRIVY_DB_REPOSITORY: undefined,
        XDG_CACHE_HOME: cache.folder,
      },
    });
    expectFailure(result, 5, 'trivy/old-database', '--max-db-age');
    nothingBuilt(it.folder);
  });
});

describe('the disk', () => {
  test.each([
    ['is full', 'size=48k', 'build/failed', 'no space left'],
    ['is full at last', 'size=1200k', 'file/failed', 'ENOSPC'],
    ['is read-only', 'ro', 'file/failed', 'EROFS'],
  ])('where the output goes %s: exit 1, and nothing is half written', async (_name, options, code, says) => {
    using it = await project();
    const dist = join(it.folder, 'dist');
    mkdirSync(dist);
    await runOk('mount', ['-t', 'tmpfs', '-o', options, 'tmpfs', dist]);
    try {
      const result = await releaseWithCanaries(it, SIGNED);
      expectFailure(result, 1, code, says, '--output');
      const left = readdirSync(dist, { recursive: true }).map(String);
      expect(left.filter((name) => name.includes('.tmp') || name.endsWith('ingest'))).toEqual([]);
      for (const name of left.filter((one) => one.endsWith('.json')))
        expect(() => JSON.parse(readFileSync(join(dist, name), 'utf8')) as unknown, name).not.toThrow();
      const [run] = runsOf(it.folder);
      expect(() => journalOf(it.folder, run ?? '')).not.toThrow();
    } finally {
      await runOk('umount', [dist]);
    }
  });
});

function journalOf(folder: string, run: string): unknown[] {
  return readFileSync(join(folder, '.acgs/runs', run, 'journal.jsonl'), 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as unknown);
}

test('a branch, a folder and a service with odd names: nothing is executed, and the release works', async () => {
  await using registry = await startRegistry({ user: 'canary:canary-password-of-the-registry' });
  await using proxy = await startFaultProxy(registry.address);
  using it = await project();
  it.write({
    'a b $(touch pwned)/Dockerfile': dockerfile,
    'a b $(touch pwned)/index.html': 'odd\n',
    'a b $(touch pwned)/`touch pwned`\'";&|.html': 'odd\n',
    'acgs.yaml': configuration('api').replace('context: .', "context: 'a b $(touch pwned)'"),
  });
  await it.git('checkout', '--quiet', '-b', '$(touch${IFS}pwned)');
  await it.commit('`touch pwned`; $(touch pwned)\n\n::error::pwned');
  await it.git('tag', 'v1.0.0-$(touch${IFS}pwned)');
  const result = await releaseWithCanaries(
    it,
    ['--push', ...SIGNED, '--tag', '{branch},sha-{sha}', '--registry', `${proxy.address}/team`],
    { env: { ACGS_REGISTRY_USERNAME: 'canary' } },
  );
  expect(result.code, result.stderr).toBe(0);
  const everything = readdirSync(it.folder, { recursive: true }).map(String);
  expect(everything.filter((name) => name.endsWith('pwned'))).toEqual([]);
  expect(result.report.services[0]?.tags.every((tag) => /^[\w][\w.-]{0,127}$/.test(tag))).toBe(true);
});
