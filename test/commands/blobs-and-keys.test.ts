import { generateKeyPairSync } from 'node:crypto';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runCommand, runJson } from './run-command.js';
import { workFolder } from './signed-folder.js';

let work: Awaited<ReturnType<typeof workFolder>>;
beforeAll(async () => {
  work = await workFolder();
  expect((await runJson('sign blob', 'file.txt', '--key', 'cosign.key')).exit).toBe(0);
});
afterAll(() => {
  work.leave();
});

const PUB = ['--key', 'cosign.pub'];

async function refuses(id: string, argv: readonly string[], exit: number, code: string): Promise<void> {
  const ran = await runJson(id, ...argv);
  expect({ exit: ran.exit, code: ran.document.error?.code }).toEqual({ exit, code });
}

describe('verify blob', () => {
  it('verifies the file, and its digest, by the bundle beside it', async () => {
    expect((await runJson('verify blob', 'file.txt', ...PUB)).exit).toBe(0);
    const hex = createHash('sha256').update(readFileSync('file.txt')).digest('hex');
    const byDigest = ['verify blob', `sha256:${hex}`, ...PUB, '--bundle', 'file.txt.sigstore.json'] as const;
    expect((await runJson(...byDigest)).exit).toBe(0);
  });

  it('verifies what was attested, of the type asked for only', async () => {
    const attested = [
      'file.txt',
      '--key',
      'cosign.key',
      '--type',
      'cyclonedx',
      '--predicate',
      'predicate.json',
    ];
    expect((await runJson('attest blob', ...attested)).exit).toBe(0);
    const bundle = ['--bundle', 'file.txt.intoto.sigstore.json'];
    expect((await runJson('verify blob', 'file.txt', ...PUB, ...bundle, '--type', 'cyclonedx')).exit).toBe(0);
    await refuses('verify blob', ['file.txt', ...PUB, ...bundle, '--type', 'vuln'], 4, 'verify/failed');
  });

  it('is 4 for another file, another key, and a bundle that is none', async () => {
    writeFileSync('changed.txt', 'a filE\n');
    const bundle = ['--bundle', 'file.txt.sigstore.json'];
    await refuses('verify blob', ['changed.txt', ...PUB, ...bundle], 4, 'verify/failed');
    await refuses('verify blob', ['file.txt', '--key', 'other.pub'], 4, 'verify/failed');
    writeFileSync('broken.json', '{"mediaType":');
    await refuses('verify blob', ['file.txt', ...PUB, '--bundle', 'broken.json'], 4, 'verify/failed');
  });

  it.each([
    ['no file', PUB, 'usage/invalid'],
    ['neither key nor identity', ['file.txt'], 'verify/no-identity'],
    ['a file without a bundle', ['nope.txt', ...PUB], 'source/not-found'],
    [
      'a bundle without its file',
      ['nope.txt', ...PUB, '--bundle', 'file.txt.sigstore.json'],
      'source/not-found',
    ],
    ['half a digest', ['sha256:abc', ...PUB, '--bundle', 'file.txt.sigstore.json'], 'usage/invalid'],
    ['a file and a batch', ['file.txt', ...PUB, '--batch', 'batch.jsonl'], 'usage/invalid'],
    ['a batch that is not there', [...PUB, '--batch', 'nope.jsonl'], 'source/not-found'],
  ])('refuses %s with 2', async (_what, argv, code) => {
    await refuses('verify blob', argv, 2, code);
  });

  it('judges every line of a batch, each by its own policy where it has one', async () => {
    const line = (more: object): string => JSON.stringify({ artifact: 'file.txt', ...more });
    writeFileSync('batch.jsonl', [line({}), line({ key: 'cosign.pub' }), ''].join('\n'));
    expect((await runJson('verify blob', ...PUB, '--batch', 'batch.jsonl')).exit).toBe(0);
    writeFileSync('batch.jsonl', [line({}), line({ key: 'other.pub' })].join('\n'));
    const { exit, document } = await runJson('verify blob', ...PUB, '--batch', 'batch.jsonl');
    expect(exit).toBe(4);
    expect(document).toMatchObject({ results: [{ verified: true }, { verified: false }] });
  });

  it('refuses a batch that names nothing, or says it wrongly', async () => {
    writeFileSync('empty.jsonl', '\n\n');
    await refuses('verify blob', [...PUB, '--batch', 'empty.jsonl'], 4, 'verify/nothing');
    writeFileSync('wrong.jsonl', '{"artefact":"file.txt"}\n');
    await refuses('verify blob', [...PUB, '--batch', 'wrong.jsonl'], 2, 'usage/invalid');
    writeFileSync('nobody.jsonl', '{"artifact":"file.txt"}\n');
    await refuses('verify blob', ['--batch', 'nobody.jsonl'], 2, 'verify/no-identity');
  });
});

describe('sign blob and attest blob', () => {
  it.each([
    ['sign blob', ['nope.txt', '--key', 'cosign.key'], 'source/not-found'],
    ['sign blob', ['file.txt'], 'sign/no-signer'],
    ['sign blob', ['--key', 'cosign.key'], 'usage/invalid'],
    ['attest blob', ['file.txt', '--key', 'cosign.key'], 'usage/invalid'],
    [
      'attest blob',
      ['nope.txt', '--key', 'cosign.key', '--type', 'vuln', '--predicate', 'predicate.json'],
      'source/not-found',
    ],
  ])('%s refuses %j with 2', async (id, argv, code) => {
    await refuses(id, argv, 2, code);
    expect(existsSync('nope.txt.sigstore.json')).toBe(false);
  });
});

describe('keys', () => {
  it('imports a plain key, and never overwrites', async () => {
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    writeFileSync('plain.pem', privateKey.export({ type: 'pkcs8', format: 'pem' }));
    const imported = ['--key', 'plain.pem', '--output-key-prefix', 'mine'];
    expect((await runJson('keys import', ...imported)).exit).toBe(0);
    await refuses('keys import', imported, 2, 'config/exists');
    await refuses('keys generate', ['--output-prefix', 'mine'], 2, 'config/exists');
    expect((await runJson('sign blob', 'file.txt', '--key', 'mine.key', '--bundle', 'm.json')).exit).toBe(0);
    expect((await runJson('verify blob', 'file.txt', '--key', 'mine.pub', '--bundle', 'm.json')).exit).toBe(
      0,
    );
  });

  it('refuses a key that is not there with 2, and one that is none with 4', async () => {
    await refuses('keys import', ['--key', 'nope.pem'], 2, 'key/not-found');
    await refuses('keys import', ['--key', 'file.txt', '--output-prefix', 'x'], 4, 'key/invalid');
    expect(existsSync('x.key')).toBe(false);
  });

  it('generates a pair, and without a password or a terminal refuses with 2', async () => {
    expect((await runJson('keys generate', '--output-prefix', 'new')).exit).toBe(0);
    const password = process.env['COSIGN_PASSWORD'];
    delete process.env['COSIGN_PASSWORD'];
    try {
      await refuses('keys generate', ['--output-prefix', 'none'], 2, 'key/password');
    } finally {
      process.env['COSIGN_PASSWORD'] = password;
    }
  });

  it('takes its flags from the environment too', async () => {
    process.env['ACGS_OUTPUT_PREFIX'] = 'fromenv';
    try {
      expect((await runCommand('keys generate')).exit).toBe(0);
      expect(existsSync('fromenv.pub')).toBe(true);
    } finally {
      delete process.env['ACGS_OUTPUT_PREFIX'];
    }
  });
});
