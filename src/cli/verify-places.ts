import { type Place } from '../actions/copy.js';
import { signerPolicy } from '../actions/signer-policy.js';
import { type ImageVerification, verifyImage, type VerifyOptions } from '../actions/verify.js';
import { ERROR_CODES, type ErrorCode } from '../model/error-codes.js';
import { AcgsError } from '../model/errors.js';
import { EXIT, type ExitCode } from '../model/exit-code.js';
import { allDone, BoundedWork } from '../registry/bounded-work.js';
import { type RegistryOptions } from '../registry/options.js';
import { loadAnchors } from '../trust/anchors.js';
import { parseRequirements } from '../verification/requirements.js';
import { keyValues } from './key-values.js';
import { placeName, withPlace } from './image-places.js';
import { type PolicyFlags } from './policy-flags.js';
import { maxAgeOption, policyOptions } from './policy-options.js';

/** Flags that say what must be there, besides whose. */
export interface VerifyFlags extends PolicyFlags {
  readonly require?: readonly string[] | undefined;
  readonly annotations?: readonly string[] | undefined;
  readonly recursive?: boolean | undefined;
  readonly deep?: boolean | undefined;
}

/**
 * The flags, or the policy file that they name, as the action takes them.
 * @throws AcgsError `verify/no-identity`, `usage/invalid`, `key/*`, `config/*`
 */
export async function verifyOptions(flags: VerifyFlags): Promise<VerifyOptions> {
  if (flags.policy !== undefined) {
    const { policyWithFlags } = await import('./policy-with-flags.js');
    return await policyWithFlags(flags.policy, flags);
  }
  const policy = await signerPolicy(policyOptions(flags));
  return {
    policy,
    anchors: () => loadAnchors(flags['trusted-root']),
    ...(flags.require === undefined ? {} : { require: parseRequirements(flags.require.join(',')) }),
    ...(flags.annotations === undefined
      ? {}
      : { annotations: keyValues(flags.annotations, '--annotations') }),
    recursive: flags.recursive === true,
    deep: flags.deep === true,
    requireLog: flags['require-tlog'] === true,
    ...maxAgeOption(flags),
  };
}

/** One image of the command line: its verification, or what kept it from being verified. */
export type VerifiedPlace =
  | ImageVerification
  | (Pick<ImageVerification, 'image' | 'verified' | 'subjects'> & { readonly failure: Failure });

type Failure = NonNullable<ImageVerification['failure']>;

/** Images verified side by side: enough to keep the connections busy while signatures are checked. */
const WIDTH = 8;

/**
 * Verifies every image, also after one that does not verify or cannot be reached.
 * @returns the results in order, and the error to end with where not all are verified
 */
export async function verifyPlaces(
  places: readonly Place[],
  options: VerifyOptions,
  registry: RegistryOptions,
): Promise<{ readonly results: readonly VerifiedPlace[]; readonly error?: AcgsError }> {
  const work = new BoundedWork(WIDTH);
  const verified = await allDone(
    places.map((place) =>
      work.run(async () => await verifyPlace(place, options, registry, places.length === 1)),
    ),
  );
  const exits = verified.flatMap(({ exit }) => (exit === undefined ? [] : [exit]));
  const results = verified.map(({ result }) => result);
  const [first] = exits;
  if (first === undefined) return { results };
  return { results, error: summary(results, exits.includes(EXIT.unverified) ? EXIT.unverified : first) };
}

/** @throws AcgsError where `alone` is told what kept it from being verified, and when interrupted */
async function verifyPlace(
  place: Place,
  options: VerifyOptions,
  registry: RegistryOptions,
  alone: boolean,
): Promise<{ readonly result: VerifiedPlace; readonly exit?: ExitCode }> {
  try {
    const result = await withPlace(place, registry, (image) => verifyImage(image, options));
    return result.verified ? { result } : { result, exit: EXIT.unverified };
  } catch (error) {
    if (!(error instanceof AcgsError) || error.code === 'run/interrupted' || alone) throw error;
    const { code, message, next, exit } = error;
    const failure = { code, message, next };
    return { result: { image: placeName(place), verified: false, subjects: [], failure }, exit };
  }
}

function summary(results: readonly VerifiedPlace[], exit: ExitCode): AcgsError {
  const failures = results.flatMap(({ failure }) => (failure === undefined ? [] : [failure]));
  const [first] = failures;
  if (first === undefined) return new AcgsError('internal/bug', 'an image is not verified without a reason');
  const { code, message, next } = first;
  if (results.length === 1) return new AcgsError(codeOf(code), message, { next, exit });
  return new AcgsError(
    codeOf(code),
    `${failures.length} of ${results.length} are not verified; the first: ${message}`,
    { next, exit },
  );
}

function codeOf(text: string): ErrorCode {
  return Object.hasOwn(ERROR_CODES, text) ? (text as ErrorCode) : 'verify/failed';
}
