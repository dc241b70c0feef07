import { asRecord, parseBoundedJson } from '../model/bounded-json.js';
import { AcgsError } from '../model/errors.js';
import { factsOf, readBytes } from '../system/files.js';
import { type ListedService, selectServices, type Selector } from './select-services.js';
import { type LogService, type SigningServices } from './signing-services.js';
import { fetchedTrust } from './tuf/fetched-trust.js';
import { isMirror, PUBLIC_MIRROR } from './tuf/trust-cache.js';

const LIMITS = { bytes: 1024 * 1024, depth: 16 };
const MEDIA_TYPE = 'application/vnd.dev.sigstore.signingconfig.v0.2+json';
const MOST_SERVICES = 64;
/** Versions of logs that acgs speaks to. */
const UNDERSTOOD: readonly LogService['apiVersion'][] = [1, 2];

/** What of a signing config can be used. */
export interface SigningConfigUse {
  /** When it is used: services have windows. */
  readonly at: Date;
  /** Versions of logs that will do; cosign 2's form of evidence can hold entries of version 1 only. Default both. */
  readonly logVersions?: readonly LogService['apiVersion'][];
}

/**
 * The services to sign with: those of a `signing_config.json` or a mirror that the user names, else those of the public Sigstore instance, as
 * `acgs trust update` fetched them last or as acgs carries them. Addresses only: what they answer is verified with the trusted root.
 * @throws AcgsError `source/not-found`, `evidence/invalid`, `evidence/too-large`, `trust/expired`
 */
export async function signingConfigFor(
  named: string = PUBLIC_MIRROR,
  use: SigningConfigUse,
): Promise<SigningServices> {
  if (isMirror(named)) {
    const trust = await fetchedTrust(named);
    const fetched = trust?.signingConfig;
    if (trust !== undefined && fetched === undefined && named !== PUBLIC_MIRROR)
      throw new AcgsError('source/not-found', `${named} has no signing config`, {
        next: ['name the services: --signing-config FILE, or their URLs'],
      });
    if (fetched !== undefined) return readSigningConfig(await readBytes(fetched, LIMITS.bytes), use);
    const { EMBEDDED_SIGNING_CONFIG } = await import('./embedded-signing-config.js');
    return readSigningConfig(Buffer.from(JSON.stringify(EMBEDDED_SIGNING_CONFIG)), use);
  }
  if ((await factsOf(named)) === undefined)
    throw new AcgsError('source/not-found', `there is no signing config ${named}`, {
      next: ['check --signing-config'],
    });
  return readSigningConfig(await readBytes(named, LIMITS.bytes), use);
}

/**
 * Reads a `signing_config.json` of version 0.2 and picks the services that it asks for.
 * @throws AcgsError `evidence/invalid`, `evidence/too-large`; `usage/invalid` where no log can serve the form of evidence
 */
export function readSigningConfig(
  bytes: Uint8Array,
  { at, logVersions = UNDERSTOOD }: SigningConfigUse,
): SigningServices {
  const json = asRecord(parseBoundedJson(bytes, 'the signing config', LIMITS));
  if (json?.['mediaType'] !== MEDIA_TYPE)
    throw invalid(`expected the media type ${MEDIA_TYPE}, got ${String(json?.['mediaType']).slice(0, 100)}`);
  const pick = (field: string, what: string, selector: Selector, versions: readonly number[]) =>
    selectServices(servicesOf(json[field], field), selector, { what, versions, at });
  const [ca] = pick('caUrls', 'certificate authority', { kind: 'ANY' }, [1]);
  const [oidc] = pick('oidcUrls', 'identity provider', { kind: 'ANY' }, [1]);
  assertFits(servicesOf(json['rekorTlogUrls'], 'rekorTlogUrls'), logVersions);
  const logs = pick('rekorTlogUrls', 'log', selectorOf(json['rekorTlogConfig']), logVersions);
  const stamps = pick('tsaUrls', 'timestamp authority', selectorOf(json['tsaConfig']), [1]);
  return {
    ...(ca === undefined ? {} : { certificateAuthority: ca.url }),
    ...(oidc === undefined ? {} : { identityProvider: oidc.url }),
    logs: logs.map(({ url, majorApiVersion }) => ({ url, apiVersion: majorApiVersion === 2 ? 2 : 1 })),
    timestampAuthorities: stamps.map(({ url }) => url),
  };
}

/** A Sigstore whose logs are all newer than a form of evidence can say is the user's choice to make, not a broken file. */
function assertFits(logs: readonly ListedService[], versions: readonly number[]): void {
  const understood = logs.filter(({ majorApiVersion }) =>
    UNDERSTOOD.some((version) => version === majorApiVersion),
  );
  if (understood.length === 0 || understood.some(({ majorApiVersion }) => versions.includes(majorApiVersion)))
    return;
  throw new AcgsError(
    'usage/invalid',
    "cosign 2's form of evidence holds entries of a log of version 1, and the signing config lists newer ones only",
    {
      next: [
        'write bundles only',
        'or name a log of version 1: --rekor-url URL, or sign.rekorUrl in acgs.yaml',
      ],
    },
  );
}

function servicesOf(value: unknown, field: string): ListedService[] {
  if (value === undefined) return [];
  if (!Array.isArray(value) || value.length > MOST_SERVICES)
    throw invalid(`expected a list of at most ${MOST_SERVICES} services in ${field}`);
  return value.map((item: unknown) => {
    const service = asRecord(item);
    const window = asRecord(service?.['validFor']);
    const { url, majorApiVersion, operator } = service ?? {};
    const start = dateOf(window?.['start']);
    if (typeof url !== 'string' || !URL.canParse(url) || start === undefined)
      throw invalid(`expected each of ${field} to have a url and the start of its validity`);
    return {
      url: url.replace(/\/+$/, ''),
      majorApiVersion: typeof majorApiVersion === 'number' ? majorApiVersion : 0,
      operator: typeof operator === 'string' ? operator : '',
      start,
      end: dateOf(window?.['end']),
    };
  });
}

function dateOf(value: unknown): Date | undefined {
  if (value === undefined) return undefined;
  const date = new Date(typeof value === 'string' ? value : '');
  if (Number.isNaN(date.getTime())) throw invalid('a time in it cannot be read');
  return date;
}

/** Without a selector nothing says how many would be enough: all are used. */
function selectorOf(value: unknown): Selector {
  const config = asRecord(value);
  const selector = config?.['selector'] ?? 'ALL';
  if (selector === 'ANY' || selector === 'ALL') return { kind: selector };
  const count = config?.['count'];
  if (selector === 'EXACT' && typeof count === 'number' && Number.isInteger(count) && count > 0)
    return { kind: 'EXACT', count };
  throw invalid('expected the selector ANY, ALL, or EXACT with a count');
}

function invalid(why: string): AcgsError {
  return new AcgsError('evidence/invalid', `the signing config cannot be read: ${why}`);
}
