import { createPrivateKey, type KeyObject, randomBytes, scrypt } from 'node:crypto';
import { AcgsError } from '../model/errors.js';
import { pemBlocks, toPem } from './pem.js';

/** Written by cosign since 1.13; the older label is still read (cosign, pkg/cosign/keys.go). */
const ENCRYPTED_KEY_LABEL = 'ENCRYPTED SIGSTORE PRIVATE KEY';
const ENCRYPTED_KEY_LABELS: readonly string[] = [ENCRYPTED_KEY_LABEL, 'ENCRYPTED COSIGN PRIVATE KEY'];

/** The only sizes that are read: a file must not be able to ask for more memory than these (64 to 128 MiB). */
const SCRYPT_SIZES: readonly number[] = [32_768, 65_536, 131_072];
const SCRYPT_WRITTEN = 65_536;
const SCRYPT_BLOCK = 8;
const KEY_BYTES = 32;
const NONCE_BYTES = 24;
/** secretbox puts a Poly1305 tag of 16 bytes before the text. */
const TAG_BYTES = 16;

interface Box {
  readonly n: number;
  readonly salt: Buffer;
  readonly nonce: Buffer;
  readonly ciphertext: Buffer;
}

/** Whether a text holds a private key in cosign's encrypted form, under either label. */
export function isEncryptedKey(text: string): boolean {
  return ENCRYPTED_KEY_LABELS.some((label) => text.includes(`-----BEGIN ${label}-----`));
}

/**
 * Encrypts a private key as cosign does: PKCS#8 in a NaCl secretbox under scrypt, as JSON in PEM
 * (go-securesystemslib, encrypted/encrypted.go).
 */
export async function encryptKey(key: KeyObject, password: string): Promise<string> {
  const { xsalsa20poly1305 } = await import('@noble/ciphers/salsa.js');
  const [salt, nonce] = [randomBytes(32), randomBytes(NONCE_BYTES)];
  const plaintext = key.export({ type: 'pkcs8', format: 'der' });
  const derived = await derive(password, salt, SCRYPT_WRITTEN);
  try {
    const ciphertext = Buffer.from(xsalsa20poly1305(derived, nonce).encrypt(plaintext));
    const body = {
      kdf: {
        name: 'scrypt',
        params: { N: SCRYPT_WRITTEN, r: SCRYPT_BLOCK, p: 1 },
        salt: salt.toString('base64'),
      },
      cipher: { name: 'nacl/secretbox', nonce: nonce.toString('base64') },
      ciphertext: ciphertext.toString('base64'),
    };
    return toPem(ENCRYPTED_KEY_LABEL, Buffer.from(JSON.stringify(body)));
  } finally {
    plaintext.fill(0);
    derived.fill(0);
  }
}

/**
 * Opens a private key in cosign's encrypted form. Takes about half a second and 64 MiB: that is scrypt's purpose.
 * @throws AcgsError `key/invalid` for content that is no such key, `key/password` if the password does not open it
 */
export async function decryptKey(text: string, password: string): Promise<KeyObject> {
  const box = readBox(text);
  const { xsalsa20poly1305 } = await import('@noble/ciphers/salsa.js');
  const derived = await derive(password, box.salt, box.n);
  let plaintext: Buffer | undefined;
  try {
    plaintext = Buffer.from(xsalsa20poly1305(derived, box.nonce).decrypt(box.ciphertext));
  } catch (error) {
    throw new AcgsError('key/password', 'the password does not open the private key', { cause: error });
  } finally {
    derived.fill(0);
  }
  try {
    return createPrivateKey({ key: plaintext, format: 'der', type: 'pkcs8' });
  } catch (error) {
    throw new AcgsError('key/invalid', 'the private key file opens, but holds no PKCS#8 key', {
      cause: error,
    });
  } finally {
    plaintext.fill(0);
  }
}

function derive(password: string, salt: Buffer, n: number): Promise<Buffer> {
  // Node refuses more than 32 MiB unless told; scrypt takes 128·N·r bytes and a little.
  const maxmem = 128 * n * SCRYPT_BLOCK + 16 * 1024 * 1024;
  return new Promise((resolve, reject) => {
    scrypt(password, salt, KEY_BYTES, { N: n, r: SCRYPT_BLOCK, p: 1, maxmem }, (error, derived) => {
      if (error === null) resolve(derived);
      else reject(error);
    });
  });
}

function readBox(text: string): Box {
  const block = pemBlocks(text).find(({ label }) => ENCRYPTED_KEY_LABELS.includes(label));
  if (block === undefined) throw invalid(`expected a PEM block "${ENCRYPTED_KEY_LABEL}", got none`);
  let body: unknown;
  try {
    body = JSON.parse(block.bytes.toString('utf8'));
  } catch (error) {
    throw invalid('expected JSON in the PEM block', error);
  }
  const { kdf, cipher, ciphertext } = fields(body);
  const { name: kdfName, params, salt } = fields(kdf);
  const { N: n, r, p } = fields(params);
  const { name: cipherName, nonce } = fields(cipher);
  if (kdfName !== 'scrypt') throw invalid(`expected the key derivation scrypt, got ${String(kdfName)}`);
  if (cipherName !== 'nacl/secretbox')
    throw invalid(`expected the cipher nacl/secretbox, got ${String(cipherName)}`);
  if (typeof n !== 'number' || !SCRYPT_SIZES.includes(n) || r !== SCRYPT_BLOCK || p !== 1)
    throw invalid(`expected scrypt N=32768, 65536 or 131072, r=8, p=1, got ${JSON.stringify(params)}`);
  const box = { n, salt: base64(salt), nonce: base64(nonce), ciphertext: base64(ciphertext) };
  if (box.salt.length < 16) throw invalid(`expected a salt of 16 bytes or more, got ${box.salt.length}`);
  if (box.nonce.length !== NONCE_BYTES)
    throw invalid(`expected a nonce of ${NONCE_BYTES} bytes, got ${box.nonce.length}`);
  if (box.ciphertext.length <= TAG_BYTES) throw invalid('expected a ciphertext, got none');
  return box;
}

function fields(value: unknown): Readonly<Record<string, unknown>> {
  if (typeof value === 'object' && value !== null) return { ...value };
  throw invalid(`expected a JSON object, got ${value === null ? 'null' : typeof value}`);
}

function base64(value: unknown): Buffer {
  if (typeof value === 'string') return Buffer.from(value, 'base64');
  throw invalid(`expected base64 text, got ${typeof value}`);
}

function invalid(why: string, cause?: unknown): AcgsError {
  return new AcgsError('key/invalid', `the private key file cannot be read: ${why}`, { cause });
}
