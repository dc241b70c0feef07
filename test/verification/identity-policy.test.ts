import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FULCIO_EXTENSIONS, type FulcioExtension } from '../../src/model/fulcio-extensions.js';
import { type CertificateSummary } from '../../src/verification/certificate-summary.js';
import { compileIdentity, type IdentityPolicy } from '../../src/verification/identity-policy.js';
import { Refused } from '../../src/verification/refusal.js';

const SUBJECT = 'https://github.com/acme/api/.github/workflows/release.yml@refs/tags/v1';
const ISSUER = 'https://token.actions.githubusercontent.com';

const certificate = (
  subjectAlternativeName: string,
  extensions: CertificateSummary['extensions'] = { issuer: ISSUER },
): CertificateSummary => ({
  certificateIssuer: '',
  subjectAlternativeName,
  notBefore: '',
  notAfter: '',
  extensions,
});

async function accepts(policy: Partial<IdentityPolicy>, of: CertificateSummary): Promise<boolean> {
  const identity = { subject: { literal: SUBJECT }, issuer: { literal: ISSUER }, ...policy };
  const compiled = await compileIdentity(identity);
  try {
    compiled.check(of);
    return true;
  } catch (error) {
    if (error instanceof Refused) return false;
    throw error;
  }
}

describe('a literal', () => {
  it('matches itself and nothing longer, shorter or other', async () => {
    expect(await accepts({}, certificate(SUBJECT))).toBe(true);
    await fc.assert(
      fc.asyncProperty(fc.string({ minLength: 1 }), async (more) => {
        expect(await accepts({}, certificate(SUBJECT + more))).toBe(false);
        expect(await accepts({}, certificate(more + SUBJECT))).toBe(false);
      }),
    );
  });

  it('is no pattern: a dot is a dot', async () => {
    expect(await accepts({}, certificate(SUBJECT.replace('github.com', 'githubXcom')))).toBe(false);
  });
});

describe('a pattern', () => {
  const pattern = { subject: { pattern: 'https://github\\.com/acme/.*' } };

  it('matches the whole text only (no prefix, no suffix)', async () => {
    expect(await accepts(pattern, certificate(SUBJECT))).toBe(true);
    await fc.assert(
      fc.asyncProperty(fc.string({ minLength: 1 }), async (before) => {
        expect(await accepts(pattern, certificate(before + SUBJECT))).toBe(false);
      }),
    );
    expect(await accepts({ subject: { pattern: 'a|b' } }, certificate('ax'))).toBe(false);
    expect(await accepts({ subject: { pattern: 'a|b' } }, certificate('xb'))).toBe(false);
    expect(await accepts({ subject: { pattern: 'a|b' } }, certificate('b'))).toBe(true);
  });

  it('does not match across a line break', async () => {
    expect(await accepts(pattern, certificate(`https://evil.example\n${SUBJECT}`))).toBe(false);
    expect(await accepts(pattern, certificate(`${SUBJECT}\nhttps://evil.example`))).toBe(false);
  });

  it('takes linear time where a backtracking engine would not end', async () => {
    expect(await accepts({ subject: { pattern: '(a+)+b' } }, certificate('a'.repeat(5000)))).toBe(false);
  });

  it.each(['(', '[a-', 'a(?=b)', String.raw`(a)\1`, 'x'.repeat(1001)])('%s is refused', async (broken) => {
    await expect(accepts({ subject: { pattern: broken } }, certificate(SUBJECT))).rejects.toMatchObject({
      code: 'usage/invalid',
      exit: 2,
    });
  });
});

describe('a policy', () => {
  it.each([{ subject: { literal: '' } }, { issuer: { literal: '' } }, { issuer: { pattern: '' } }])(
    'with an empty expectation is refused: %j',
    async (policy) => {
      await expect(accepts(policy, certificate(SUBJECT))).rejects.toMatchObject({ code: 'usage/invalid' });
    },
  );

  it('wants the issuer that the certificate names', async () => {
    expect(await accepts({}, certificate(SUBJECT, {}))).toBe(false);
    expect(await accepts({}, certificate(SUBJECT, { issuer: `${ISSUER}/evil` }))).toBe(false);
  });

  // Every field of a policy matters: one that were ignored would let its mutation pass (CVE-2026-48815).
  const names = Object.keys(FULCIO_EXTENSIONS).filter((name) => name !== 'issuer') as FulcioExtension[];
  it.each(names)('fails when the claim %s differs or is missing', async (name) => {
    const policy = { claims: { [name]: { literal: 'wanted' } } };
    expect(await accepts(policy, certificate(SUBJECT, { issuer: ISSUER, [name]: 'wanted' }))).toBe(true);
    expect(await accepts(policy, certificate(SUBJECT, { issuer: ISSUER, [name]: 'other' }))).toBe(false);
    expect(await accepts(policy, certificate(SUBJECT))).toBe(false);
  });
});
