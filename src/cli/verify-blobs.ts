import { signerPolicy } from '../actions/signer-policy.js';
import { type BatchResult, verifyBatch } from '../actions/verify-batch.js';
import { type BlobVerification, verifyBlob } from '../actions/verify-blob.js';
import { AcgsError } from '../model/errors.js';
import { exists, readText } from '../system/files.js';
import { loadAnchors } from '../trust/anchors.js';
import { predicateTypeOf } from '../verification/requirements.js';
import { asksToVerify, type PolicyFlags } from './policy-flags.js';
import { maxAgeOption, policyOptions } from './policy-options.js';
import { readStandardInput } from './standard-input.js';

export interface VerifyBlobFlags extends PolicyFlags {
  readonly batch?: string | undefined;
  readonly bundle?: string | undefined;
  readonly type?: string | undefined;
}

export interface BlobResults {
  readonly results: readonly BatchResult[];
  /** What to end with where not all are verified. */
  readonly error?: AcgsError;
}

const LARGEST_BATCH = 64 * 1024 * 1024;

/**
 * Verifies the file of the command line, or every line of `--batch`.
 * @throws AcgsError `usage/invalid`, `verify/no-identity`, `source/not-found`, `verify/nothing`
 */
export async function verifyBlobs(
  artifact: string | undefined,
  flags: VerifyBlobFlags,
): Promise<BlobResults> {
  const results =
    flags.batch === undefined
      ? [await verifyOne(artifact, flags)]
      : await batch(artifact, flags, flags.batch);
  const error = refusal(results);
  return { results, ...(error === undefined ? {} : { error }) };
}

async function verifyOne(artifact: string | undefined, flags: VerifyBlobFlags): Promise<BlobVerification> {
  if (artifact === undefined)
    throw new AcgsError('usage/invalid', 'expected a file or a digest to verify, got none', {
      next: ['name a file, or sha256:HEX', 'or many in a file: --batch FILE.jsonl'],
    });
  const { bundle, type } = flags;
  if (flags.policy !== undefined) {
    const [{ verifyBlobByPolicy }, { policyWithFlags }] = await Promise.all([
      import('../actions/verify-blob-by-policy.js'),
      import('./policy-with-flags.js'),
    ]);
    const file = { artifact, ...(bundle === undefined ? {} : { bundle }) };
    return await verifyBlobByPolicy(file, await policyWithFlags(flags.policy, flags));
  }
  return await verifyBlob({
    artifact,
    policy: await signerPolicy(policyOptions(flags)),
    anchors: () => loadAnchors(flags['trusted-root']),
    ...(bundle === undefined ? {} : { bundle }),
    ...(type === undefined ? {} : { predicateType: predicateTypeOf(type) }),
    requireLog: flags['require-tlog'] === true,
    ...maxAgeOption(flags),
  });
}

async function batch(
  artifact: string | undefined,
  flags: VerifyBlobFlags,
  file: string,
): Promise<readonly BatchResult[]> {
  if (artifact !== undefined || flags.bundle !== undefined)
    throw new AcgsError('usage/invalid', 'expected a file with its bundle, or --batch, got both');
  const alone = (['max-age', 'policy', 'require-tlog'] as const).find(
    (name) => flags[name] !== undefined && flags[name] !== false,
  );
  if (alone !== undefined) throw new AcgsError('usage/invalid', `expected --${alone} or --batch, got both`);
  if (file !== '-' && !(await exists(file)))
    throw new AcgsError('source/not-found', `there is no batch file ${file}`, { next: ['check --batch'] });
  const text = file === '-' ? await readStandardInput(LARGEST_BATCH) : await readText(file, LARGEST_BATCH);
  const { type } = flags;
  const trustedRoot = flags['trusted-root'];
  return await verifyBatch(text, {
    ...(asksToVerify(flags) ? { signer: policyOptions(flags) } : {}),
    ...(trustedRoot === undefined ? {} : { trustedRoot }),
    ...(type === undefined ? {} : { type }),
  });
}

function refusal(results: readonly BatchResult[]): AcgsError | undefined {
  const refused = results.filter(({ verified }) => !verified);
  const [first] = refused;
  if (first === undefined || first.verified) return undefined;
  const { code, message } = 'failure' in first ? first.failure : first.reason;
  const why = `${first.artifact}: ${code}, ${message}`;
  const next = ['check the file, its bundle, and the key or identity'];
  if (results.length === 1) return new AcgsError('verify/failed', `not verified: ${why}`, { next });
  return new AcgsError(
    'verify/failed',
    `${refused.length} of ${results.length} are not verified; the first: ${why}`,
    {
      next,
    },
  );
}
