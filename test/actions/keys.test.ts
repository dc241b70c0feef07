import { execFileSync } from 'node:child_process';
import { createPublicKey, generateKeyPairSync } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { generateKeys } from '../../src/actions/keys-generate.js';
import { importKeys } from '../../src/actions/keys-import.js';
import { keyHint } from '../../src/evidence/public-key.js';
import { readPublicKey } from '../../src/evidence/key-import.js';
import { loadPrivateKey } from '../../src/signing/load-key.js';

let folder: string;
const password = (): Promise<string> => Promise.resolve('secret');
const git = (...args: string[]): string => execFileSync('git', args, { cwd: folder, encoding: 'utf8' });

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'acgs-keys-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

describe('keys generate', () => {
  it('writes a pair whose halves belong together, the private one for its owner only', async () => {
    const files = await generateKeys({ outputPrefix: join(folder, 'cosign'), password });
    expect(files).toEqual({ privateKey: join(folder, 'cosign.key'), publicKey: join(folder, 'cosign.pub') });
    expect(statSync(files.privateKey).mode & 0o777).toBe(0o600);
    const key = await loadPrivateKey({ kind: 'file', path: files.privateKey }, password);
    expect(keyHint(createPublicKey(key))).toBe(keyHint(readPublicKey(readFileSync(files.publicKey, 'utf8'))));
  });

  it.each(['cosign.key', 'cosign.pub'])('never overwrites %s', async (name) => {
    writeFileSync(join(folder, name), 'mine');
    await expect(generateKeys({ outputPrefix: join(folder, 'cosign'), password })).rejects.toMatchObject({
      code: 'config/exists',
      exit: 2,
    });
    expect(readFileSync(join(folder, name), 'utf8')).toBe('mine');
  });

  it('refuses a prefix that names a folder', async () => {
    await expect(generateKeys({ outputPrefix: `${folder}/`, password })).rejects.toMatchObject({
      code: 'usage/invalid',
    });
  });

  it('keeps the private key out of git, in a sub-folder with an awkward name too', async () => {
    git('init', '--quiet');
    mkdirSync(join(folder, 'a [b] *'));
    writeFileSync(join(folder, '.git', 'info', 'exclude'), 'no newline at the end');
    const { excludedIn } = await generateKeys({ outputPrefix: join(folder, 'a [b] *', 'k'), password });
    expect(excludedIn).toBe(join(folder, '.git', 'info', 'exclude'));
    expect(git('status', '--porcelain', '--untracked-files=all')).toBe('?? "a [b] */k.pub"\n');
    expect(readFileSync(excludedIn ?? '', 'utf8')).toContain('no newline at the end\n/');
  });

  it('leaves the exclude file alone where the key is ignored already', async () => {
    git('init', '--quiet');
    writeFileSync(join(folder, '.gitignore'), '*.key\n');
    const before = readFileSync(join(folder, '.git', 'info', 'exclude'), 'utf8');
    const files = await generateKeys({ outputPrefix: join(folder, 'cosign'), password });
    expect(files.excludedIn).toBeUndefined();
    expect(readFileSync(join(folder, '.git', 'info', 'exclude'), 'utf8')).toBe(before);
  });

  it('finds the exclude file of a linked work tree', async () => {
    git('init', '--quiet');
    git('-c', 'user.name=a', '-c', 'user.email=a@b', 'commit', '--quiet', '--allow-empty', '-m', 'x');
    git('worktree', 'add', '--quiet', 'linked');
    await generateKeys({ outputPrefix: join(folder, 'linked', 'cosign'), password });
    expect(git('-C', 'linked', 'status', '--porcelain')).toBe('?? cosign.pub\n');
  });
});

describe('keys import', () => {
  const plain = generateKeyPairSync('rsa', { modulusLength: 2048 });

  it('encrypts a plain key and writes its public half', async () => {
    const source = join(folder, 'plain.pem');
    writeFileSync(source, plain.privateKey.export({ type: 'pkcs1', format: 'pem' }));
    const files = await importKeys({ key: source, outputPrefix: join(folder, 'imported'), password });
    const key = await loadPrivateKey({ kind: 'file', path: files.privateKey }, password);
    expect(keyHint(createPublicKey(key))).toBe(keyHint(plain.publicKey));
    expect(readFileSync(files.privateKey, 'utf8')).not.toContain('BEGIN RSA');
  });

  it('says that there is no such file', async () => {
    await expect(importKeys({ key: join(folder, 'none.pem'), password })).rejects.toMatchObject({
      code: 'key/not-found',
      exit: 2,
    });
  });
});

describe('a key for signing', () => {
  it('is not read in plain form', async () => {
    const path = join(folder, 'plain.pem');
    writeFileSync(path, generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }));
    await expect(loadPrivateKey({ kind: 'file', path }, password)).rejects.toMatchObject({
      code: 'key/invalid',
      exit: 4,
    });
  });
});
