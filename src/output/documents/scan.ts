import { z } from 'zod';
import { answering, digest, passing, platform } from './common.js';

const severity = z.enum(['UNKNOWN', 'LOW', 'MEDIUM', 'HIGH', 'CRITICAL']);

/** A finding as the gate lists it. */
export const gateFinding = z.object({
  id: z.string(),
  package: z.string(),
  installed: z.string(),
  fixed: z.string().describe('Empty where there is no fix.'),
  severity,
  origin: z.enum(['base', 'app']),
  platform,
});

const evidenceFile = z.object({ name: z.string(), digest });

const scannedPlatform = z.object({
  platform,
  manifest: digest,
  config: digest,
  scanner: z.object({ name: z.literal('trivy'), version: z.string() }),
  database: z.object({ source: z.string(), version: z.string(), updatedAt: z.string() }),
  startedOn: z.string(),
  finishedOn: z.string(),
  parameters: z.array(z.string()),
  baseLayers: z.number().int().optional(),
  counts: z.record(z.string(), z.number()),
  warnings: z.array(z.string()),
  files: z.object({ json: evidenceFile, sarif: evidenceFile }),
});

const finding = gateFinding.extend({
  purl: z.string().optional(),
  status: z.string().describe('Trivy’s: fixed, affected, will_not_fix…'),
  title: z.string(),
  url: z.string(),
  path: z.string().optional(),
  target: z.string(),
  originBasis: z.enum(['layers', 'history', 'package-type']),
  vex: z.object({ status: z.string(), statement: z.string(), source: z.string() }).optional(),
});

/** `acgs scan --json`. */
export const scanDocument = answering(
  {
    image: z.string(),
    digest,
    platforms: z.array(scannedPlatform),
    findings: z.array(finding).describe('All, the ignored ones included.'),
    gate: z.object({
      refused: z.boolean(),
      reasons: z.array(z.string()),
      blocking: z.array(gateFinding),
      unfixed: z.array(gateFinding),
      suppressed: z.array(
        gateFinding.extend({ by: z.enum(['ignore', 'vex']), statement: z.string(), source: z.string() }),
      ),
      counts: z.record(severity, z.number()),
      ignoreNotices: z.array(
        z.object({
          kind: z.enum(['expired', 'expires-soon', 'unused', 'without-statement']),
          id: z.string(),
          line: z.number().int(),
          message: z.string(),
        }),
      ),
      warnings: z.array(z.string()),
    }),
    wroteIgnores: z.object({ file: z.string(), entries: z.number().int() }).optional(),
  },
  'refused',
);

/** `acgs sbom --json`. */
export const sbomDocument = passing({
  image: z.string(),
  digest,
  inventory: z.unknown().optional().describe('CycloneDX or SPDX; without --output.'),
  platforms: z.array(
    z.object({
      platform,
      manifest: digest,
      config: digest,
      tool: z.object({ name: z.literal('trivy'), version: z.string() }),
      files: z.object({ cyclonedx: evidenceFile.optional(), spdx: evidenceFile.optional() }),
    }),
  ),
});
