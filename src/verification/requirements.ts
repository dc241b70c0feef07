import { PREDICATE, PREDICATE_ALIASES } from '../model/predicate-types.js';
import { AcgsError } from '../model/errors.js';
import { type Statement } from '../model/statement.js';

/** One kind of evidence that must be there and verify. */
export interface Requirement {
  /** As asked for: `signature`, an alias or a URI. */
  readonly name: string;
  /** Compared exactly (rules of trust 2). */
  readonly predicateType: string;
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
