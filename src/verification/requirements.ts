import { PREDICATE, PREDICATE_ALIASES } from '../model/predicate-types.js';
import { AcgsError } from '../model/errors.js';
import { type Statement } from '../model/statement.js';
import { distinctSigners, type NamedSigner } from './named-signer.js';
import { Refused, type RefusalCode } from './refusal.js';
import { type VerificationResult } from './result.js';
import { checkAge, type MaxAge } from './signed-times.js';

/** One kind of evidence that must be there and verify. */
export interface Requirement {
  /** As asked for: `signature`, an alias or a URI. */
  readonly name: string;
  /** Compared exactly (rules of trust 2). */
  readonly predicateType: string;
  /** Whose evidence counts; default: whatever verified. */
  readonly signers?: readonly NamedSigner[];
  /** How many distinct ones of `signers` it takes; default 1. */
  readonly threshold?: number;
  /** Evidence made longer ago does not count. */
  readonly maxAge?: MaxAge;
}

/** What became of a requirement. */
export interface RequirementOutcome {
  readonly name: string;
  readonly predicateType: string;
  readonly met: boolean;
  /** Those of the signers asked for who signed. */
  readonly signers?: readonly string[];
  readonly threshold?: number;
  /** Why evidence of the type did not count. */
  readonly reason?: { readonly code: RefusalCode; readonly message: string };
}

/** A signature is of cosign's own predicate type, or a legacy payload; an attestation of another type is none. */
export const SIGNATURE: Requirement = { name: 'signature', predicateType: PREDICATE.cosignSign };

/**
 * Reads `signature,slsaprovenance1,cyclonedx`: `signature`, cosign's aliases, or a URI.
 * @throws AcgsError `usage/invalid`
 */
export function parseRequirements(text: string): Requirement[] {
  const names = text
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
  if (names.length === 0)
    throw new AcgsError('usage/invalid', 'expected --require to name at least one kind of evidence');
  return [...new Set(names)].map(parseRequirement);
}

function parseRequirement(name: string): Requirement {
  if (name === SIGNATURE.name) return SIGNATURE;
  return { name, predicateType: predicateTypeOf(name) };
}

/**
 * The URI of a predicate type given by cosign's alias or as a URI.
 * @throws AcgsError `usage/invalid` for a word that is neither
 */
export function predicateTypeOf(name: string): string {
  if (Object.hasOwn(PREDICATE_ALIASES, name)) return PREDICATE_ALIASES[name] ?? name;
  if (/^[a-z][a-z0-9+.-]*:\/\/\S+$/i.test(name)) return name;
  throw new AcgsError('usage/invalid', `"${name}" is no predicate type`, {
    next: [`use a URI, or one of ${Object.keys(PREDICATE_ALIASES).join(', ')}`],
  });
}

/** The predicate type that verified evidence counts for; a legacy signature has no statement. */
export function countsAs(statement: Statement | undefined): string {
  return statement?.predicateType ?? PREDICATE.cosignSign;
}

/** Holds what verified against a requirement: nothing else can meet it. */
export function meet(
  requirement: Requirement,
  verified: readonly { readonly predicateType: string; readonly result: VerificationResult }[],
): RequirementOutcome {
  const { name, predicateType, signers, threshold = 1, maxAge } = requirement;
  const ofType = verified.filter((one) => one.predicateType === predicateType).map(({ result }) => result);
  const old = ofType.flatMap((result) => tooOld(result, maxAge) ?? []);
  const fresh = ofType.filter((result) => tooOld(result, maxAge) === undefined);
  const age = fresh.length === 0 && old[0] !== undefined ? { reason: old[0] } : {};
  if (signers === undefined) return { name, predicateType, met: fresh.length > 0, ...age };
  const counted = distinctSigners(
    fresh.map(({ signature }) => signature),
    signers,
  );
  const met = counted.length >= threshold;
  const few = {
    code: 'signer/threshold',
    message: `expected ${threshold} of the signers ${signers.map((one) => one.name).join(', ')}, got ${counted.join(', ') || 'none'}`,
  } as const;
  const reason = met || ofType.length === 0 ? age : { reason: age.reason ?? few };
  return { name, predicateType, met, signers: counted, threshold, ...reason };
}

function tooOld(
  { verifiedTimestamps }: VerificationResult,
  maxAge: MaxAge | undefined,
): NonNullable<RequirementOutcome['reason']> | undefined {
  try {
    checkAge(
      verifiedTimestamps.map(({ timestamp }) => new Date(timestamp)),
      maxAge,
    );
    return undefined;
  } catch (error) {
    if (error instanceof Refused) return { code: error.code, message: error.message };
    throw error;
  }
}
