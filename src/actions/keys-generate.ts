import { createPublicKey, generateKeyPair, type KeyObject } from 'node:crypto';
import { promisify } from 'node:util';
import { basename } from 'node:path';
import { encryptKey } from '../evidence/key-file.js';
import { publicKeyPem } from '../evidence/public-key.js';
import { AcgsError } from '../model/errors.js';
import { newKeyPassword } from '../signing/key-password.js';
import { parseKeyReference } from '../signing/load-key.js';
import { exists, writeFileAtomic } from '../system/files.js';
import { excludeFromGit } from './exclude-from-git.js';

export interface KeysGenerateOptions {
  /** `PREFIX.key` and `PREFIX.pub` are written; default `cosign`. */
  readonly outputPrefix?: string;
  /** `--kms`: the key is made in a KMS, and only `PREFIX.pub` is written. */
  readonly kms?: string;
  /** Where the password comes from; default `COSIGN_PASSWORD` or the terminal. */
  readonly password?: () => Promise<string>;
}

export interface KeyPairFiles {
  /** A file, or the URI of a key in a KMS. */
  readonly privateKey: string;
  readonly publicKey: string;
  /** The git exclude file that now names the private key, where there is a work tree. */
  readonly excludedIn?: string;
}

const DEFAULT_PREFIX = 'cosign';

/**
 * Makes a P-256 key pair in cosign's files: the private one encrypted and readable by its owner only. Nothing is overwritten,
 * and in a git work tree the private key is ignored before it is written.
 * @throws AcgsError `config/exists`, `key/password`, `file/failed`, `tool/missing`, `kms/failed`
 */
export async function generateKeys(options: KeysGenerateOptions = {}): Promise<KeyPairFiles> {
  const prefix = options.outputPrefix ?? DEFAULT_PREFIX;
  await refuseExisting(prefix);
  if (options.kms !== undefined) return await createInKms(options.kms, prefix);
  const password = await (options.password ?? newKeyPassword)();
  const { privateKey } = await promisify(generateKeyPair)('ec', { namedCurve: 'P-256' });
  return await writeKeyPair(prefix, privateKey, password);
}

async function createInKms(uri: string, prefix: string): Promise<KeyPairFiles> {
  const reference = parseKeyReference(uri);
  if (reference.kind !== 'kms')
    throw new AcgsError('usage/invalid', `expected --kms NAME://KEY, got "${uri.slice(0, 100)}"`);
  const { KmsPlugin } = await import('../signing/kms/kms-plugin.js');
  const publicPath = `${prefix}.pub`;
  await writeFileAtomic(publicPath, publicKeyPem(await new KmsPlugin(reference).createKey()), {
    exclusive: true,
  });
  return { privateKey: uri, publicKey: publicPath };
}

/** Refuses to go on where either file is there. @throws AcgsError `config/exists` */
export async function refuseExisting(prefix: string): Promise<void> {
  if (basename(prefix) === '' || prefix.endsWith('/'))
    throw new AcgsError('usage/invalid', `expected --output-prefix to end in a file name, got "${prefix}"`);
  for (const path of [`${prefix}.key`, `${prefix}.pub`])
    if (await exists(path))
      throw new AcgsError('config/exists', `${path} exists already and is not overwritten`, {
        next: ['choose another name with --output-prefix', 'or move the old pair away'],
      });
}

/** Writes both halves of a key, the private one encrypted. @throws AcgsError `config/exists`, `file/failed` */
export async function writeKeyPair(prefix: string, key: KeyObject, password: string): Promise<KeyPairFiles> {
  const [privatePath, publicPath] = [`${prefix}.key`, `${prefix}.pub`];
  const encrypted = await encryptKey(key, password);
  const excludedIn = await excludeFromGit(privatePath);
  await writeFileAtomic(privatePath, encrypted, { mode: 0o600, exclusive: true });
  await writeFileAtomic(publicPath, publicKeyPem(createPublicKey(key)), { exclusive: true });
  return {
    privateKey: privatePath,
    publicKey: publicPath,
    ...(excludedIn === undefined ? {} : { excludedIn }),
  };
}
