import { AcgsError } from '../model/errors.js';
import { now } from '../system/clock.js';
import { signingConfigFor } from '../trust/signing-config.js';
import { type LogService, type SigningServices } from '../trust/signing-services.js';

/** Services as a user names them: one by one, or in a file. */
export interface ServiceAddresses {
  readonly fulcioUrl?: string;
  /** A log of version 1, as in cosign; one of version 2 stands in a signing config. */
  readonly rekorUrl?: string;
  /** Whole address of an RFC 3161 service. */
  readonly timestampServerUrl?: string;
  /** Where people log in; default that of the services. */
  readonly oidcIssuer?: string;
  /** `signing_config.json`, version 0.2. */
  readonly signingConfig?: string;
  readonly logVersions?: readonly LogService['apiVersion'][];
}

/**
 * The services to sign with. Whoever names one by its address names all: what is signed for a private Sigstore must not end up in
 * the public log because one flag was forgotten.
 * @param keyless an identity signs: without any word the public Sigstore is used; a key uses only what is named
 * @throws AcgsError `usage/invalid`, and as {@link signingConfigFor}
 */
export async function ownServices(
  addresses: ServiceAddresses,
  keyless: boolean,
): Promise<SigningServices | undefined> {
  const { fulcioUrl, rekorUrl, timestampServerUrl, oidcIssuer, signingConfig, logVersions } = addresses;
  const byAddress = [fulcioUrl, rekorUrl, timestampServerUrl].some((url) => url !== undefined);
  if (signingConfig !== undefined && byAddress)
    throw new AcgsError('usage/invalid', 'expected services by --signing-config or by their URLs, got both');
  const issuer = oidcIssuer === undefined ? {} : { identityProvider: oidcIssuer };
  if (byAddress)
    return {
      ...(fulcioUrl === undefined ? {} : { certificateAuthority: trimmed(fulcioUrl) }),
      logs: rekorUrl === undefined ? [] : [{ url: trimmed(rekorUrl), apiVersion: 1 }],
      timestampAuthorities: timestampServerUrl === undefined ? [] : [timestampServerUrl],
      ...issuer,
    };
  if (!keyless && signingConfig === undefined) return undefined;
  const use = { at: now(), ...(logVersions === undefined ? {} : { logVersions }) };
  return { ...(await signingConfigFor(signingConfig, use)), ...issuer };
}

function trimmed(url: string): string {
  return url.replace(/\/+$/, '');
}
