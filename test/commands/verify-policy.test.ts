import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runCommand, runJson } from './run-command.js';
import { workFolder } from './signed-folder.js';

let work: Awaited<ReturnType<typeof workFolder>>;
beforeAll(async () => {
  work = await workFolder();
  expect((await runJson('sign', '--key', 'cosign.key', '--layout', 'image', '-r')).exit).toBe(0);
  expect((await runJson('sign blob', 'file.txt', '--key', 'cosign.key')).exit).toBe(0);
  policy('ours.yaml', {});
  policy('theirs.yaml', { signers: { release: { key: 'other.pub' } } });
  policy('both.yaml', {
    signers: { release: { key: 'cosign.pub' }, other: { key: 'other.pub' } },
    require: [{ type: 'signature', threshold: 2 }],
  });
});
afterAll(() => {
  work.leave();
});

function policy(name: string, more: object): void {
  writeFileSync(name, JSON.stringify({ version: 1, signers: { release: { key: 'cosign.pub' } }, ...more }));
}

const LAYOUT = ['--layout', 'image'];

async function ends(id: string, argv: readonly string[]): Promise<{ exit: number; code?: string }> {
  const { exit, document } = await runJson(id, ...argv);
  return { exit, ...(document.error === undefined ? {} : { code: document.error.code }) };
}

describe('--policy', () => {
  it('decides about an image, and names the signer', async () => {
    const { exit, document } = await runJson('verify', ...LAYOUT, '--policy', 'ours.yaml', '-r');
    expect(exit).toBe(0);
    expect(document).toMatchObject({
      results: [
        {
          verified: true,
          subjects: [
            {
              requirements: [{ name: 'signature', met: true, signers: ['release'], threshold: 1 }],
              evidence: [{ signers: ['release'] }],
            },
            {},
            {},
          ],
        },
      ],
    });
    expect(await ends('verify', [...LAYOUT, '--policy', 'theirs.yaml'])).toEqual({
      exit: 4,
      code: 'verify/failed',
    });
  });

  it('says who is missing of n signers', async () => {
    const { exit, stderr } = await runCommand('verify', ...LAYOUT, '--policy', 'both.yaml');
    expect(exit).toBe(4);
    expect(stderr).toContain('signer/threshold, expected 2 of the signers release, other, got release');
  });

  it('decides about a file, and a digest', async () => {
    const hex = createHash('sha256').update(readFileSync('file.txt')).digest('hex');
    const bundle = ['--bundle', 'file.txt.sigstore.json'];
    expect(await ends('verify blob', ['file.txt', '--policy', 'ours.yaml'])).toEqual({ exit: 0 });
    expect(await ends('verify blob', [`sha256:${hex}`, ...bundle, '--policy', 'ours.yaml'])).toEqual({
      exit: 0,
    });
    expect(await ends('verify blob', ['file.txt', '--policy', 'theirs.yaml'])).toMatchObject({ exit: 4 });
    policy('vuln.yaml', { require: [{ type: 'vuln' }] });
    expect(await ends('verify blob', ['file.txt', '--policy', 'vuln.yaml'])).toMatchObject({ exit: 4 });
    policy('denied.yaml', { deniedDigests: [`sha256:${hex}`] });
    expect(await ends('verify blob', ['file.txt', '--policy', 'denied.yaml'])).toEqual({
      exit: 4,
      code: 'verify/denied',
    });
    const sha512 = createHash('sha512').update(readFileSync('file.txt')).digest('hex');
    expect(await ends('verify blob', [`sha512:${sha512}`, ...bundle, '--policy', 'denied.yaml'])).toEqual({
      exit: 2,
      code: 'usage/invalid',
    });
  });

  it.each([
    ['images', { images: ['ghcr.io/acme/*'] }],
    ['annotations', { annotations: { a: 'b' } }],
    ['recursive', { recursive: true }],
    ['deep', { deep: true }],
    ['two kinds', { require: [{ type: 'signature' }, { type: 'vuln' }] }],
  ])('of images is no policy for a file: %s', async (_what, more) => {
    policy('images.yaml', more);
    expect(await ends('verify blob', ['file.txt', '--policy', 'images.yaml'])).toEqual({
      exit: 2,
      code: 'usage/invalid',
    });
  });

  it('by names covers no layout', async () => {
    policy('images.yaml', { images: ['ghcr.io/acme/*'] });
    expect(await ends('verify', [...LAYOUT, '--policy', 'images.yaml'])).toEqual({
      exit: 4,
      code: 'verify/not-covered',
    });
  });

  it.each([
    [['--key', 'cosign.pub']],
    [['--certificate-identity', 'x']],
    [['--github-repo', 'a/b']],
    [['--any-workflow']],
    [['--runner-environment', 'self-hosted']],
    [['--require', 'signature']],
    [['--annotations', 'a=b']],
    [['--max-age', '1d']],
    [['--trusted-root', 'root.json']],
    [['--insecure-ignore-tlog=true']],
  ])('is contradicted by %j: 2', async (flags) => {
    expect(await ends('verify', [...LAYOUT, '--policy', 'ours.yaml', ...flags])).toEqual({
      exit: 2,
      code: 'usage/invalid',
    });
  });

  it('beside --batch or --type is refused', async () => {
    writeFileSync('batch.jsonl', '{"artifact":"file.txt"}\n');
    const refused = { exit: 2, code: 'usage/invalid' };
    expect(await ends('verify blob', ['--batch', 'batch.jsonl', '--policy', 'ours.yaml'])).toEqual(refused);
    expect(await ends('verify blob', ['file.txt', '--type', 'vuln', '--policy', 'ours.yaml'])).toEqual(
      refused,
    );
  });

  it('lets flags ask for more', async () => {
    const strict = ['--policy', 'ours.yaml', '--require-tlog'];
    expect(await ends('verify', [...LAYOUT, ...strict])).toMatchObject({ exit: 4 });
    expect(await ends('verify blob', ['file.txt', ...strict])).toMatchObject({ exit: 4 });
  });

  it('decides what may be copied', async () => {
    expect(await ends('copy', [...LAYOUT, 'oci:no', '--policy', 'theirs.yaml'])).toMatchObject({ exit: 4 });
    expect(() => readFileSync('no/index.json')).toThrow('ENOENT');
    expect(await ends('copy', [...LAYOUT, 'oci:yes', '--policy', 'ours.yaml'])).toEqual({ exit: 0 });
  });

  it('that is missing or holds what nobody knows is 2', async () => {
    policy('slip.yaml', { requireTLog: true });
    expect(await ends('verify', [...LAYOUT, '--policy', 'slip.yaml'])).toEqual({
      exit: 2,
      code: 'config/unknown-key',
    });
    expect(await ends('verify', [...LAYOUT, '--policy', 'none.yaml'])).toEqual({
      exit: 2,
      code: 'source/not-found',
    });
  });
});

describe('--require-tlog', () => {
  it('refuses what a key signed and no log knows; without it a key needs no log', async () => {
    const key = ['--key', 'cosign.pub'];
    expect(await ends('verify', [...LAYOUT, ...key])).toEqual({ exit: 0 });
    const { exit, stdout } = await runCommand('verify', ...LAYOUT, ...key, '--require-tlog', '--json');
    expect(exit).toBe(4);
    expect(stdout).toContain('log/missing');
    expect(await ends('verify blob', ['file.txt', ...key, '--require-tlog'])).toMatchObject({ exit: 4 });
    expect(await ends('verify', [...LAYOUT, ...key, '--require-tlog', '--insecure-ignore-tlog'])).toEqual({
      exit: 2,
      code: 'usage/invalid',
    });
  });
});

describe('claims of the certificate', () => {
  it.each([
    ['a claim alone', ['--runner-environment', 'github-hosted'], 'verify/no-identity'],
    ['a claim beside a key', ['--key', 'cosign.pub', '--build-trigger', 'push'], 'usage/invalid'],
    [
      'the same claim twice',
      ['--github-repo', 'a/b', '--any-workflow', '--github-ref', 'x', '--source-repository-ref', 'y'],
      'usage/invalid',
    ],
  ])('%s is 2', async (_what, argv, code) => {
    expect(await ends('verify', [...LAYOUT, ...argv])).toEqual({ exit: 2, code });
  });
});
