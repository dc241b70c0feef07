import { type KeyObject } from 'node:crypto';
import { keyHint } from '../evidence/public-key.js';
import { type CompiledIdentity } from './identity-policy.js';
import { Refused } from './refusal.js';
import { type VerifiedSigner } from './result.js';

/** A signer of a policy, by the name that the policy gives it. */
export type NamedSigner = { readonly name: string } & (
  | { readonly kind: 'key'; readonly key: KeyObject }
  | { readonly kind: 'identity'; readonly identity: CompiledIdentity }
);

/** Whether a verified signature is by this signer. */
export function isBy(signature: VerifiedSigner, signer: NamedSigner): boolean {
  const { certificate, publicKeyHint } = signature;
  if (signer.kind === 'key') return publicKeyHint === keyHint(signer.key);
  if (certificate === undefined) return false;
  try {
    signer.identity.check(certificate);
    return true;
  } catch (error) {
    if (error instanceof Refused) return false;
    throw error;
  }
}

/**
 * The most signers of `signers` that verified signatures can stand for, by name. Each signature stands for one signer only, and
 * whoever signed, a key or a certificate's subject with its issuer, for one only: two patterns that both match the same person
 * are not two people, nor are two tags of one workflow that one pattern matches. That is a maximum matching between those who
 * signed and those who are asked for (augmenting paths; both sides hold a handful).
 */
export function distinctSigners(
  signatures: readonly VerifiedSigner[],
  signers: readonly NamedSigner[],
): readonly string[] {
  const people = [...new Map(signatures.map((signature) => [whoSigned(signature), signature])).values()];
  const standsFor = new Map<NamedSigner, VerifiedSigner>();
  const place = (person: VerifiedSigner, tried: Set<NamedSigner>): boolean =>
    signers.some((signer) => {
      if (tried.has(signer) || !isBy(person, signer)) return false;
      tried.add(signer);
      const holder = standsFor.get(signer);
      if (holder !== undefined && !place(holder, tried)) return false;
      standsFor.set(signer, person);
      return true;
    });
  for (const person of people) place(person, new Set());
  return signers.filter((signer) => standsFor.has(signer)).map(({ name }) => name);
}

function whoSigned({ certificate, publicKeyHint }: VerifiedSigner): string {
  if (certificate === undefined) return `key ${publicKeyHint ?? ''}`;
  return JSON.stringify([certificate.subjectAlternativeName, certificate.extensions.issuer]);
}
