import { type JsonLimits } from '../model/bounded-json.js';

const MEBIBYTE = 1024 * 1024;

/** Limits on evidence from outside (rules of trust 6); the counts are those of sigstore-go. */
export const EVIDENCE_LIMITS = {
  /** A bundle or a DSSE envelope: an SBOM of a large image takes some tens of MiB in base64. */
  bundle: { bytes: 128 * MEBIBYTE, depth: 32 },
  /** SBOMs nest components; nothing sensible reaches this. */
  statement: { bytes: 96 * MEBIBYTE, depth: 256 },
  simpleSigning: { bytes: MEBIBYTE, depth: 16 },
  logEntry: { bytes: 8 * MEBIBYTE, depth: 24 },
  logEntries: 32,
  timestamps: 32,
  subjects: 1024,
} as const satisfies Record<string, JsonLimits | number>;
