import { ambientToken } from '../ci/oidc/ambient-token.js';
import { AcgsError } from '../model/errors.js';
import { chooseSigner, type ChosenSigner } from '../signing/choose-signer.js';
import { readIdentityToken } from '../signing/identity/identity-token.js';
import { type TokenSource } from '../signing/identity/token-source.js';
import { now } from '../system/clock.js';
import { environment } from '../system/environment.js';
import { factsOf, readText } from '../system/files.js';
import { loadAnchors } from '../trust/anchors.js';
import { type LogService, type SigningServices } from '../trust/signing-services.js';
import { ownServices, type ServiceAddresses } from './own-services.js';

/** Who signs and who vouches, as a user says it. */
export interface SigningOptions extends ServiceAddresses {
  /** `--key`; an identity otherwise. */
  readonly key?: string;
  /** `--identity-token`: the token itself, or a file that holds it. */
  readonly identityToken?: string;
  /** `trusted_root.json` of another Sigstore than the public one. */
  readonly trustedRoot?: string;
  /** Versions of logs that the form of evidence can hold; default both. */
  readonly logVersions?: readonly LogService['apiVersion'][];
  /** Asks a person to log in, where no token is to be had otherwise; missing where nobody may be asked. */
  readonly login?: (services: SigningServices) => Promise<TokenSource>;
  readonly signal?: AbortSignal;
}

const LARGEST_TOKEN = 64 * 1024;
const LOOKS_LIKE_TOKEN = /^[\w-]+=*\.[\w-]+=*\.[\w-]+=*$/;

/**
 * Finds who signs: a key, else a token that is given, else the identity of the CI job, else a person who logs in, else nobody.
 * A key is vouched for only by services that are named; an identity by those of the public Sigstore unless others are named.
 * @throws AcgsError `usage/invalid`, `key/*`, `identity/*`, `source/not-found`, `evidence/invalid`
 */
export async function openSigner(options: SigningOptions): Promise<ChosenSigner | undefined> {
  const { key, identityToken, trustedRoot, signal } = options;
  if (key !== undefined && identityToken !== undefined)
    throw new AcgsError('usage/invalid', 'expected a key or an identity token to sign with, got both', {
      next: ['leave out --key, or --identity-token'],
    });
  const services = await ownServices(options, key === undefined);
  const common = {
    ...(services === undefined ? {} : { services }),
    anchors: () => loadAnchors(trustedRoot),
    ...(signal === undefined ? {} : { signal }),
  };
  if (key !== undefined) return await chooseSigner({ ...common, key });
  const identity = await tokenSource(options, services);
  return identity === undefined ? undefined : await chooseSigner({ ...common, identity });
}

async function tokenSource(
  { identityToken, login, signal }: SigningOptions,
  services: SigningServices | undefined,
): Promise<TokenSource | undefined> {
  if (identityToken !== undefined) return givenToken(await textOf(identityToken));
  const ambient = await ambientToken(environment());
  if (ambient !== undefined)
    return {
      description: ambient.description,
      token: async () => readIdentityToken(await ambient.fetch(signal), now()),
    };
  return login === undefined || services === undefined ? undefined : await login(services);
}

/** A token that was given is read at once, so that one that will not do is found before anything is signed. */
function givenToken(text: string): TokenSource {
  readIdentityToken(text, now());
  return {
    description: 'the identity of --identity-token',
    token: () => Promise.resolve(readIdentityToken(text, now())),
  };
}

/** As cosign: what has the form of a token is one, anything else is a file. */
async function textOf(tokenOrFile: string): Promise<string> {
  if (LOOKS_LIKE_TOKEN.test(tokenOrFile.trim())) return tokenOrFile;
  if ((await factsOf(tokenOrFile))?.kind !== 'file')
    throw new AcgsError('source/not-found', 'what --identity-token names is neither a token nor a file');
  return await readText(tokenOrFile, LARGEST_TOKEN);
}
