import { AcgsError } from '../model/errors.js';
import { STATEMENT_V1 } from '../model/statement.js';

export type Json = Readonly<Record<string, unknown>>;

/** The value if it is a JSON object. */
export const asObject = (value: unknown): Json | undefined =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : undefined;

/** Bytes of known digests (in-toto/attestation, spec/v1/digest_set.md); git's may be SHA-1 or SHA-256. */
const BYTES: Readonly<Record<string, readonly number[]>> = {
  md5: [16],
  sha1: [20],
  sha224: [28],
  sha256: [32],
  sha384: [48],
  sha512: [64],
  sha512_224: [28],
  sha512_256: [32],
  sha3_224: [28],
  sha3_256: [32],
  sha3_384: [48],
  sha3_512: [64],
  gitCommit: [20, 32],
  gitTree: [20, 32],
  gitBlob: [20, 32],
  gitTag: [20, 32],
};

/**
 * What is wrong with an in-toto Statement v1, in the words of in-toto's Go validator (in-toto/attestation, go/v1/*.go),
 * made stricter where the text is stricter than the code. Empty: nothing.
 */
export function statementProblems(value: unknown): string[] {
  const statement = asObject(value);
  if (statement === undefined) return ['not an object'];
  const problems: string[] = [];
  if (statement['_type'] !== STATEMENT_V1) problems.push('wrong statement type');
  const subjects: readonly unknown[] = Array.isArray(statement['subject']) ? statement['subject'] : [];
  if (subjects.length === 0) problems.push('at least one subject required');
  for (const [index, subject] of subjects.entries()) {
    const where = `subject[${index}]`;
    problems.push(...resourceProblems(subject, where));
    const digest = asObject(asObject(subject)?.['digest']);
    if (digest === undefined || Object.keys(digest).length === 0)
      problems.push(`${where}: at least one digest required`);
  }
  const names = subjects.map((subject) => asObject(subject)?.['name']).filter((name) => name !== undefined);
  if (new Set(names).size !== names.length) problems.push('subject names must be unique');
  const type = statement['predicateType'];
  if (typeof type !== 'string' || type === '') problems.push('predicate type required');
  else if (!isTypeUri(type)) problems.push('predicate type is not a URI');
  if (asObject(statement['predicate']) === undefined) problems.push('predicate object required');
  return problems;
}

/** What is wrong with a ResourceDescriptor (spec/v1/resource_descriptor.md). */
export function resourceProblems(value: unknown, where: string): string[] {
  const resource = asObject(value);
  if (resource === undefined) return [`${where}: not an object`];
  const problems: string[] = [];
  if (!['name', 'uri', 'digest'].some((key) => resource[key] !== undefined && resource[key] !== ''))
    problems.push(`${where}: at least one of name, URI, or digest are required`);
  for (const [algorithm, hex] of Object.entries(asObject(resource['digest']) ?? {})) {
    const isHex = typeof hex === 'string' && /^(?:[0-9a-f]{2})+$/.test(hex);
    if (!isHex) problems.push(`${where}: digest is not valid hex-encoded string (${algorithm})`);
    else if (BYTES[algorithm]?.includes(hex.length / 2) === false)
      problems.push(`${where}: digest has incorrect length (${algorithm})`);
  }
  return problems;
}

/** A TypeURI: absolute, scheme and authority in lower case (spec/v1/field_types.md). */
export function isTypeUri(text: string): boolean {
  const match = /^([a-zA-Z][\w+.-]*):(?:\/\/([^/?#]*))?\S+$/.exec(text);
  if (match === null) return false;
  const [, scheme = '', authority = ''] = match;
  return scheme === scheme.toLowerCase() && authority === authority.toLowerCase();
}

/** Refuses a statement of ours that is not valid: a mistake of acgs, found before it is signed. @throws AcgsError `internal/bug` */
export function assertValidStatement(value: unknown): void {
  const problems = statementProblems(value);
  if (problems.length > 0)
    throw new AcgsError('internal/bug', `the statement is not valid: ${problems.join('; ')}`);
}
