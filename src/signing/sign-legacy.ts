import { createHash } from 'node:crypto';
import { type BundleMaterial, HASH_ALGORITHM } from '../evidence/bundle.js';
import { encodeEnvelope, preAuthEncoding } from '../evidence/dsse.js';
import { type LegacyEvidence } from '../evidence/evidence-reader.js';
import {
  encodeLegacyLogEntry,
  encodeLegacyTimestamp,
  LEGACY_ANNOTATION,
} from '../evidence/legacy-annotations.js';
import { toPem } from '../evidence/pem.js';
import { encodeStatement } from '../evidence/statement-codec.js';
import { COSIGN_SIMPLE_SIGNING, DSSE_ENVELOPE, IN_TOTO } from '../model/media-types.js';
import { type Statement } from '../model/statement.js';
import { gatherMaterial, type SigningParties } from './sign-content.js';

/**
 * Signs a simple signing payload as cosign 2 does: the signature lies in an annotation of the layer.
 * @param payload of `encodeSimpleSigning`
 */
export async function signSimplePayload(payload: Buffer, parties: SigningParties): Promise<LegacyEvidence> {
  const signature = await parties.signer.sign(payload);
  const messageDigest = {
    algorithm: HASH_ALGORITHM.sha256,
    digest: createHash('sha256').update(payload).digest(),
  };
  const messageSignature = { messageDigest, signature: signature.signature };
  const content = { $case: 'messageSignature', messageSignature } as const;
  return {
    bytes: payload,
    mediaType: COSIGN_SIMPLE_SIGNING,
    annotations: {
      [LEGACY_ANNOTATION.signature]: signature.signature.toString('base64'),
      ...annotationsOf(await gatherMaterial(signature, content, parties.witnesses)),
    },
  };
}

/** Signs a statement as cosign 2 does: a bare DSSE envelope as a layer. */
export async function signLegacyEnvelope(
  statement: Statement,
  parties: SigningParties,
): Promise<LegacyEvidence> {
  const payload = encodeStatement(statement);
  const signature = await parties.signer.sign(preAuthEncoding(IN_TOTO, payload));
  const dsseEnvelope = {
    payload,
    payloadType: IN_TOTO,
    signatures: [{ sig: signature.signature, keyid: '' }],
  };
  const material = await gatherMaterial(
    signature,
    { $case: 'dsseEnvelope', dsseEnvelope },
    parties.witnesses,
  );
  return {
    bytes: Buffer.from(encodeEnvelope(IN_TOTO, payload, signature.signature)),
    mediaType: DSSE_ENVELOPE,
    annotations: {
      predicateType: statement.predicateType,
      [LEGACY_ANNOTATION.signature]: '',
      // cosign 2 reads a timestamp here as one over the whole envelope; ours is over the signature, so it stays out.
      ...annotationsOf({ ...material, timestamps: [] }),
    },
  };
}

function annotationsOf({ signer, logEntries, timestamps }: Required<BundleMaterial>): Record<string, string> {
  const [entry] = logEntries.flatMap((logEntry) => encodeLegacyLogEntry(logEntry) ?? []);
  const [stamp] = timestamps;
  return {
    ...(signer.kind === 'certificate'
      ? { [LEGACY_ANNOTATION.certificate]: toPem('CERTIFICATE', signer.certificate) }
      : {}),
    ...(entry === undefined ? {} : { [LEGACY_ANNOTATION.logEntry]: entry }),
    ...(stamp === undefined ? {} : { [LEGACY_ANNOTATION.timestamp]: encodeLegacyTimestamp(stamp) }),
  };
}
