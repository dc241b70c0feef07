import { readPlainPrivateKey } from '../evidence/key-import.js';
import { AcgsError } from '../model/errors.js';
import { newKeyPassword } from '../signing/key-password.js';
import { exists, readText } from '../system/files.js';
import { type KeyPairFiles, refuseExisting, writeKeyPair } from './keys-generate.js';

export interface KeysImportOptions {
  /** A plain private key: PKCS#8, SEC1 or PKCS#1 in PEM. */
  readonly key: string;
  /** `PREFIX.key` and `PREFIX.pub` are written; default `import-cosign`, as cosign's. */
  readonly outputPrefix?: string;
  /** Where the new password comes from; default `COSIGN_PASSWORD` or the terminal. */
  readonly password?: () => Promise<string>;
}

const DEFAULT_PREFIX = 'import-cosign';
const LARGEST_KEY_FILE = 256 * 1024;

/**
 * Brings a plain private key (ECDSA, RSA, Ed25519) into cosign's encrypted form; the plain file stays as it is.
 * @throws AcgsError `key/not-found`, `key/invalid`, `config/exists`, `key/password`
 */
export async function importKeys(options: KeysImportOptions): Promise<KeyPairFiles> {
  const prefix = options.outputPrefix ?? DEFAULT_PREFIX;
  await refuseExisting(prefix);
  if (!(await exists(options.key)))
    throw new AcgsError('key/not-found', `there is no key file ${options.key}`, { next: ['check the path'] });
  const key = readPlainPrivateKey(await readText(options.key, LARGEST_KEY_FILE));
  return await writeKeyPair(prefix, key, await (options.password ?? newKeyPassword)());
}
