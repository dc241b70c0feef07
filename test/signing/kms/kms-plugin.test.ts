import { generateKeyPairSync } from 'node:crypto';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { publicKeyPem } from '../../../src/evidence/public-key.js';
import { KmsPlugin } from '../../../src/signing/kms/kms-plugin.js';
import { encodeCall } from '../../../src/signing/kms/plugin-protocol.js';
import { chooseSigner } from '../../../src/signing/choose-signer.js';

const { publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const PEM = Buffer.from(publicKeyPem(publicKey)).toString('base64');
const saved = { ...process.env };
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'acgs-plugin-'));
  process.env['PATH'] = `${folder}${delimiter}${saved['PATH'] ?? ''}`;
});
afterEach(() => {
  process.env = { ...saved };
  rmSync(folder, { recursive: true });
});

/** A plugin that writes down how it was called, and answers with the same text always. */
function plugin(
  answer: string,
  how: { readonly in?: string; readonly exit?: number; readonly says?: string } = {},
): void {
  const file = join(how.in ?? folder, 'sigstore-kms-fake');
  const script = [
    '#!/bin/sh',
    `printf '%s\\n' "$@" > '${folder}/arguments'`,
    `env > '${folder}/environment'`,
    `cat > '${folder}/message'`,
    `printf '%s' '${how.says ?? ''}' >&2`,
    `printf '%s' '${answer}'`,
    `exit ${how.exit ?? 0}`,
  ];
  writeFileSync(file, script.join('\n'));
  chmodSync(file, 0o755);
}

const fake = (): KmsPlugin => new KmsPlugin({ kind: 'kms', uri: 'fake://keys/release?x=1', plugin: 'fake' });
const seen = (name: string): string => readFileSync(join(folder, name), 'utf8');

describe('a KMS plugin', () => {
  it('is called as cosign calls it: version, one JSON argument, the message on standard input', async () => {
    plugin(JSON.stringify({ signMessage: { signature: 'c2ln' } }));
    expect(await fake().sign(Buffer.from('a message'))).toEqual(Buffer.from('sig'));
    const [version, argument = ''] = seen('arguments').split('\n');
    expect(version).toBe('v1');
    expect(seen('message')).toBe('a message');
    const ctxDeadline = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/);
    const rpcOptions = { ctxDeadline, keyVersion: '', remoteVerification: false };
    expect(JSON.parse(argument)).toEqual({
      initOptions: {
        ctxDeadline,
        protocolVersion: 'v1',
        keyResourceID: 'keys/release?x=1',
        hashFunc: 5,
        rpcOptions,
      },
      methodName: 'signMessage',
      signMessage: { signOptions: { rpcOptions, messageOptions: { digest: null } } },
    });
  });

  it('is asked for its public key, and to make one', () => {
    const at = new Date('2026-01-01T00:00:00Z');
    const call = (argument: Parameters<typeof encodeCall>[0]): unknown =>
      JSON.parse(encodeCall(argument, 'k', at));
    expect(call({ method: 'publicKey' })).toMatchObject({
      methodName: 'publicKey',
      publicKey: { publicKeyOptions: { rpcOptions: { keyVersion: '' } } },
    });
    expect(call({ method: 'createKey', algorithm: 'rsa-2048' })).toMatchObject({
      createKey: { algorithm: 'rsa-2048', ctxDeadline: '2026-01-01T00:00:00.000Z' },
    });
    expect(call({ method: 'defaultAlgorithm' })).toMatchObject({ defaultAlgorithm: {} });
  });

  it('counts by its answer, whatever its exit code', async () => {
    plugin(JSON.stringify({ publicKey: { publicKeyPEM: PEM } }), { exit: 3 });
    expect((await fake().publicKey()).equals(publicKey)).toBe(true);
  });

  it('sees a clean environment, and what the user lets it see', async () => {
    Object.assign(process.env, {
      GITHUB_TOKEN: 'canary',
      VAULT_ADDR: 'https://vault.example',
      ACGS_PLUGIN_ENV: 'VAULT_ADDR, UNSET',
    });
    plugin(JSON.stringify({ publicKey: { publicKeyPEM: PEM } }));
    await fake().publicKey();
    expect(seen('environment')).not.toContain('canary');
    expect(seen('environment')).toContain('VAULT_ADDR=https://vault.example');
    expect(seen('environment')).not.toContain('UNSET');
  });

  it.each([
    ['its own error', JSON.stringify({ errorMessage: 'no such key' }), 'sigstore-kms-fake: no such key'],
    ['nothing', '', 'no JSON document'],
    ['what is no JSON', 'panic: oh', 'no JSON document'],
    ['a list', '[]', 'no JSON object'],
    ['another method', JSON.stringify({ publicKey: { publicKeyPEM: PEM } }), 'without signature'],
    ['an empty signature', JSON.stringify({ signMessage: { signature: '' } }), 'without signature'],
  ])('that answers with %s is kms/failed, with what it said', async (_what, answer, message) => {
    plugin(answer, { exit: 1, says: 'a line of the plugin' });
    await expect(fake().sign(Buffer.from('x'))).rejects.toMatchObject({
      code: 'kms/failed',
      exit: 1,
      message: expect.stringContaining(message),
      output: 'a line of the plugin',
    });
  });

  it('that signs with another key is found out before anybody sees the signature', async () => {
    plugin(JSON.stringify({ publicKey: { publicKeyPEM: PEM }, signMessage: { signature: 'c2ln' } }));
    const chosen = await chooseSigner({ key: 'fake://release' });
    expect(chosen).toMatchObject({ description: 'fake://release', witnesses: [] });
    await expect(chosen?.signer.sign(Buffer.from('x'))).rejects.toMatchObject({
      code: 'kms/failed',
      message: expect.stringContaining('does not verify'),
    });
  });

  it('is not run from a folder that everybody may write, nor from the working directory', async () => {
    const open = join(folder, 'open');
    mkdirSync(open);
    chmodSync(open, 0o777);
    plugin('{}', { in: open });
    process.env['PATH'] = `${open}${delimiter}${saved['PATH'] ?? ''}`;
    await expect(fake().publicKey()).rejects.toMatchObject({ code: 'tool/missing', exit: 5 });
    chmodSync(open, 0o755);
    const before = process.cwd();
    process.chdir(folder);
    try {
      await expect(fake().publicKey()).rejects.toMatchObject({ code: 'tool/missing' });
    } finally {
      process.chdir(before);
    }
    expect(() => seen('arguments')).toThrow('ENOENT');
  });
});
