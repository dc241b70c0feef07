import { createPublicKey, X509Certificate } from 'node:crypto';
import { asRecord, parseBoundedJson } from '../model/bounded-json.js';
import { type TransparencyLogEntry } from '../evidence/bundle.js';
import { EVIDENCE_LIMITS } from '../evidence/limits.js';
import { pemBlocks } from '../evidence/pem.js';
import { spkiOf } from '../evidence/public-key.js';
import { Refused } from './refusal.js';

/** The key or certificate that a log entry holds, DER. */
export interface LoggedKey {
  readonly kind: 'public-key' | 'certificate';
  readonly der: Buffer;
}

/**
 * The verifier inside a log entry's body (rekor, types hashedrekord, dsse, intoto; rekor-tiles, entry.proto).
 * `@sigstore/verify` compares signature and digest, but not this.
 * @throws Refused `log/mismatch` where it holds none
 */
export function loggedKeyOf(entry: TransparencyLogEntry): LoggedKey {
  try {
    const body = asRecord(
      parseBoundedJson(entry.canonicalizedBody, 'the log entry', EVIDENCE_LIMITS.logEntry),
    );
    const key = readKey(asRecord(body?.['spec']));
    if (key !== undefined) return key;
  } catch (error) {
    throw new Refused('log/mismatch', 'the log entry cannot be read', { cause: error });
  }
  throw new Refused('log/mismatch', 'the log entry holds no key');
}

function readKey(spec: Readonly<Record<string, unknown>> | undefined): LoggedKey | undefined {
  const v1 =
    path(spec, 'signature', 'publicKey', 'content') ??
    path(spec, 'signatures', 0, 'verifier') ??
    path(spec, 'content', 'envelope', 'signatures', 0, 'publicKey');
  if (typeof v1 === 'string') return fromPem(Buffer.from(v1, 'base64').toString('utf8'));
  const v2 =
    path(spec, 'hashedRekordV002', 'signature', 'verifier') ??
    path(spec, 'dsseV002', 'signatures', 0, 'verifier');
  const certificate = path(v2, 'x509Certificate', 'rawBytes');
  if (typeof certificate === 'string')
    return { kind: 'certificate', der: Buffer.from(certificate, 'base64') };
  const publicKey = path(v2, 'publicKey', 'rawBytes');
  if (typeof publicKey === 'string') return { kind: 'public-key', der: Buffer.from(publicKey, 'base64') };
  return undefined;
}

function path(value: unknown, ...steps: readonly (string | number)[]): unknown {
  let at = value;
  for (const step of steps) at = typeof step === 'number' ? elementOf(at, step) : asRecord(at)?.[step];
  return at;
}

function elementOf(value: unknown, index: number): unknown {
  return Array.isArray(value) ? (value[index] as unknown) : undefined;
}

function fromPem(text: string): LoggedKey | undefined {
  const [block] = pemBlocks(text);
  if (block === undefined) return undefined;
  if (block.label === 'CERTIFICATE')
    return { kind: 'certificate', der: new X509Certificate(block.bytes).raw };
  return { kind: 'public-key', der: spkiOf(createPublicKey(text)) };
}
