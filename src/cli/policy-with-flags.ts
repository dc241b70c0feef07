import { verificationPolicy } from '../actions/verification-policy.js';
import { type VerifyOptions } from '../actions/verify.js';
import { AcgsError } from '../model/errors.js';
import { policyFlags } from './policy-flags.js';

/** Flags that only ask for more, so that they go with a policy file. */
const ADDING: readonly string[] = ['policy', 'require-tlog'];
/** What a policy file says besides whom to trust. */
const SAID_BY_FILE = ['require', 'annotations', 'type'];

interface AddingFlags {
  readonly recursive?: boolean | undefined;
  readonly deep?: boolean | undefined;
  readonly 'require-tlog'?: boolean | undefined;
}

/**
 * A policy file, made stricter by flags that only add. Any other flag that says what the file says is refused, even where both
 * say the same: the file would no longer be what was verified against.
 * @throws AcgsError `usage/invalid`; as {@link verificationPolicy}
 */
export async function policyWithFlags(file: string, flags: object & AddingFlags): Promise<VerifyOptions> {
  const said = Object.entries(flags).find(
    ([name, value]) =>
      value !== undefined &&
      value !== false &&
      !ADDING.includes(name) &&
      (Object.hasOwn(policyFlags, name) || SAID_BY_FILE.includes(name)),
  );
  if (said !== undefined)
    throw new AcgsError('usage/invalid', `expected --policy or --${said[0]}, got both`, {
      next: [`leave out --${said[0]}: the policy file says it`],
    });
  const policy = await verificationPolicy(file);
  return {
    ...policy,
    recursive: policy.recursive === true || flags.recursive === true,
    deep: policy.deep === true || flags.deep === true,
    requireLog: policy.requireLog === true || flags['require-tlog'] === true,
  };
}
