import { buildPlace, type BuildPlace } from '../provenance/build-place.js';
import { githubClaims } from '../provenance/github-claims.js';
import { identifiedPlace } from '../provenance/identified-place.js';
import { type ChosenSigner } from '../signing/choose-signer.js';
import { environment } from '../system/environment.js';

/**
 * Where this process runs: in a GitHub job whose identity signs, as the token says that the certificate is asked for with; else as
 * the environment says, which establishes less (docs/builders).
 * @param signer who will sign what is stated
 * @throws AcgsError `identity/contradiction`, `identity/invalid`, `service/*`
 */
export async function jobPlace(signer?: ChosenSigner): Promise<BuildPlace> {
  const env = environment();
  if (env['GITHUB_ACTIONS'] !== 'true' || signer?.signedBy.kind !== 'certificate') return buildPlace(env);
  const { issuer, claims } = await signer.signedBy.token();
  const job = githubClaims(claims);
  return job === undefined ? buildPlace(env) : identifiedPlace(job, issuer, env);
}
