import { TrustedRoot } from '@sigstore/protobuf-specs';
import { toTrustMaterial } from '@sigstore/verify';
import { asRecord, parseBoundedJson } from '../model/bounded-json.js';
import { AcgsError } from '../model/errors.js';
import { type TrustAnchors } from './trust-anchors.js';

const LIMITS = { bytes: 4 * 1024 * 1024, depth: 32 };
const MEDIA_TYPE =
  /^application\/vnd\.dev\.sigstore\.trustedroot(?:\+json;version=0\.[12]|\.v0\.[12]\+json)$/;
const MOST_INSTANCES = 64;

/**
 * Reads a `trusted_root.json`. A log without the start of its validity is left out, as if it were not there: nobody could say
 * which of its signatures to believe. So is one with a key of a kind that Node does not know.
 * @throws AcgsError `evidence/invalid`, `evidence/too-large`
 */
export function readTrustedRoot(bytes: Uint8Array): TrustAnchors {
  const json = asRecord(parseBoundedJson(bytes, 'the trusted root', LIMITS));
  const mediaType = json?.['mediaType'];
  if (typeof mediaType !== 'string' || !MEDIA_TYPE.test(mediaType))
    throw invalid(`expected the media type of a trusted root, got ${String(mediaType).slice(0, 100)}`);
  const root = parse(() => TrustedRoot.fromJSON(json));
  const { tlogs, ctlogs, certificateAuthorities, timestampAuthorities } = root;
  if (
    [tlogs, ctlogs, certificateAuthorities, timestampAuthorities].some(
      ({ length }) => length > MOST_INSTANCES,
    )
  )
    throw new AcgsError(
      'evidence/too-large',
      `the trusted root names more than ${MOST_INSTANCES} instances of a kind`,
    );
  const empty: TrustedRoot = {
    ...root,
    tlogs: [],
    ctlogs: [],
    certificateAuthorities: [],
    timestampAuthorities: [],
  };
  const log = (kind: 'tlogs' | 'ctlogs') => (instance: TrustedRoot['tlogs'][number]) =>
    instance.publicKey?.validFor?.start === undefined
      ? []
      : known(() => toTrustMaterial({ ...empty, [kind]: [instance] })[kind]);
  const authority =
    (kind: 'certificateAuthorities' | 'timestampAuthorities') =>
    (instance: TrustedRoot['certificateAuthorities'][number]) =>
      parse(() => toTrustMaterial({ ...empty, [kind]: [instance] })[kind]);
  return {
    tlogs: tlogs.flatMap(log('tlogs')),
    ctlogs: ctlogs.flatMap(log('ctlogs')),
    certificateAuthorities: certificateAuthorities.flatMap(authority('certificateAuthorities')),
    timestampAuthorities: timestampAuthorities.flatMap(authority('timestampAuthorities')),
  };
}

function parse<Result>(read: () => Result): Result {
  try {
    return read();
  } catch (error) {
    throw invalid('a key or certificate in it is malformed', error);
  }
}

function known<Result>(read: () => Result[]): Result[] {
  try {
    return read();
  } catch {
    // A log with a newer kind of key than we know vouches for nothing here; the others still do.
    return [];
  }
}

function invalid(why: string, cause?: unknown): AcgsError {
  return new AcgsError('evidence/invalid', `the trusted root cannot be read: ${why}`, { cause });
}
