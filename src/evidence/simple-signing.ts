import { type Digest, isDigest } from '../model/digest.js';
import { AcgsError } from '../model/errors.js';
import { asRecord, parseBoundedJson } from '../model/bounded-json.js';
import { EVIDENCE_LIMITS } from './limits.js';

const TYPE = 'cosign container image signature';

/** What a legacy `.sig` layer says (cosign, specs/SIGNATURE_SPEC.md). */
export interface SimpleSigning {
  readonly image: Digest;
  /** `REGISTRY/REPOSITORY` as the signer wrote it; not checked by cosign, nor here. */
  readonly reference: string;
  readonly annotations: Readonly<Record<string, unknown>>;
}

/** The payload as cosign's Go code serialises it: the same fields in the same order, compact. */
export function encodeSimpleSigning(
  image: Digest,
  reference: string,
  annotations: Readonly<Record<string, string>> = {},
): Buffer {
  return Buffer.from(
    JSON.stringify({
      critical: {
        identity: { 'docker-reference': reference },
        image: { 'docker-manifest-digest': image },
        type: TYPE,
      },
      optional: Object.keys(annotations).length === 0 ? null : annotations,
    }),
  );
}

/**
 * Reads a payload. Keys are matched without case, because Go does and old payloads rely on it (`Docker-manifest-digest`).
 * @throws AcgsError `evidence/invalid`, `evidence/too-large`
 */
export function decodeSimpleSigning(bytes: Uint8Array): SimpleSigning {
  const json = parseBoundedJson(bytes, 'the signature payload', EVIDENCE_LIMITS.simpleSigning);
  const critical = field(json, 'critical');
  const image = field(field(critical, 'image'), 'docker-manifest-digest');
  const reference = field(field(critical, 'identity'), 'docker-reference');
  if (typeof image !== 'string' || !isDigest(image))
    throw invalid('expected critical.image.docker-manifest-digest to be a sha256 digest');
  const type = field(critical, 'type');
  if (type !== TYPE)
    throw invalid(`expected the type "${TYPE}", got ${JSON.stringify(type)?.slice(0, 80) ?? 'none'}`);
  return {
    image,
    reference: typeof reference === 'string' ? reference : '',
    annotations: asRecord(field(json, 'optional')) ?? {},
  };
}

function field(value: unknown, name: string): unknown {
  const matches = Object.entries(asRecord(value) ?? {}).filter(([key]) => key.toLowerCase() === name);
  // Two spellings of one key would be read differently by Go and by us.
  if (matches.length > 1) throw invalid(`the key ${name} is there twice`);
  return matches[0]?.[1];
}

function invalid(why: string): AcgsError {
  return new AcgsError('evidence/invalid', `the signature payload cannot be read: ${why}`);
}
