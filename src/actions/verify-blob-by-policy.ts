import { AcgsError } from '../model/errors.js';
import { countsAs, meet, SIGNATURE } from '../verification/requirements.js';
import { artifactDigests } from './artifact-digests.js';
import { checkNotDenied } from './image-rules.js';
import { type BlobVerification, verifyBlob, type VerifyBlobOptions } from './verify-blob.js';
import { type VerifyOptions } from './verify.js';

/**
 * Verifies a file by a policy. One bundle is one signature of one kind, so the policy may ask for no more than that; what it says
 * of images would not be looked at, and is refused.
 * @throws AcgsError `usage/invalid` for such a policy; `verify/denied`; as {@link verifyBlob}
 */
export async function verifyBlobByPolicy(
  file: Pick<VerifyBlobOptions, 'artifact' | 'bundle'>,
  options: VerifyOptions,
): Promise<BlobVerification> {
  const { policy, anchors, requireLog, maxAge, images = {}, require = [SIGNATURE] } = options;
  const unused = [
    ['images', images.patterns],
    ['annotations', options.annotations],
    ['recursive', options.recursive === true ? true : undefined],
    ['deep', options.deep === true ? true : undefined],
  ].find(([, value]) => value !== undefined);
  if (unused !== undefined)
    throw new AcgsError(
      'usage/invalid',
      `the policy says ${String(unused[0])}, which a file cannot be held against`,
      { next: ['use a policy for files, or `acgs verify` for images'] },
    );
  const [requirement, ...more] = require;
  if (requirement === undefined || more.length > 0 || (requirement.threshold ?? 1) > 1)
    throw new AcgsError(
      'usage/invalid',
      'the policy asks for more than one signature, and a file has one bundle',
    );
  if (images.denied !== undefined) {
    const { sha256 } = await artifactDigests(file.artifact, new Set(['sha256']));
    if (sha256 === undefined)
      throw new AcgsError(
        'usage/invalid',
        'the policy denies digests of SHA-256, and that of the file is not known',
        {
          next: ['name the file itself, or its sha256:HEX'],
        },
      );
    checkNotDenied([`sha256:${sha256}`], images);
  }
  const verification = await verifyBlob({
    ...file,
    policy,
    anchors,
    ...(requireLog === undefined ? {} : { requireLog }),
    ...(maxAge === undefined ? {} : { maxAge }),
  });
  if (!verification.verified) return verification;
  const { artifact, bundle, result } = verification;
  const predicateType = countsAs(result.statement);
  const { met, reason } = meet(requirement, [{ predicateType, result }]);
  if (met) return verification;
  const other = {
    code: 'predicate/mismatch',
    message: `expected the predicate type ${requirement.predicateType}, got ${predicateType}`,
  } as const;
  return { artifact, bundle, verified: false, reason: reason ?? other };
}
