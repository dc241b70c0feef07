import { createPrivateKey, createPublicKey, type KeyObject, X509Certificate } from 'node:crypto';
import { AcgsError } from '../model/errors.js';
import { algorithmOf } from './key-algorithm.js';
import { isEncryptedKey } from './key-file.js';
import { pemBlocks } from './pem.js';

const PRIVATE_LABELS: readonly string[] = ['PRIVATE KEY', 'EC PRIVATE KEY', 'RSA PRIVATE KEY'];

/**
 * Reads a plain private key in PKCS#8, SEC1 or PKCS#1 form, as `cosign import-key-pair` does.
 * @throws AcgsError `key/invalid`
 */
export function readPlainPrivateKey(text: string): KeyObject {
  const block = pemBlocks(text).find(({ label }) => PRIVATE_LABELS.includes(label));
  if (block === undefined)
    throw new AcgsError(
      'key/invalid',
      `expected a PEM block ${PRIVATE_LABELS.map((label) => `"${label}"`).join(', ')}, got ${labels(text)}`,
      {
        next: isEncryptedKey(text)
          ? ['this key is in cosign’s form already: use it as it is with --key']
          : ['convert it with `openssl pkcs8 -topk8 -nocrypt`'],
      },
    );
  try {
    const type =
      block.label === 'PRIVATE KEY' ? 'pkcs8' : block.label === 'EC PRIVATE KEY' ? 'sec1' : 'pkcs1';
    const key = createPrivateKey({ key: block.bytes, format: 'der', type });
    algorithmOf(key);
    return key;
  } catch (error) {
    if (error instanceof AcgsError) throw error;
    throw new AcgsError('key/invalid', `the PEM block "${block.label}" holds no key that can be read`, {
      cause: error,
    });
  } finally {
    block.bytes.fill(0);
  }
}

/**
 * Reads a public key (SPKI, PKCS#1) or the key of a certificate.
 * @throws AcgsError `key/invalid`
 */
export function readPublicKey(text: string): KeyObject {
  const [block] = pemBlocks(text);
  if (isEncryptedKey(text) || PRIVATE_LABELS.includes(block?.label ?? ''))
    throw new AcgsError('key/invalid', 'expected a public key, got a private one', {
      next: ['pass the public half (cosign.pub)'],
    });
  try {
    const key =
      block?.label === 'CERTIFICATE'
        ? new X509Certificate(block.bytes).publicKey
        : block?.label === 'PUBLIC KEY'
          ? createPublicKey({ key: block.bytes, format: 'der', type: 'spki' })
          : block?.label === 'RSA PUBLIC KEY'
            ? createPublicKey({ key: block.bytes, format: 'der', type: 'pkcs1' })
            : undefined;
    if (key === undefined)
      throw new AcgsError('key/invalid', `expected a PEM block "PUBLIC KEY", got ${labels(text)}`);
    algorithmOf(key);
    return key;
  } catch (error) {
    if (error instanceof AcgsError) throw error;
    throw new AcgsError('key/invalid', 'the PEM block holds no public key that can be read', {
      cause: error,
    });
  }
}

function labels(text: string): string {
  const found = pemBlocks(text).map(({ label }) => `"${label}"`);
  return found.length === 0 ? 'no PEM block' : found.join(', ');
}
