import { createHash } from 'node:crypto';
import { type Bundle, HASH_ALGORITHM, type TransparencyLogEntry } from '../../evidence/bundle.js';
import { encodeEnvelope } from '../../evidence/dsse.js';
import { pemBlocks } from '../../evidence/pem.js';
import { asRecord, parseBoundedJson } from '../../model/bounded-json.js';
import { AcgsError } from '../../model/errors.js';
import { witnessedContent } from './witnessed-content.js';

/** What Rekor v1 is asked to enter. */
export interface ProposedEntry {
  readonly apiVersion: '0.0.1';
  readonly kind: 'hashedrekord' | 'dsse';
  readonly spec: object;
}

const LIMITS = { bytes: 1024 * 1024, depth: 32 };

/** The entry for a signature: `hashedrekord` 0.0.1 for a message, `dsse` 0.0.1 for an envelope (sigstore/rekor, pkg/types). */
export function proposeV1(content: Bundle['content'], verifier: string): ProposedEntry {
  const key = Buffer.from(verifier).toString('base64');
  if (content.$case === 'dsseEnvelope') {
    const { payload, payloadType } = content.dsseEnvelope;
    const envelope = encodeEnvelope(payloadType, payload, witnessedContent(content, verifier).signature);
    return {
      apiVersion: '0.0.1',
      kind: 'dsse',
      spec: { proposedContent: { envelope, verifiers: [key] } },
    };
  }
  const { signature, digest, verifier: signer } = witnessedContent(content, verifier);
  if (signer.key.asymmetricKeyType === 'ed25519')
    throw new AcgsError(
      'usage/invalid',
      'a file signed with an Ed25519 key cannot be entered in a transparency log: the log checks signatures by digest, and Ed25519 signs the whole file',
      { next: ['use an ECDSA or RSA key', 'or sign without a log'] },
    );
  return {
    apiVersion: '0.0.1',
    kind: 'hashedrekord',
    spec: {
      data: { hash: { algorithm: hashName(content), value: digest.toString('hex') } },
      signature: { content: signature.toString('base64'), publicKey: { content: key } },
    },
  };
}

function hashName(content: Extract<Bundle['content'], { $case: 'messageSignature' }>): string {
  const algorithm = content.messageSignature.messageDigest?.algorithm;
  const known = Object.entries(HASH_ALGORITHM).find(([, number]) => number === algorithm);
  if (known === undefined) throw new AcgsError('internal/bug', 'a digest of an unknown kind');
  return known[0];
}

/**
 * Refuses an entry that does not hold this very signature, digest and signer: a log's word that it is the same is not enough.
 * @throws AcgsError `service/invalid`
 */
export function assertSameV1(
  entry: TransparencyLogEntry,
  content: Bundle['content'],
  verifier: string,
): void {
  const { kind, apiVersion, spec } = bodyOf(entry);
  const { signature, digest, verifier: signer } = witnessedContent(content, verifier);
  const sig = signature.toString('base64');
  const isSigner = (key: unknown): boolean => derOf(key)?.equals(signer.der) === true;
  const wanted = content.$case === 'dsseEnvelope' ? 'dsse' : 'hashedrekord';
  const same =
    content.$case === 'dsseEnvelope'
      ? at(spec, 'payloadHash', 'value') === sha256(content.dsseEnvelope.payload) &&
        at(spec, 'signatures', 0, 'signature') === sig &&
        isSigner(at(spec, 'signatures', 0, 'verifier'))
      : at(spec, 'data', 'hash', 'value') === digest.toString('hex') &&
        at(spec, 'signature', 'content') === sig &&
        isSigner(at(spec, 'signature', 'publicKey', 'content'));
  if (kind !== wanted || apiVersion !== '0.0.1' || !same)
    throw new AcgsError('service/invalid', 'the transparency log answered with another entry than asked for');
}

function bodyOf(entry: TransparencyLogEntry): Readonly<Record<string, unknown>> {
  const body = asRecord(parseBoundedJson(entry.canonicalizedBody, 'the log entry', LIMITS));
  return body ?? {};
}

/** The key or certificate in a field of base64 over PEM: a log may write the PEM in another way than it was sent. */
function derOf(field: unknown): Buffer | undefined {
  return typeof field === 'string' ? pemBlocks(Buffer.from(field, 'base64').toString())[0]?.bytes : undefined;
}

function at(value: unknown, ...steps: readonly (string | number)[]): unknown {
  let inner = value;
  for (const step of steps)
    inner =
      typeof step === 'number'
        ? Array.isArray(inner)
          ? (inner[step] as unknown)
          : undefined
        : asRecord(inner)?.[step];
  return inner;
}

function sha256(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}
