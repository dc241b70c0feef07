import { join } from 'node:path';
import { durationMs } from '../config/duration.js';
import { type ScanSettings } from '../config/configuration.js';
import { digestOf } from '../model/digest.js';
import { AcgsError } from '../model/errors.js';
import { gateRefusal } from '../scan/gate-refusal.js';
import { type GateResult, judgeFindings } from '../scan/gate.js';
import { type IgnoreFile } from '../scan/ignores/ignore-entry.js';
import { parseReport } from '../scan/report.js';
import { findingsOf, type ScanFinding } from '../scan/scan-finding.js';
import { REPORT_LIMIT } from '../scan/scan-platform.js';
import { now } from '../system/clock.js';
import { readText } from '../system/files.js';
import { skipReasons, type SkippedCheck } from './gate/skip-reasons.js';
import { vexWarnings } from './gate/vex-warnings.js';
import { type PlatformScanResult } from './scan/scan-result.js';

/** Life of the ignore entry that a refusal proposes. */
const PROPOSED_LIFE_MS = 90 * 86_400_000;

/** What the step `gate` and `acgs scan` decide upon. Paths are absolute. */
export interface GateRequest {
  /** Name of the image for messages. */
  readonly image: string;
  /** All platforms that were scanned; empty when the scan was skipped. */
  readonly scans: readonly PlatformScanResult[];
  /** Folder that holds the files which `scans` name. */
  readonly folder: string;
  readonly settings: ScanSettings;
  readonly ignores: IgnoreFile;
  /** Folder that `settings.vex` is relative to. */
  readonly root: string;
  /** Checks that were skipped, and whether the image would be published. */
  readonly skipped?: readonly SkippedCheck[];
  readonly push?: boolean;
}

export interface GateDecision extends GateResult {
  /** Expired, unused and soon-to-expire ignore entries, VEX statements that match nothing: one sentence each. */
  readonly warnings: readonly string[];
  /** The error to end with when it refused. */
  readonly error?: AcgsError;
}

/**
 * Decides from the `scan.json` files, also those of another job: their bytes must be those that the scan wrote, and speak
 * of the platform's config. Throws for wrong evidence only; a refusal is a result, so that all evidence is written first.
 * @throws AcgsError `evidence/tampered`, `evidence/invalid`, `file/failed`, `config/invalid`
 */
export async function gate(request: GateRequest): Promise<GateDecision> {
  const { settings, ignores, image } = request;
  const findings = (
    await Promise.all(request.scans.map(async (done) => await read(request.folder, done)))
  ).flat();
  const today = now();
  const judged = judgeFindings(findings, {
    failOn: settings.failOn,
    ignoreUnfixed: settings.ignoreUnfixed,
    ignores,
    today,
    expiresSoonMs: durationMs(settings.expiresSoon, 'scan.expiresSoon'),
  });
  const skips = skipReasons(request.skipped ?? [], request.push === true);
  const warnings = [
    ...ignores.oddities,
    ...judged.ignoreNotices.map((notice) => notice.message),
    ...(await vexWarnings(settings.vex, request.root, findings)),
  ];
  const about = { image, today, expiresInMs: PROPOSED_LIFE_MS, ignorefile: ignores.name };
  const error = judged.refused
    ? gateRefusal(judged, findings, about)
    : skips.length > 0
      ? new AcgsError('gate/refused', skips.join('; '), {
          next: ['run the skipped steps', 'or skip the gate too: --skip gate'],
        })
      : undefined;
  return {
    ...judged,
    refused: judged.refused || skips.length > 0,
    reasons: [...judged.reasons, ...skips],
    warnings,
    ...(error === undefined ? {} : { error }),
  };
}

async function read(folder: string, done: PlatformScanResult): Promise<ScanFinding[]> {
  const { name, digest } = done.files.json;
  const text = await readText(join(folder, name), REPORT_LIMIT);
  if (digestOf(text) !== digest)
    throw new AcgsError(
      'evidence/tampered',
      `${name} is not what the scan wrote: expected ${digest}, got ${digestOf(text)}`,
    );
  const report = parseReport(text, name);
  if (report.Metadata.ImageID !== done.config)
    throw new AcgsError(
      'evidence/tampered',
      `${name} speaks of another image: expected the config ${done.config}, got ${report.Metadata.ImageID ?? 'none'}`,
    );
  return findingsOf(report, {
    platform: done.platform,
    ...(done.baseLayers === undefined ? {} : { baseLayers: done.baseLayers }),
  });
}
