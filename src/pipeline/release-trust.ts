import { resolve } from 'node:path';
import { signerPolicy } from '../actions/signer-policy.js';
import { BUILDERS } from '../provenance/builders.js';
import { PREDICATE } from '../model/predicate-types.js';
import { NO_ANCHORS, type TrustAnchors } from '../trust/trusted-root.js';
import { type Requirement, parseRequirements, SIGNATURE } from '../verification/requirements.js';
import { type SignerPolicy } from '../verification/verify-evidence.js';
import { type ReleaseRun } from './world.js';

export interface ReleaseTrust {
  readonly policy: SignerPolicy;
  readonly anchors: () => Promise<TrustAnchors>;
  /** Whom the release was verified against. */
  readonly description: string;
  /** The SLSA build level that such evidence establishes, and what holds it down (docs/builders/). */
  readonly slsa: (predicateTypes: readonly string[]) => { readonly level: number; readonly why: string };
}

/** Whom a release's own `verify` trusts: `verify.key` of the configuration, else the signer of this run. */
export async function releaseTrust(run: ReleaseRun): Promise<ReleaseTrust> {
  const { verify } = run.configuration;
  const anchors = () => Promise.resolve(NO_ANCHORS);
  if (verify.key !== undefined) {
    const key = /^[a-z][a-z0-9+.-]*:\/\//.test(verify.key) ? verify.key : resolve(run.root, verify.key);
    return { policy: await signerPolicy({ key }), anchors, description: verify.key, slsa: levelOf };
  }
  const { publicKey, description } = await run.signer();
  return { policy: { kind: 'keys', keys: [publicKey] }, anchors, description, slsa: levelOf };
}

/** Signed with a key, any builder's provenance is the word of whoever holds the key: Build L1. */
function levelOf(predicateTypes: readonly string[]): { level: number; why: string } {
  if (!predicateTypes.includes(PREDICATE.slsaProvenance1)) return { level: 0, why: 'no provenance' };
  return {
    level: BUILDERS.local.highestLevel,
    why: 'provenance made and signed with a key by whoever ran the build',
  };
}

/** What must verify: on the index a signature and all that was attested, on each platform a signature. */
export function releaseRequirements(
  run: ReleaseRun,
  predicateTypes: readonly string[],
): { readonly index: readonly Requirement[]; readonly platform: readonly Requirement[] } {
  const names = [...new Set([...predicateTypes, ...run.configuration.verify.require])];
  return { index: [SIGNATURE, ...names.flatMap((name) => parseRequirements(name))], platform: [SIGNATURE] };
}
