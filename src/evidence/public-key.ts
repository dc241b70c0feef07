import { createHash, type KeyObject } from 'node:crypto';

/** SubjectPublicKeyInfo of a key, DER. */
export function spkiOf(key: KeyObject): Buffer {
  return key.export({ type: 'spki', format: 'der' });
}

/** SubjectPublicKeyInfo of a key, PEM: what cosign writes to `cosign.pub`. */
export function publicKeyPem(key: KeyObject): string {
  return key.export({ type: 'spki', format: 'pem' }).toString();
}

const hints = new WeakMap<KeyObject, string>();

/** The name of a key in bundles: base64 of SHA-256 over its SPKI, as cosign v3 writes `publicKey.hint`. */
export function keyHint(key: KeyObject): string {
  const hint = hints.get(key) ?? createHash('sha256').update(spkiOf(key)).digest('base64');
  hints.set(key, hint);
  return hint;
}
