import { type Digest } from '../../model/digest.js';

/** An image that a tag names now. */
export interface Candidate {
  readonly digest: Digest;
  /** When it was made, where it tells. */
  readonly created?: Date;
}

/** What a pin becomes, and why not where it stays. */
export type Choice =
  | { readonly state: 'current' }
  | { readonly state: 'pinned' | 'refreshed'; readonly digest: Digest }
  | { readonly state: 'left'; readonly why: string };

/**
 * Chooses between the digest that stands there and the one that the tag names now. An image younger than the cool-down is not
 * taken, and neither is one that does not tell its age while a cool-down is asked for.
 *
 * @param cooldownMs zero: no cool-down
 */
export function chooseDigest(
  present: string | undefined,
  { digest, created }: Candidate,
  { cooldownMs, now }: { readonly cooldownMs: number; readonly now: Date },
): Choice {
  if (present === digest) return { state: 'current' };
  if (cooldownMs > 0) {
    const kept = present === undefined ? 'so it stays without a digest' : 'so the digest stays as it is';
    if (created === undefined)
      return { state: 'left', why: `the image does not tell when it was made, ${kept}` };
    const age = now.getTime() - created.getTime();
    if (age < cooldownMs) {
      const made = created.toISOString().slice(0, 10);
      return { state: 'left', why: `the image is too young (made on ${made}), ${kept}` };
    }
  }
  return { state: present === undefined ? 'pinned' : 'refreshed', digest };
}
