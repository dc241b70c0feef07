import { asRecord, parseBoundedJson } from '../model/bounded-json.js';
import { AcgsError } from '../model/errors.js';
import { now } from '../system/clock.js';
import { exists, readBytes } from '../system/files.js';
import { neverFetched } from '../trust/tuf/fetched-trust.js';
import { PUBLIC_MIRROR, readCache } from '../trust/tuf/trust-cache.js';
import { readTrustedRoot } from '../trust/trusted-root.js';
import { updateTrust } from '../trust/tuf/update-trust.js';

/** Which trust material is meant. */
export interface TrustOptions {
  /** `--trusted-root` */
  readonly trustedRoot?: string;
  /** `--tuf-mirror` */
  readonly mirror?: string;
  /** `--tuf-root` */
  readonly root?: string;
}

/** One authority or log, with the window in which it is believed. */
export interface TrustedParty {
  readonly kind: 'certificate-authority' | 'timestamp-authority' | 'transparency-log' | 'certificate-log';
  readonly name: string;
  readonly from?: string;
  readonly until?: string;
}

/** What acgs would believe. */
export interface TrustReport {
  readonly source: 'embedded' | 'cache' | 'file';
  readonly mirror?: string;
  readonly file?: string;
  readonly signingConfig?: string;
  readonly updatedOn?: string;
  readonly ageSeconds?: number;
  readonly expires?: string;
  readonly expired?: boolean;
  readonly parties: readonly TrustedParty[];
}

const LIMITS = { bytes: 4 * 1024 * 1024, depth: 32 };
const KINDS = {
  certificateAuthorities: 'certificate-authority',
  timestampAuthorities: 'timestamp-authority',
  tlogs: 'transparency-log',
  ctlogs: 'certificate-log',
} as const;

/** Fetches trust material and says what it holds. @throws AcgsError as {@link updateTrust} */
export async function refreshTrust({ mirror = PUBLIC_MIRROR, root }: TrustOptions): Promise<TrustReport> {
  if (root !== undefined && !(await exists(root)))
    throw new AcgsError('source/not-found', `there is no root ${root}`, { next: ['check --tuf-root'] });
  await updateTrust({ mirror, ...(root === undefined ? {} : { root: await readBytes(root, LIMITS.bytes) }) });
  return await showTrust({ mirror });
}

/** Says what would be believed: a file, what was fetched last, or what acgs carries. No network. */
export async function showTrust({ trustedRoot, mirror = PUBLIC_MIRROR }: TrustOptions): Promise<TrustReport> {
  if (trustedRoot !== undefined) {
    if (!(await exists(trustedRoot)))
      throw new AcgsError('source/not-found', `there is no trusted root ${trustedRoot}`);
    return {
      source: 'file',
      file: trustedRoot,
      parties: partiesOf(await readBytes(trustedRoot, LIMITS.bytes)),
    };
  }
  const cached = await readCache(mirror);
  if (cached === undefined) {
    if (mirror !== PUBLIC_MIRROR) throw neverFetched(mirror);
    const { EMBEDDED_TRUSTED_ROOT } = await import('../trust/embedded-root.js');
    return { source: 'embedded', parties: partiesOf(Buffer.from(JSON.stringify(EMBEDDED_TRUSTED_ROOT))) };
  }
  const { trustedRoot: file, signingConfig, updatedOn, expires } = cached;
  return {
    source: 'cache',
    mirror,
    file,
    ...(signingConfig === undefined ? {} : { signingConfig }),
    updatedOn,
    ageSeconds: Math.max(0, Math.round((now().getTime() - Date.parse(updatedOn)) / 1000)),
    expires,
    expired: Date.parse(expires) <= now().getTime(),
    parties: partiesOf(await readBytes(file, LIMITS.bytes)),
  };
}

function partiesOf(bytes: Uint8Array): TrustedParty[] {
  readTrustedRoot(bytes);
  const root = asRecord(parseBoundedJson(bytes, 'the trusted root', LIMITS)) ?? {};
  return Object.entries(KINDS).flatMap(([field, kind]) => {
    const found = root[field];
    return (Array.isArray(found) ? found : []).map((one: unknown): TrustedParty => {
      const party = asRecord(one) ?? {};
      const window = asRecord(party['validFor'] ?? asRecord(party['publicKey'])?.['validFor']) ?? {};
      const { start, end } = window;
      return {
        kind,
        name: String(party['uri'] ?? party['baseUrl'] ?? ''),
        ...(typeof start === 'string' ? { from: start } : {}),
        ...(typeof end === 'string' ? { until: end } : {}),
      };
    });
  });
}
