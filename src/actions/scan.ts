import { join } from 'node:path';
import { type ScanSettings } from '../config/configuration.js';
import { digestOf } from '../model/digest.js';
import { blindSpots } from '../scan/blind-spots.js';
import { convertReport, withoutIgnored } from '../scan/convert-report.js';
import { type IgnoreFile } from '../scan/ignores/ignore-entry.js';
import { type LayoutPlatform } from '../scan/layout-image.js';
import { type TrivyReport } from '../scan/report.js';
import { findingsOf } from '../scan/scan-finding.js';
import { scanPlatform } from '../scan/scan-platform.js';
import { countSeverities } from '../scan/severity.js';
import { unreadVariables } from '../scan/trivy-environment.js';
import { type TrivySession } from '../scan/trivy-session.js';
import { now } from '../system/clock.js';
import { writeFileAtomic } from '../system/files.js';
import { evidenceName } from './scan/evidence-names.js';
import { type PlatformScanResult } from './scan/scan-result.js';
import { scanParameters } from './scan/trivy-settings.js';

/** What the step `scan` and `acgs scan` need for one platform. Paths are absolute. */
export interface ScanOptions {
  readonly session: TrivySession;
  readonly settings: ScanSettings;
  readonly layout: string;
  /** Name for reports: a repository or reference. */
  readonly image: string;
  readonly platform: LayoutPlatform;
  /** How many platforms the image has: with one, file names are short. */
  readonly platforms: number;
  /** Called when Trivy has looked at the layers: it may look at the next image's. */
  readonly onLooked?: () => void;
  readonly baseLayers?: number;
  /** Folder for `scan.json` and `scan.sarif`. */
  readonly output: string;
  /** What SARIF leaves out, as the gate does. */
  readonly ignores: IgnoreFile;
}

/**
 * Scans one platform once and writes `scan.json` (Trivy's own form, all findings) and `scan.sarif` (what stands open).
 * Decides nothing: the gate does.
 * @throws AcgsError `trivy/missing`, `trivy/refused`, `trivy/no-database`, `trivy/old-database`, `evidence/tampered`,
 *   `evidence/invalid`, `tool/failed`, `file/failed`
 */
export async function scan(
  options: ScanOptions,
): Promise<PlatformScanResult & { readonly report: TrivyReport }> {
  const { session, platform, settings, ignores } = options;
  const done = await scanPlatform(session, options);
  const about = { platform: platform.name, ...base(options) };
  const json = `${JSON.stringify(done.report)}\n`;
  const sarif = await convertReport(session, withoutIgnored(done.report, ignores, now()), 'sarif');
  const write = async (ending: 'json' | 'sarif', content: string) => {
    const name = evidenceName('scan', ending, platform.platform, options.platforms);
    await writeFileAtomic(join(options.output, name), content);
    return { name, digest: digestOf(content) };
  };
  return {
    platform: platform.name,
    manifest: platform.descriptor.digest,
    config: platform.config,
    scanner: { name: 'trivy', version: done.scannerVersion },
    database: done.database,
    startedOn: done.startedOn,
    finishedOn: done.finishedOn,
    parameters: scanParameters(settings),
    ...base(options),
    counts: countSeverities(findingsOf(done.report, about).map((finding) => finding.severity)),
    warnings: [...done.warnings, ...blindSpots(done.report, platform.name), ...unread()],
    files: { json: await write('json', json), sarif: await write('sarif', sarif) },
    report: done.report,
  };
}

const unread = (): string[] =>
  unreadVariables().map((name) => `${name} is set, and acgs does not read it: see \`scan\` in acgs.yaml`);

const base = ({ baseLayers }: Pick<ScanOptions, 'baseLayers'>): { baseLayers?: number } =>
  baseLayers === undefined ? {} : { baseLayers };
