import { z } from 'zod';
import { parseDigest } from '../../model/digest.js';

const digest = z.string().transform(parseDigest);

/** A file of evidence: its name in the output folder, and what it holds. */
export const evidenceFile = z.object({
  /** Relative to the service's output folder. */
  name: z.string(),
  digest,
});

/** What the scan of one platform leaves: the output of the step `scan`. Everything else is in the file. */
export const platformScanResult = z.object({
  /** `linux/amd64` */
  platform: z.string(),
  manifest: digest,
  config: digest,
  scanner: z.object({ name: z.literal('trivy'), version: z.string() }),
  database: z.object({ source: z.string(), version: z.string(), updatedAt: z.string() }),
  startedOn: z.string(),
  finishedOn: z.string(),
  /** The options that shaped the scan, for the attestation. */
  parameters: z.array(z.string()),
  /** How many of the first layers are the base image's, where the build knew. */
  baseLayers: z.number().int().nonnegative().optional(),
  /** Findings by severity, ignored ones included: the gate counts what stands open. */
  counts: z.record(z.string(), z.number()),
  warnings: z.array(z.string()),
  files: z.object({ json: evidenceFile, sarif: evidenceFile }),
});

export type PlatformScanResult = z.output<typeof platformScanResult>;

/** What the inventory of one platform leaves: the output of the step `sbom`. */
export const platformSbomResult = z.object({
  platform: z.string(),
  manifest: digest,
  config: digest,
  tool: z.object({ name: z.literal('trivy'), version: z.string() }),
  files: z.object({ cyclonedx: evidenceFile.optional(), spdx: evidenceFile.optional() }),
});

export type PlatformSbomResult = z.output<typeof platformSbomResult>;
