import { type KeyObject } from 'node:crypto';
import { resolve } from 'node:path';
import { decryptKey, isEncryptedKey } from '../evidence/key-file.js';
import { readPublicKey } from '../evidence/key-import.js';
import { AcgsError } from '../model/errors.js';
import { environment } from '../system/environment.js';
import { factsOf, readText } from '../system/files.js';
import { keyPassword } from './key-password.js';
import { type KmsReference } from './kms/kms-plugin.js';

/** A key file takes some kilobytes; more is something else. */
const LARGEST_KEY_FILE = 256 * 1024;
const ENVIRONMENT = 'env://';

/** What `--key` names, as cosign: a path, `env://VARIABLE`, or the URI of a key in a KMS. */
export type KeyReference =
  | { readonly kind: 'file'; readonly path: string }
  | { readonly kind: 'environment'; readonly variable: string }
  | KmsReference;

/** Tells what `--key` names. */
export function parseKeyReference(text: string): KeyReference {
  if (text.startsWith(ENVIRONMENT)) return { kind: 'environment', variable: text.slice(ENVIRONMENT.length) };
  const scheme = /^([a-z][a-z0-9+.-]*):\/\//.exec(text)?.[1];
  if (scheme === undefined) return { kind: 'file', path: text };
  return { kind: 'kms', uri: text, plugin: scheme };
}

/** What a file in `folder` names: a path is relative to it. */
export function locateKey(text: string, folder: string): string {
  const reference = parseKeyReference(text);
  return reference.kind === 'file' ? resolve(folder, reference.path) : text;
}

/**
 * Loads a private key in cosign's encrypted form and opens it.
 * @param password asked for only when it is needed
 * @throws AcgsError `key/not-found`, `key/invalid`, `key/password`
 */
export async function loadPrivateKey(
  reference: Exclude<KeyReference, { kind: 'kms' }>,
  password: () => Promise<string> = () => keyPassword(`Password for ${describeReference(reference)}: `),
): Promise<KeyObject> {
  const text = await readKeyText(reference);
  if (!isEncryptedKey(text))
    throw new AcgsError(
      'key/invalid',
      `${describeReference(reference)} is no private key in cosign's encrypted form`,
      { next: ['bring a plain key into that form with `acgs keys import --key FILE`'] },
    );
  return await decryptKey(text, await password());
}

/**
 * Loads a public key (PEM), or the key of a certificate; that of a KMS is asked of its plugin.
 * @throws AcgsError `key/not-found`, `key/invalid`, `tool/missing`, `kms/failed`
 */
export async function loadPublicKey(reference: KeyReference): Promise<KeyObject> {
  if (reference.kind !== 'kms') return readPublicKey(await readKeyText(reference));
  const { KmsPlugin } = await import('./kms/kms-plugin.js');
  return await new KmsPlugin(reference).publicKey();
}

async function readKeyText(reference: Exclude<KeyReference, { kind: 'kms' }>): Promise<string> {
  if (reference.kind === 'environment') {
    const text = environment()[reference.variable];
    if (text === undefined || text === '')
      throw new AcgsError('key/not-found', `the environment variable ${reference.variable} holds no key`);
    return text;
  }
  if ((await factsOf(reference.path)) === undefined)
    throw new AcgsError('key/not-found', `there is no key file ${reference.path}`);
  return await readText(reference.path, LARGEST_KEY_FILE);
}

/** A key reference as messages name it. */
export function describeReference(reference: KeyReference): string {
  switch (reference.kind) {
    case 'file':
      return reference.path;
    case 'environment':
      return `${ENVIRONMENT}${reference.variable}`;
    case 'kms':
      return reference.uri;
  }
}
