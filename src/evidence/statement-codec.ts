import { AcgsError } from '../model/errors.js';
import { PREDICATE } from '../model/predicate-types.js';
import { type Digest, hexOf } from '../model/digest.js';
import { type Statement, STATEMENT_V01, STATEMENT_V1, type DigestSet } from '../model/statement.js';
import { asRecord, parseBoundedJson } from '../model/bounded-json.js';
import { EVIDENCE_LIMITS } from './limits.js';

/** Lengths of known digests in hex digits (in-toto/attestation, spec/v1/digest_set.md). */
const HEX_LENGTH: Readonly<Record<string, number>> = { sha256: 64, sha384: 96, sha512: 128 };

/**
 * The statement that cosign v3 signs for an image: no name, an empty predicate (cosign, cmd/cosign/cli/sign/sign.go).
 * @param annotations `-a KEY=VALUE`: signed along with the digest
 */
export function signatureStatement(
  subject: Digest,
  annotations: Readonly<Record<string, string>> = {},
): Statement {
  const signed = Object.keys(annotations).length === 0 ? {} : { annotations };
  return {
    _type: STATEMENT_V1,
    subject: [{ digest: { sha256: hexOf(subject) }, ...signed }],
    predicateType: PREDICATE.cosignSign,
    predicate: {},
  };
}

/** The bytes of a statement as they are signed: compact JSON, fields in the order of the specification. */
export function encodeStatement({ _type, subject, predicateType, predicate }: Statement): Buffer {
  return Buffer.from(JSON.stringify({ _type, subject, predicateType, predicate }));
}

/**
 * Reads an in-toto statement and checks its shape; a statement that cannot be read is a failure, never a pass
 * (CVE-2026-39395).
 * @throws AcgsError `evidence/invalid`, `evidence/too-large`
 */
export function decodeStatement(bytes: Uint8Array): Statement {
  const statement = asRecord(parseBoundedJson(bytes, 'the statement', EVIDENCE_LIMITS.statement));
  if (statement === undefined) throw invalid('expected a JSON object');
  const { _type, subject, predicateType, predicate } = statement;
  if (_type !== STATEMENT_V1 && _type !== STATEMENT_V01)
    throw invalid(`expected the type ${STATEMENT_V1}, got ${shown(_type)}`);
  if (typeof predicateType !== 'string' || predicateType === '') throw invalid('expected a predicate type');
  if (!Array.isArray(subject) || subject.length === 0) throw invalid('expected a subject, got none');
  if (subject.length > EVIDENCE_LIMITS.subjects)
    throw new AcgsError(
      'evidence/too-large',
      `the statement names ${subject.length} subjects, more than the ${EVIDENCE_LIMITS.subjects} allowed`,
    );
  return { _type, subject: subject.map(readSubject), predicateType, predicate };
}

function readSubject(value: unknown): Statement['subject'][number] {
  const subject = asRecord(value);
  const digest = asRecord(subject?.['digest']);
  if (subject === undefined || digest === undefined || Object.keys(digest).length === 0)
    throw invalid('expected each subject to have a digest');
  for (const [algorithm, hex] of Object.entries(digest)) {
    if (typeof hex !== 'string' || hex === '') throw invalid(`the subject's ${algorithm} digest is no text`);
    const length = HEX_LENGTH[algorithm];
    if (length !== undefined && (hex.length !== length || !/^[0-9a-f]+$/.test(hex)))
      throw invalid(
        `expected ${length} lower-case hex digits as the subject's ${algorithm}, got ${shown(hex)}`,
      );
  }
  return { ...subject, digest: digest as DigestSet };
}

function shown(value: unknown): string {
  return JSON.stringify(value)?.slice(0, 100) ?? 'nothing';
}

function invalid(why: string): AcgsError {
  return new AcgsError('evidence/invalid', `the statement cannot be read: ${why}`);
}
