import { AcgsError, messageOf } from '../model/errors.js';
import { type FulcioExtension } from '../model/fulcio-extensions.js';
import { type CertificateSummary } from './certificate-summary.js';
import { Refused, type RefusalCode } from './refusal.js';

/** A text to be met exactly, or a pattern to be met as a whole. */
export type Expectation = { readonly literal: string } | { readonly pattern: string };

/** Whom to trust: subject and issuer, always both (rules of trust 4), and any claims of the certificate. */
export interface IdentityPolicy {
  readonly subject: Expectation;
  readonly issuer: Expectation;
  readonly claims?: Readonly<Partial<Record<FulcioExtension, Expectation>>>;
}

/** A policy whose patterns have been compiled once. */
export interface CompiledIdentity {
  readonly policy: IdentityPolicy;
  /** Checks a certificate. @throws Refused `identity/…` */
  check(certificate: CertificateSummary): void;
}

const LONGEST_PATTERN = 1000;

/**
 * Compiles a policy. Patterns are RE2 (no catastrophic backtracking) and anchored at both ends, so that
 * `https://github.com/acme/.*` does not match `https://evil.example/?https://github.com/acme/x`.
 * @throws AcgsError `usage/invalid` for a pattern that is none, or an empty expectation
 */
export async function compileIdentity(policy: IdentityPolicy): Promise<CompiledIdentity> {
  const subject = await compile(policy.subject, 'identity/subject', 'the subject');
  const issuer = await compile(policy.issuer, 'identity/issuer', 'the issuer');
  const claims = await Promise.all(
    Object.entries(policy.claims ?? {}).map(async ([name, expectation]) => ({
      name: name as FulcioExtension,
      check: await compile(expectation, 'identity/extension', `the claim ${name}`),
    })),
  );
  return {
    policy,
    check(certificate) {
      subject(certificate.subjectAlternativeName);
      issuer(certificate.extensions.issuer);
      for (const { name, check } of claims) check(certificate.extensions[name]);
    },
  };
}

async function compile(
  expectation: Expectation,
  code: RefusalCode,
  what: string,
): Promise<(got: string | undefined) => void> {
  const wanted = describe(expectation);
  if (wanted === '')
    throw new AcgsError('usage/invalid', `${what} to expect is empty, which nothing would match`);
  const matches =
    'literal' in expectation
      ? (got: string): boolean => got === expectation.literal
      : await compilePattern(expectation.pattern, what);
  return (got) => {
    if (got === undefined || !matches(got))
      throw new Refused(code, `expected ${what} ${wanted}, got ${got ?? 'none'}`);
  };
}

async function compilePattern(pattern: string, what: string): Promise<(got: string) => boolean> {
  if (pattern.length > LONGEST_PATTERN)
    throw new AcgsError(
      'usage/invalid',
      `the pattern for ${what} is longer than ${LONGEST_PATTERN} characters`,
    );
  // 13 ms to load, for those who ask for a pattern
  const { RE2JS } = await import('re2js');
  try {
    // RE2JS's `matches` is anchored at both ends by itself; the group keeps `a|b` together all the same.
    const compiled = RE2JS.compile(`(?:${pattern})`);
    return (got) => compiled.matches(got);
  } catch (error) {
    throw new AcgsError(
      'usage/invalid',
      `the pattern for ${what} is no RE2 expression: ${messageOf(error)}`,
      {
        cause: error,
      },
    );
  }
}

/** An expectation as text, for messages and results. */
export function describe(expectation: Expectation): string {
  return 'literal' in expectation ? expectation.literal : expectation.pattern;
}
