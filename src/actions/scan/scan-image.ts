import { join, resolve } from 'node:path';
import { type ScanSettings } from '../../config/configuration.js';
import { AcgsError } from '../../model/errors.js';
import { convertReport, withoutIgnored } from '../../scan/convert-report.js';
import { type IgnoreFile } from '../../scan/ignores/ignore-entry.js';
import { addToIgnoreFile, proposeIgnores } from '../../scan/ignores/write-ignores.js';
import { type TrivyReport } from '../../scan/report.js';
import { findingsOf, type ScanFinding } from '../../scan/scan-finding.js';
import { TrivySession } from '../../scan/trivy-session.js';
import { now } from '../../system/clock.js';
import { readTextIfPresent, writeFileAtomic } from '../../system/files.js';
import { gate, type GateDecision } from '../gate.js';
import { scan } from '../scan.js';
import { loadIgnores } from './load-ignores.js';
import { type FetchImage, type ImageTarget, openImage } from './open-image.js';
import { type PlatformScanResult } from './scan-result.js';
import { trivyOptionsFrom } from './trivy-settings.js';

/** Formats of `acgs scan --format`; `table` is made by src/output/scan. */
export type ScanFormat = 'table' | 'json' | 'sarif' | 'cyclonedx' | 'spdx-json';

export interface ScanImageOptions {
  readonly target: ImageTarget;
  /** How to get an image from a registry (`acgs copy` into a layout). */
  readonly fetch: FetchImage;
  /** Only these platforms; empty: all. */
  readonly platforms: readonly string[];
  /** The configuration's, with flags laid over it. */
  readonly settings: ScanSettings;
  /** Folder of the project, for ignore file and VEX. */
  readonly root: string;
  readonly format: ScanFormat;
  /** Write entries for what refuses into the ignore file; they expire after this time, milliseconds. */
  readonly writeIgnores?: { readonly expiresInMs: number };
  /** Where scan.json and scan.sarif are kept; default: nowhere. */
  readonly output?: string;
  readonly signal?: AbortSignal;
  readonly onLine?: (line: string) => void;
}

export interface ScanImageResult {
  readonly image: string;
  readonly digest: string;
  readonly platforms: readonly PlatformScanResult[];
  readonly findings: readonly ScanFinding[];
  readonly gate: GateDecision;
  /** The document of `--format`; missing for `table`. */
  readonly document?: string;
  /** The ignore file that was written. */
  readonly wroteIgnores?: { readonly file: string; readonly entries: number };
}

/**
 * `acgs scan`: opens the image, scans each platform, decides as a release would.
 * @throws AcgsError as {@link scan}, {@link gate} and {@link openImage}; a refusal is `gate.error` of the result
 */
export async function scanImage(options: ScanImageOptions): Promise<ScanImageResult> {
  const { settings, root, signal, onLine } = options;
  const session = new TrivySession(
    trivyOptionsFrom(settings, root, {
      ...(signal === undefined ? {} : { signal }),
      ...(onLine === undefined ? {} : { onLine }),
    }),
  );
  try {
    const ignores = await loadIgnores(root, settings.ignorefile, options.writeIgnores !== undefined);
    const image = await openImage(options.target, options.platforms, session, options.fetch);
    assertOneDocument(options.format, image.platforms.length);
    const output = options.output ?? join(await session.scratch(), 'out');
    const scans = await Promise.all(
      image.platforms.map(
        async (platform) =>
          await scan({
            session,
            settings,
            ignores,
            output,
            layout: image.layout,
            image: image.name,
            platform,
            platforms: image.platforms.length,
          }),
      ),
    );
    const decision = await gate({ image: image.name, scans, folder: output, settings, ignores, root });
    const reports = scans.map(({ report }) => report);
    const document = await documentOf(options.format, session, reports, ignores);
    const findings = scans.flatMap(({ report, platform }) => findingsOf(report, { platform }));
    const wroteIgnores = await writeIgnores(options, decision, findings, ignores);
    return {
      image: image.name,
      digest: image.digest,
      platforms: scans.map(({ report: _report, ...result }) => result),
      findings,
      gate: decision,
      ...(document === undefined ? {} : { document }),
      ...(wroteIgnores === undefined ? {} : { wroteIgnores }),
    };
  } finally {
    await session.close();
  }
}

/** Trivy's JSON and the inventories speak of one platform each; SARIF may hold several runs. */
function assertOneDocument(format: ScanFormat, platforms: number): void {
  if (platforms < 2 || format === 'table' || format === 'sarif') return;
  throw new AcgsError(
    'usage/invalid',
    `--format ${format} is about one platform, and the image has ${platforms}`,
    {
      next: ['choose one with --platform', 'or take --json, which holds all'],
    },
  );
}

async function documentOf(
  format: ScanFormat,
  session: TrivySession,
  reports: readonly TrivyReport[],
  ignores: IgnoreFile,
): Promise<string | undefined> {
  if (format === 'table') return undefined;
  const open = reports.map((report) => withoutIgnored(report, ignores, now()));
  const [first] = open;
  if (first === undefined) throw new AcgsError('internal/bug', 'nothing was scanned');
  if (format === 'json') return `${JSON.stringify(first, undefined, 2)}\n`;
  if (format !== 'sarif' || open.length === 1) return await convertReport(session, first, format);
  const logs = await Promise.all(open.map(async (report) => await convertReport(session, report, 'sarif')));
  const parsed = logs.map((log) => JSON.parse(log) as { readonly runs: readonly unknown[] });
  return `${JSON.stringify({ ...parsed[0], runs: parsed.flatMap(({ runs }) => runs) }, undefined, 2)}\n`;
}

async function writeIgnores(
  { writeIgnores: wanted, root, settings }: ScanImageOptions,
  { blocking }: GateDecision,
  findings: readonly ScanFinding[],
  ignores: IgnoreFile,
): Promise<ScanImageResult['wroteIgnores']> {
  if (wanted === undefined) return undefined;
  const file = settings.ignorefile ?? ignores.name;
  if (!/\.ya?ml$/.test(file))
    throw new AcgsError('usage/invalid', `--write-ignores writes YAML only, and the ignore file is ${file}`, {
      next: ['name another with --ignorefile .trivyignore.yaml'],
    });
  const ids = new Set(blocking.map(({ id }) => id));
  const proposals = proposeIgnores(
    findings.filter(({ id }) => ids.has(id)),
    now(),
    wanted.expiresInMs,
  );
  if (proposals.length > 0) {
    const path = resolve(root, file);
    await writeFileAtomic(path, await addToIgnoreFile(await readTextIfPresent(path), proposals));
  }
  return { file, entries: proposals.length };
}
