import {
  type Bundle,
  BUNDLE_V01_MEDIA_TYPE,
  BUNDLE_V02_MEDIA_TYPE,
  BUNDLE_V03_LEGACY_MEDIA_TYPE,
  BUNDLE_V03_MEDIA_TYPE,
  bundleFromJSON,
  bundleToJSON,
  type TransparencyLogEntry,
  ValidationError,
} from '@sigstore/bundle';
import { HashAlgorithm } from '@sigstore/protobuf-specs';
import { AcgsError } from '../model/errors.js';
import { asRecord, parseBoundedJson } from '../model/bounded-json.js';
import { withPlaces } from './places-in-logs.js';
import { type HashName } from './key-algorithm.js';
import { EVIDENCE_LIMITS } from './limits.js';

export type { Bundle, TransparencyLogEntry };

/** Versions that are read; any other is refused, since its fields may mean something else. */
const READ_VERSIONS: readonly string[] = [
  BUNDLE_V01_MEDIA_TYPE,
  BUNDLE_V02_MEDIA_TYPE,
  BUNDLE_V03_LEGACY_MEDIA_TYPE,
  BUNDLE_V03_MEDIA_TYPE,
];

/** What a bundle carries beside the signed content. */
export interface BundleMaterial {
  readonly signer:
    | { readonly kind: 'public-key'; readonly hint: string }
    /** Leaf certificate, DER. */
    | { readonly kind: 'certificate'; readonly certificate: Buffer };
  readonly logEntries?: readonly TransparencyLogEntry[];
  /** RFC 3161 responses over the signature, DER. */
  readonly timestamps?: readonly Buffer[];
}

/** A bundle 0.3 around a DSSE envelope: signatures and attestations of images. */
export function envelopeBundle(
  envelope: { readonly payload: Buffer; readonly payloadType: string; readonly signature: Buffer },
  material: BundleMaterial,
): Bundle {
  const { payload, payloadType, signature } = envelope;
  return bundleOf(material, {
    $case: 'dsseEnvelope',
    dsseEnvelope: { payload, payloadType, signatures: [{ sig: signature, keyid: '' }] },
  });
}

/** A bundle 0.3 around a signature over a file: what `cosign sign-blob` writes. */
export function messageBundle(
  message: { readonly digest: Buffer; readonly hash: HashName; readonly signature: Buffer },
  material: BundleMaterial,
): Bundle {
  return bundleOf(material, {
    $case: 'messageSignature',
    messageSignature: {
      messageDigest: { algorithm: HASH_ALGORITHM[message.hash], digest: message.digest },
      signature: message.signature,
    },
  });
}

/** The protobuf name of each hash. */
export const HASH_ALGORITHM: Readonly<Record<HashName, HashAlgorithm>> = {
  sha256: HashAlgorithm.SHA2_256,
  sha384: HashAlgorithm.SHA2_384,
  sha512: HashAlgorithm.SHA2_512,
};

function bundleOf(material: BundleMaterial, content: Bundle['content']): Bundle {
  const { signer, logEntries = [], timestamps = [] } = material;
  return {
    mediaType: BUNDLE_V03_MEDIA_TYPE,
    content,
    verificationMaterial: {
      content:
        signer.kind === 'public-key'
          ? { $case: 'publicKey', publicKey: { hint: signer.hint } }
          : { $case: 'certificate', certificate: { rawBytes: signer.certificate } },
      tlogEntries: [...logEntries],
      timestampVerificationData: {
        rfc3161Timestamps: timestamps.map((signedTimestamp) => ({ signedTimestamp })),
      },
    },
  };
}

/** A bundle as cosign v3 writes it: protobuf JSON without what is empty, but for the places in a log. */
export function encodeBundle(bundle: Bundle): Buffer {
  const text = JSON.stringify(bundleToJSON(bundle), (_key, value: unknown) =>
    isEmpty(value) ? undefined : value,
  );
  return Buffer.from(bundle.verificationMaterial.tlogEntries.length === 0 ? text : withPlaces(text));
}

function isEmpty(value: unknown): boolean {
  const isObject = typeof value === 'object' && value !== null;
  return (
    value === '' || (isObject && Object.values(value).every((field) => field === undefined || isEmpty(field)))
  );
}

/**
 * Reads a Sigstore bundle (0.1 to 0.3) and checks its shape. Nothing in it is verified.
 * @throws AcgsError `evidence/invalid`, `evidence/too-large`
 */
export function decodeBundle(bytes: Uint8Array): Bundle {
  const json = asRecord(parseBoundedJson(bytes, 'the bundle', EVIDENCE_LIMITS.bundle));
  if (json === undefined) throw invalid('expected a JSON object');
  const { mediaType } = json;
  if (typeof mediaType !== 'string' || !READ_VERSIONS.includes(mediaType))
    throw invalid(`expected a media type of version 0.1, 0.2 or 0.3, got ${String(mediaType).slice(0, 100)}`);
  exactlyOne(json, ['messageSignature', 'dsseEnvelope']);
  exactlyOne(asRecord(json['verificationMaterial']) ?? {}, [
    'publicKey',
    'x509CertificateChain',
    'certificate',
  ]);
  const bundle = parse(json);
  const { tlogEntries, timestampVerificationData } = bundle.verificationMaterial;
  const timestamps = timestampVerificationData?.rfc3161Timestamps ?? [];
  if (tlogEntries.length > EVIDENCE_LIMITS.logEntries || timestamps.length > EVIDENCE_LIMITS.timestamps)
    throw new AcgsError(
      'evidence/too-large',
      `the bundle holds ${tlogEntries.length} log entries and ${timestamps.length} timestamps, more than the 32 allowed`,
    );
  return bundle;
}

function parse(json: unknown): Bundle {
  try {
    return bundleFromJSON(json);
  } catch (error) {
    const fields = error instanceof ValidationError ? ` (${error.fields.join(', ')})` : '';
    throw new AcgsError(
      'evidence/invalid',
      `the bundle cannot be read: a field is missing or malformed${fields}`,
      {
        cause: error,
      },
    );
  }
}

/** A protobuf `oneof`: with two of them present, two readers might see two different bundles. */
function exactlyOne(object: Readonly<Record<string, unknown>>, names: readonly string[]): void {
  const present = names.filter((name) => object[name] !== undefined && object[name] !== null);
  if (present.length !== 1)
    throw invalid(`expected exactly one of ${names.join(', ')}, got ${present.join(' and ') || 'none'}`);
}

function invalid(why: string): AcgsError {
  return new AcgsError('evidence/invalid', `the bundle cannot be read: ${why}`);
}
