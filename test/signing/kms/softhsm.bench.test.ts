import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Repository } from '../../../src/registry/repository.js';
import { putTestImage } from '../../actions/test-image.js';
import { bench } from '../../bench/bench.js';
import { startRegistry, type Registry } from '../../bench/registry.js';
import { runAcgs, runOk, runProgram, type RunResult } from '../../bench/run.js';
import { scratchFolder } from '../../bench/scratch.js';
import { startSoftHsm } from './softhsm.js';

/** A key that never leaves its device: both tools sign through the same plugin, and each verifies what the other signed. */
const scratch = scratchFolder({ 'file.txt': 'a file\n', 'predicate.json': '{"a":1}' });
/** Not below the working folder: no plugin is run from there. */
const device = scratchFolder();
const KEY = ['--key', 'softhsm://release'];
const PUB = ['--key', 'release.pub'];
const NO_LOG = ['--tlog-upload=false', '--use-signing-config=false', '--yes'];
const IGNORE_LOG = '--insecure-ignore-tlog=true';
let registry: Registry;
let path: string;

const acgs = (...args: string[]): Promise<RunResult> =>
  runAcgs(args, { cwd: scratch.folder, env: { PATH: path } });
const cosign = (...args: string[]): Promise<RunResult> =>
  runProgram(bench().tools.cosign3, args, { cwd: scratch.folder, env: { PATH: path } });
const ok = { code: 0 };

beforeAll(async () => {
  path = startSoftHsm(device.folder);
  registry = await startRegistry({ referrers: true });
  expect(
    await acgs('keys', 'generate', '--kms', 'softhsm://release', '--output-prefix', 'release'),
  ).toMatchObject(ok);
});
afterAll(async () => {
  await registry.stop();
  scratch[Symbol.dispose]();
  device[Symbol.dispose]();
});

async function image(name: string): Promise<string> {
  const { index } = await putTestImage(new Repository(registry.address, `acme/${name}`), name);
  return `${registry.address}/acme/${name}@${index}`;
}

describe('a key in SoftHSM', () => {
  it('signs and attests an image by acgs, and cosign accepts it with the public key', async () => {
    const reference = await image('by-acgs');
    expect(await acgs('sign', ...KEY, reference)).toMatchObject(ok);
    expect(
      await acgs('attest', ...KEY, '--type', 'vuln', '--predicate', 'predicate.json', reference),
    ).toMatchObject(ok);
    expect(await cosign('verify', ...PUB, IGNORE_LOG, reference)).toMatchObject(ok);
    expect(await cosign('verify-attestation', ...PUB, IGNORE_LOG, '--type', 'vuln', reference)).toMatchObject(
      ok,
    );
    expect(await acgs('verify', ...PUB, '--require', 'signature,vuln', reference)).toMatchObject(ok);
    expect(await acgs('verify', ...KEY, reference)).toMatchObject(ok);
  });

  it('signs an image by cosign, and acgs accepts it, with the public key and through the plugin', async () => {
    const reference = await image('by-cosign');
    expect(await cosign('sign', ...KEY, ...NO_LOG, reference)).toMatchObject(ok);
    expect(await acgs('verify', ...PUB, reference)).toMatchObject(ok);
    expect(await acgs('verify', ...KEY, reference)).toMatchObject(ok);
  });

  it('signs a file by each, for the other', async () => {
    expect(await acgs('sign', 'blob', 'file.txt', ...KEY, '--bundle', 'ours.json')).toMatchObject(ok);
    expect(
      await cosign('verify-blob', 'file.txt', ...PUB, IGNORE_LOG, '--bundle', 'ours.json'),
    ).toMatchObject(ok);
    expect(await cosign('sign-blob', 'file.txt', ...KEY, ...NO_LOG, '--bundle', 'theirs.json')).toMatchObject(
      ok,
    );
    expect(await acgs('verify', 'blob', 'file.txt', ...PUB, '--bundle', 'theirs.json')).toMatchObject(ok);
  });

  it('is the same public key for both', async () => {
    const theirs = await runOk(bench().tools.cosign3, ['public-key', ...KEY], {
      cwd: scratch.folder,
      env: { PATH: path },
    });
    writeFileSync(join(scratch.folder, 'theirs.pub'), theirs);
    const reference = await image('public');
    expect(await acgs('sign', ...KEY, reference)).toMatchObject(ok);
    expect(await acgs('verify', '--key', 'theirs.pub', reference)).toMatchObject(ok);
  });

  it('that is not there is an error of the plugin, exit 1, and nothing is signed', async () => {
    const reference = await image('no-key');
    const { code, stdout } = await acgs('sign', '--key', 'softhsm://none', reference, '--json');
    expect(code).toBe(1);
    expect(stdout).toContain('kms/failed');
    expect(await acgs('verify', ...PUB, reference)).toMatchObject({ code: 4 });
  });
});
