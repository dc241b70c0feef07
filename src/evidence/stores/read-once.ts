import { type Digest } from '../../model/digest.js';
import { type EvidenceCandidate, type EvidenceReader } from '../evidence-reader.js';

/** A reader that reads the evidence of each subject once and holds it: where several statements are looked for, and none is written. */
export function readOnce(reader: EvidenceReader): EvidenceReader {
  const read = new Map<Digest, Promise<readonly EvidenceCandidate[]>>();
  return {
    candidatesOf: async (subject) => {
      const candidates = read.get(subject) ?? reader.candidatesOf(subject);
      read.set(subject, candidates);
      return await candidates;
    },
  };
}
