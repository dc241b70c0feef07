import { createHash, randomBytes } from 'node:crypto';

/** A secret of one login, and what is said of it beforehand (RFC 7636): a stolen code is worth nothing without it. */
export interface ProofKey {
  readonly verifier: string;
  /** Parameters of the request that begins the login. */
  readonly challenge: { readonly code_challenge: string; readonly code_challenge_method: 'S256' };
}

/** A new proof key. */
export function proofKey(verifier: string = randomText()): ProofKey {
  const code_challenge = createHash('sha256').update(verifier).digest('base64url');
  return { verifier, challenge: { code_challenge, code_challenge_method: 'S256' } };
}

/** 256 random bits, safe in URLs. */
export function randomText(): string {
  return randomBytes(32).toString('base64url');
}
