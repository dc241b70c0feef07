import { type EvidenceCandidate } from '../evidence/evidence-reader.js';
import { decodeLegacyAnnotations, type LegacyAnnotations } from '../evidence/legacy-annotations.js';
import { EVIDENCE_LIMITS } from '../evidence/limits.js';
import { decodeSimpleSigning } from '../evidence/simple-signing.js';
import { asRecord, parseBoundedJson } from '../model/bounded-json.js';
import { Refused } from './refusal.js';
import { certificateKey, openBundle, openEnvelope, readOr, type SignedEvidence } from './signed-evidence.js';

/**
 * Takes a candidate of any store and form apart.
 * @throws Refused
 */
export function openCandidate(candidate: EvidenceCandidate): SignedEvidence {
  switch (candidate.form) {
    case 'bundle':
      return openBundle(candidate.bytes);
    case 'simple-signing': {
      const legacy = readOr('bundle/malformed', () => decodeLegacyAnnotations(candidate.annotations));
      const claims = readOr('statement/malformed', () => decodeSimpleSigning(candidate.payload));
      return {
        ...materialOf(legacy),
        signature: legacy.signature,
        content: { kind: 'simple-signing', claims, signed: Buffer.from(candidate.payload) },
      };
    }
    case 'envelope': {
      const legacy = readOr('bundle/malformed', () => decodeLegacyAnnotations(candidate.annotations));
      const { payload, payloadType, signatures } = readOr('bundle/malformed', () =>
        readEnvelope(candidate.envelope),
      );
      return {
        ...materialOf(legacy),
        ...openEnvelope(payload, payloadType, signatures),
        // cosign has the whole envelope stamped, not the signature in it (cosign, cmd/cosign/cli/attest/attest.go).
        timestamped: Buffer.from(candidate.envelope),
      };
    }
  }
}

function materialOf(legacy: LegacyAnnotations): Pick<SignedEvidence, 'key' | 'logEntries' | 'timestamps'> {
  const { certificate, logEntries, timestamps } = legacy;
  return {
    key: certificate === undefined ? { kind: 'public-key', hint: undefined } : certificateKey(certificate),
    logEntries,
    timestamps,
  };
}

function readEnvelope(bytes: Uint8Array): { payload: Buffer; payloadType: string; signatures: Buffer[] } {
  const envelope = asRecord(parseBoundedJson(bytes, 'the envelope', EVIDENCE_LIMITS.bundle));
  const { payload, payloadType, signatures } = envelope ?? {};
  if (typeof payload !== 'string' || typeof payloadType !== 'string' || !Array.isArray(signatures))
    throw new Refused('bundle/malformed', 'the envelope cannot be read: a field is missing');
  return {
    payload: Buffer.from(payload, 'base64'),
    payloadType,
    signatures: signatures.map((signature: unknown) => {
      const sig = asRecord(signature)?.['sig'];
      return Buffer.from(typeof sig === 'string' ? sig : '', 'base64');
    }),
  };
}
