import { resolve } from 'node:path';
import { identityOptions } from '../actions/identity-options.js';
import { nameOf, policyOf } from '../actions/own-signer.js';
import { signerPolicy } from '../actions/signer-policy.js';
import { locateKey } from '../signing/load-key.js';
import { loadAnchors } from '../trust/anchors.js';
import { type TrustAnchors } from '../trust/trust-anchors.js';
import { type Requirement, parseRequirements, SIGNATURE } from '../verification/requirements.js';
import { type SignerPolicy } from '../verification/verify-evidence.js';
import { type ReleaseRun } from './world.js';

export interface ReleaseTrust {
  readonly policy: SignerPolicy;
  readonly anchors: () => Promise<TrustAnchors>;
  /** Whom the release was verified against. */
  readonly description: string;
}

/** Whom a release's own `verify` trusts: `verify.key` or `verify.identity` of the configuration, else the signer of this run. */
export async function releaseTrust(run: ReleaseRun): Promise<ReleaseTrust> {
  const { verify, sigstore } = run.configuration;
  const { trustedRoot } = sigstore;
  const anchors = (): Promise<TrustAnchors> =>
    loadAnchors(trustedRoot === undefined ? undefined : resolve(run.root, trustedRoot));
  if (verify.key !== undefined) {
    return {
      policy: await signerPolicy({ key: locateKey(verify.key, run.root) }),
      anchors,
      description: verify.key,
    };
  }
  if (verify.identity !== undefined) {
    const { githubRepo, certificateIdentity, certificateIdentityRegexp } = verify.identity;
    const description = githubRepo ?? certificateIdentity ?? certificateIdentityRegexp ?? '';
    return { policy: await signerPolicy(identityOptions(verify.identity)), anchors, description };
  }
  const signer = await run.signer();
  return { policy: await policyOf(signer), anchors: signer.anchors, description: await nameOf(signer) };
}

/** What must verify: on the index a signature and all that was attested, on each platform a signature. */
export function releaseRequirements(
  run: ReleaseRun,
  predicateTypes: readonly string[],
): { readonly index: readonly Requirement[]; readonly platform: readonly Requirement[] } {
  const names = [...new Set([...predicateTypes, ...run.configuration.verify.require])];
  return { index: [SIGNATURE, ...names.flatMap((name) => parseRequirements(name))], platform: [SIGNATURE] };
}
