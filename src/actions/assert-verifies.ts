import { AcgsError } from '../model/errors.js';
import { type ChosenSigner } from '../signing/choose-signer.js';
import { type SignedEvidence } from '../verification/signed-evidence.js';
import { verifyEvidence, type VerificationRequest } from '../verification/verify-evidence.js';
import { policyOf } from './own-signer.js';

/**
 * Verifies what was just signed as anybody else would, before it is written anywhere: against the signer's own key or identity.
 * A log or authority that answered well-formed nonsense is found here.
 * @throws AcgsError `verify/failed`
 */
export async function assertVerifies(
  open: () => SignedEvidence,
  signer: ChosenSigner,
  request: Pick<VerificationRequest, 'subject' | 'predicateType' | 'annotations'>,
): Promise<void> {
  const verdict = await verifyEvidence(open, {
    ...request,
    policy: await policyOf(signer),
    anchors: signer.anchors,
  });
  if (verdict.verified) return;
  const { code, message } = verdict.reason;
  throw new AcgsError(
    'verify/failed',
    `what was signed does not verify, so it is not used: ${message} (${code})`,
    {
      next: [
        'if a Sigstore of your own signs, pass its trusted root: --trusted-root FILE',
        'check that the trusted root is of the same Sigstore as the services',
      ],
    },
  );
}
