import { type HashName } from '../evidence/key-algorithm.js';
import { type DigestSet, type Statement } from '../model/statement.js';
import { Refused } from './refusal.js';

/** The artifact that must have been signed, by as many of its digests as are known (lower-case hex). */
export interface Subject {
  readonly digests: Readonly<Partial<Record<HashName, string>>>;
  /** The artifact itself, where it is at hand: plain Ed25519 cannot be verified over a digest. */
  readonly bytes?: Uint8Array;
}

/** Whether two digest sets agree: at least one common algorithm, and no common one that differs. */
function agrees(known: Subject['digests'], named: DigestSet): boolean {
  const common = Object.entries(known).filter(([algorithm]) => named[algorithm] !== undefined);
  return common.length > 0 && common.every(([algorithm, hex]) => named[algorithm] === hex);
}

/**
 * The subject must be among those of the statement (sigstore client specification, 4.5); `@sigstore/verify` does not look.
 * @throws Refused `subject/mismatch`
 */
export function checkSubject(statement: Statement, subject: Subject): void {
  if (statement.subject.some(({ digest }) => agrees(subject.digests, digest))) return;
  const named = statement.subject
    .slice(0, 3)
    .map(({ digest }) => Object.entries(digest)[0]?.join(':') ?? 'none')
    .join(', ');
  throw new Refused('subject/mismatch', `expected the subject ${describeSubject(subject)}, got ${named}`);
}

/** The signed annotations of the subject that is meant. */
export function annotationsOf(statement: Statement, subject: Subject): Readonly<Record<string, unknown>> {
  return statement.subject.find(({ digest }) => agrees(subject.digests, digest))?.annotations ?? {};
}

/** `sha256:…`, for messages. */
export function describeSubject({ digests }: Subject): string {
  const [first] = Object.entries(digests);
  return first === undefined ? 'without a digest' : first.join(':');
}
