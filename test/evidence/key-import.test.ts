import { createPublicKey, generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { readPlainPrivateKey, readPublicKey } from '../../src/evidence/key-import.js';
import { toPem } from '../../src/evidence/pem.js';
import { keyHint, publicKeyPem } from '../../src/evidence/public-key.js';

const ec = generateKeyPairSync('ec', { namedCurve: 'P-384' });
const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });

describe('a plain private key', () => {
  it.each([
    ['PKCS#8', ec.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(), ec.publicKey],
    ['SEC1', ec.privateKey.export({ type: 'sec1', format: 'pem' }).toString(), ec.publicKey],
    ['PKCS#1', rsa.privateKey.export({ type: 'pkcs1', format: 'pem' }).toString(), rsa.publicKey],
  ])('is read from %s', (_form, text, publicKey) => {
    expect(keyHint(createPublicKey(readPlainPrivateKey(text)))).toBe(keyHint(publicKey));
  });

  it.each([
    ['a public key', publicKeyPem(ec.publicKey)],
    ['nothing', ''],
    ['rubbish in the block', toPem('PRIVATE KEY', Buffer.from('rubbish'))],
    ['an encrypted PKCS#8 key', toPem('ENCRYPTED PRIVATE KEY', Buffer.from('x'))],
  ])('is not read from %s', (_name, text) => {
    expect(() => readPlainPrivateKey(text)).toThrow(expect.objectContaining({ code: 'key/invalid' }));
  });
});

describe('a public key', () => {
  it.each([
    ['SPKI', publicKeyPem(rsa.publicKey)],
    ['PKCS#1', rsa.publicKey.export({ type: 'pkcs1', format: 'pem' }).toString()],
  ])('is read from %s', (_form, text) => {
    expect(keyHint(readPublicKey(text))).toBe(keyHint(rsa.publicKey));
  });

  it.each([
    ['a private key', ec.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()],
    ['an encrypted private key', toPem('ENCRYPTED SIGSTORE PRIVATE KEY', Buffer.from('{}'))],
    ['rubbish', toPem('PUBLIC KEY', Buffer.from('rubbish'))],
    ['a broken certificate', toPem('CERTIFICATE', Buffer.from('rubbish'))],
    ['no PEM', 'ssh-ed25519 AAAA'],
  ])('is not read from %s', (_name, text) => {
    expect(() => readPublicKey(text)).toThrow(expect.objectContaining({ code: 'key/invalid' }));
  });
});
