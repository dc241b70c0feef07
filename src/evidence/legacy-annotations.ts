import { type TransparencyLogEntry } from '@sigstore/bundle';
import { asRecord, parseBoundedJson } from '../model/bounded-json.js';
import { AcgsError } from '../model/errors.js';
import { EVIDENCE_LIMITS } from './limits.js';
import { pemBlocks } from './pem.js';

/** Annotations of a legacy signature or attestation layer (cosign, pkg/oci/static/options.go). */
export const LEGACY_ANNOTATION = {
  signature: 'dev.cosignproject.cosign/signature',
  certificate: 'dev.sigstore.cosign/certificate',
  chain: 'dev.sigstore.cosign/chain',
  logEntry: 'dev.sigstore.cosign/bundle',
  timestamp: 'dev.sigstore.cosign/rfc3161timestamp',
} as const;

/** What the annotations of a legacy layer hold, decoded and not believed. */
export interface LegacyAnnotations {
  readonly signature: Buffer;
  /** Leaf certificate, DER. */
  readonly certificate: Buffer | undefined;
  readonly logEntries: readonly TransparencyLogEntry[];
  /** RFC 3161 response, DER. */
  readonly timestamps: readonly Buffer[];
}

/** @throws AcgsError `evidence/invalid`, `evidence/too-large` */
export function decodeLegacyAnnotations(annotations: Readonly<Record<string, string>>): LegacyAnnotations {
  const text = (name: keyof typeof LEGACY_ANNOTATION): string | undefined => {
    const value = annotations[LEGACY_ANNOTATION[name]];
    return value === undefined || value === '' ? undefined : value;
  };
  const [certificate, logEntry, timestamp] = [text('certificate'), text('logEntry'), text('timestamp')];
  return {
    signature: Buffer.from(text('signature') ?? '', 'base64'),
    certificate: certificate === undefined ? undefined : certificateOf(certificate),
    logEntries: logEntry === undefined ? [] : [decodeLogEntry(logEntry)],
    timestamps: timestamp === undefined ? [] : [decodeTimestamp(timestamp)],
  };
}

/** Writes a log entry as the annotation holds it; the inverse of reading, for entries with a promise (Rekor v1). */
export function encodeLegacyLogEntry(entry: TransparencyLogEntry): string | undefined {
  if (entry.inclusionPromise === undefined) return undefined;
  return JSON.stringify({
    SignedEntryTimestamp: entry.inclusionPromise.signedEntryTimestamp.toString('base64'),
    Payload: {
      body: entry.canonicalizedBody.toString('base64'),
      integratedTime: Number(entry.integratedTime),
      logIndex: Number(entry.logIndex),
      logID: entry.logId.keyId.toString('hex'),
    },
  });
}

/** Writes a timestamp as the annotation holds it. */
export function encodeLegacyTimestamp(der: Buffer): string {
  return JSON.stringify({ SignedRFC3161Timestamp: der.toString('base64') });
}

function certificateOf(text: string): Buffer {
  const block = pemBlocks(text).find(({ label }) => label === 'CERTIFICATE');
  if (block === undefined) throw invalid('the certificate annotation holds no certificate');
  return block.bytes;
}

function decodeLogEntry(text: string): TransparencyLogEntry {
  const entry = parse(text, 'the log entry annotation');
  const payload = asRecord(entry['Payload']);
  const { body, integratedTime, logIndex, logID } = payload ?? {};
  const promise = entry['SignedEntryTimestamp'];
  if (
    typeof body !== 'string' ||
    typeof promise !== 'string' ||
    typeof logID !== 'string' ||
    !Number.isSafeInteger(integratedTime) ||
    !Number.isSafeInteger(logIndex)
  )
    throw invalid('the log entry annotation lacks a field');
  const canonicalizedBody = Buffer.from(body, 'base64');
  const { kind, apiVersion } = parse(canonicalizedBody.toString('utf8'), 'the log entry');
  return {
    logIndex: String(logIndex),
    logId: { keyId: Buffer.from(logID, 'hex') },
    kindVersion: { kind: String(kind), version: String(apiVersion) },
    integratedTime: String(integratedTime),
    inclusionPromise: { signedEntryTimestamp: Buffer.from(promise, 'base64') },
    inclusionProof: undefined,
    canonicalizedBody,
  };
}

function decodeTimestamp(text: string): Buffer {
  const response = parse(text, 'the timestamp annotation')['SignedRFC3161Timestamp'];
  if (typeof response !== 'string') throw invalid('the timestamp annotation lacks a field');
  return Buffer.from(response, 'base64');
}

function parse(text: string, what: string): Readonly<Record<string, unknown>> {
  const json = asRecord(parseBoundedJson(Buffer.from(text), what, EVIDENCE_LIMITS.logEntry));
  if (json === undefined) throw invalid(`${what} is no JSON object`);
  return json;
}

function invalid(why: string): AcgsError {
  return new AcgsError('evidence/invalid', why);
}
