import { type TransparencyLogEntry } from '../../evidence/bundle.js';
import { asRecord, parseBoundedJson } from '../../model/bounded-json.js';
import { AcgsError } from '../../model/errors.js';

const LIMITS = { bytes: 1024 * 1024, depth: 32 };
type Json = Readonly<Record<string, unknown>>;

/**
 * Reads an entry as Rekor v1 shows it, `{uuid: {body, integratedTime, …, verification}}`, into the form of bundles.
 * @throws AcgsError `service/invalid`
 */
export function readAnswerV1(
  bytes: Buffer,
  kindVersion: { readonly kind: string; readonly version: string },
): TransparencyLogEntry {
  const [shown, ...others] = Object.values(objectIn(bytes));
  const entry = asRecord(shown);
  const verification = asRecord(entry?.['verification']);
  const proof = asRecord(verification?.['inclusionProof']);
  if (entry === undefined || verification === undefined || proof === undefined || others.length > 0)
    throw invalid('expected one entry with its inclusion proof');
  return {
    logIndex: whole(entry, 'logIndex'),
    logId: { keyId: Buffer.from(text(entry, 'logID'), 'hex') },
    kindVersion: { ...kindVersion },
    integratedTime: whole(entry, 'integratedTime'),
    inclusionPromise: {
      signedEntryTimestamp: Buffer.from(text(verification, 'signedEntryTimestamp'), 'base64'),
    },
    inclusionProof: {
      logIndex: whole(proof, 'logIndex'),
      rootHash: Buffer.from(text(proof, 'rootHash'), 'hex'),
      treeSize: whole(proof, 'treeSize'),
      hashes: hashesIn(proof),
      checkpoint: { envelope: text(proof, 'checkpoint') },
    },
    canonicalizedBody: Buffer.from(text(entry, 'body'), 'base64'),
  };
}

function objectIn(bytes: Buffer): Json {
  try {
    const json = asRecord(parseBoundedJson(bytes, 'the answer of the transparency log', LIMITS));
    if (json !== undefined) return json;
  } catch (error) {
    throw invalid('expected JSON', error);
  }
  throw invalid('expected a JSON object');
}

function text(object: Json, name: string): string {
  const value = object[name];
  if (typeof value === 'string' && value !== '') return value;
  throw invalid(`${name} is missing`);
}

function whole(object: Json, name: string): string {
  const value = object[name];
  if (typeof value === 'number' && Number.isSafeInteger(value) && value >= 0) return String(value);
  throw invalid(`${name} is no number`);
}

function hashesIn(proof: Json): Buffer[] {
  const { hashes } = proof;
  if (!Array.isArray(hashes) || !hashes.every((hash) => typeof hash === 'string'))
    throw invalid('hashes are missing');
  return hashes.map((hash) => Buffer.from(hash, 'hex'));
}

function invalid(why: string, cause?: unknown): AcgsError {
  return new AcgsError('service/invalid', `the answer of the transparency log cannot be read: ${why}`, {
    cause,
  });
}
