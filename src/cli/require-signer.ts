import { type EvidenceFormat } from '../actions/attach-legacy.js';
import { openSigner, type SigningOptions } from '../actions/open-signer.js';
import { AcgsError } from '../model/errors.js';
import { type ChosenSigner } from '../signing/choose-signer.js';
import { configuredSigner } from './configured-signer.js';
import { personAtTerminal } from './person-at-terminal.js';
import { type SignerFlags } from './signer-flags.js';

/**
 * Who signs, for commands that do nothing but sign: a key, a token, the identity of the CI job, a person who logs in.
 * @throws AcgsError `sign/no-signer`, `key/*`, `identity/*`, `usage/invalid`, `config/*`
 */
export async function requireSigner(
  flags: SignerFlags,
  { format = 'bundle', signal }: { readonly format?: EvidenceFormat; readonly signal?: AbortSignal } = {},
): Promise<ChosenSigner> {
  const { config, acgsVersion } = flags;
  const signer = await openSigner({
    ...(config === undefined
      ? optionsOf(flags)
      : flagsFirst(optionsOf(flags), await configuredSigner(config, acgsVersion))),
    // cosign 2's form has no place for entries of logs of version 2.
    ...(format === 'bundle' ? {} : { logVersions: [1] }),
    ...(signal === undefined ? {} : { signal }),
    ...(await loginOf(flags, signal)),
  });
  if (signer !== undefined) return signer;
  throw new AcgsError('sign/no-signer', 'expected a key or an identity to sign with, got neither', {
    next: [
      'pass --key cosign.key (make one with `acgs keys generate`)',
      'or sign as whom a token names: --identity-token TOKEN|FILE, or the identity of a CI job',
      'or run this on a terminal, to log in with a browser',
    ],
  });
}

function optionsOf(flags: SignerFlags): SigningOptions {
  const options = {
    key: flags.key,
    identityToken: flags['identity-token'],
    fulcioUrl: flags['fulcio-url'],
    rekorUrl: flags['rekor-url'],
    timestampServerUrl: flags['timestamp-server-url'],
    signingConfig: flags['signing-config'],
    trustedRoot: flags['trusted-root'],
    oidcIssuer: flags['oidc-issuer'],
  };
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
}

/** A flag counts before the configuration. Who names a service or a signer by a flag names all of them. */
function flagsFirst(flags: SigningOptions, configured: SigningOptions): SigningOptions {
  const { key, trustedRoot, ...services } = configured;
  const namesSigner = flags.key !== undefined || flags.identityToken !== undefined;
  const namesServices = (['fulcioUrl', 'rekorUrl', 'timestampServerUrl', 'signingConfig'] as const).some(
    (name) => flags[name] !== undefined,
  );
  return {
    ...(key === undefined || namesSigner ? {} : { key }),
    ...(trustedRoot === undefined ? {} : { trustedRoot }),
    ...(namesServices ? {} : services),
    ...flags,
  };
}

/** A person is asked only where one sits at a terminal, and never in CI. */
async function loginOf(
  flags: SignerFlags,
  signal: AbortSignal | undefined,
): Promise<Pick<SigningOptions, 'login'>> {
  const person = personAtTerminal();
  if (person === undefined) return {};
  const { logIn } = await import('../signing/identity/login/log-in.js');
  return {
    login: ({ identityProvider: issuer }) => {
      if (issuer === undefined)
        throw new AcgsError('usage/invalid', 'expected where to log in', {
          next: ['pass --oidc-issuer URL'],
        });
      const client = { issuer, clientId: flags['oidc-client-id'] ?? 'sigstore' };
      return Promise.resolve(logIn({ ...client, ...(signal === undefined ? {} : { signal }) }, person));
    },
  };
}
