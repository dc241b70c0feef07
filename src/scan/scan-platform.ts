import { join } from 'node:path';
import { timestamp } from '../system/clock.js';
import { readText } from '../system/files.js';
import { assertSameImage } from './assert-same-image.js';
import { callTrivy, imageArguments } from './call-trivy.js';
import { type DatabaseFacts } from './database/database-facts.js';
import { type LayoutPlatform } from './layout-image.js';
import { INPUT_NAME, withPlatformLayout } from './platform-layout.js';
import { parseReport, type TrivyReport } from './report.js';
import { SEVERITIES } from '../model/severity.js';
import { serverOf } from './trivy-environment.js';
import { type TrivySession } from './trivy-session.js';

/** Larger reports cannot be attested (DESIGN, rules of trust 6). */
export const REPORT_LIMIT = 128 * 1024 * 1024;

/** The scan of one platform. Plain JSON. */
export interface PlatformScan {
  readonly report: TrivyReport;
  readonly scannerVersion: string;
  readonly database: DatabaseFacts;
  /** RFC 3339 in UTC. */
  readonly startedOn: string;
  readonly finishedOn: string;
  readonly warnings: readonly string[];
}

/**
 * Scans one platform of an image in a layout. The report holds every finding of every severity; what VEX answers is in
 * `ExperimentalModifiedFindings`. Ignore files are the gate's business (gate.ts).
 * @param image its name, which replaces the throw-away path in the report
 * @throws AcgsError `trivy/*` (exit 5), `evidence/tampered` (another image was scanned), `evidence/invalid`, `tool/failed`
 */
export async function scanPlatform(
  session: TrivySession,
  target: {
    readonly layout: string;
    readonly image: string;
    readonly platform: LayoutPlatform;
    /** As of the inventory's: called when the layers have been looked at. */
    readonly onLooked?: () => void;
  },
): Promise<PlatformScan> {
  const trivy = await session.trivy();
  const database = await session.database();
  const server = serverOf(session.options);
  const { platform } = target;
  return await session.caches.use(target, async (cacheDir) => {
    if (server === undefined) await session.lend('db', cacheDir);
    return await withPlatformLayout(
      target.layout,
      platform,
      async () => await session.scratch(),
      async (parent) => {
        const startedOn = timestamp();
        const output = join(parent, 'report.json');
        const { vex = [] } = session.options;
        await session.caches.look(target, async () => {
          await callTrivy(
            session,
            [
              ...imageArguments(session, cacheDir),
              ...(server === undefined ? ['--skip-db-update'] : ['--server', server]),
              ...['--input', INPUT_NAME, '--format', 'json', '--output', output, '--scanners', 'vuln'],
              ...['--severity', SEVERITIES.join(','), '--ignore-unfixed=false', '--ignorefile', ''],
              ...['--skip-vex-repo-update', '--show-suppressed'],
              ...vex.flatMap((file) => ['--vex', file]),
            ],
            { cwd: parent, cacheDir, ...(server === undefined ? {} : { server }) },
          );
        });
        target.onLooked?.();
        const report = parseReport(
          await readText(output, REPORT_LIMIT),
          `Trivy's report on ${platform.name}`,
        );
        assertSameImage(report, {
          platform: platform.name,
          config: platform.config,
          diffIds: platform.diffIds,
        });
        return {
          report: named(report, target.image),
          scannerVersion: trivy.version,
          database: database.facts,
          startedOn,
          finishedOn: timestamp(),
          warnings: database.warnings,
        };
      },
    );
  });
}

/** The report with the image's name in place of the throw-away folder's. */
function named(report: TrivyReport, image: string): TrivyReport {
  return {
    ...report,
    ArtifactName: image,
    ...(report.Results === undefined
      ? {}
      : {
          Results: report.Results.map((result) =>
            result.Target.startsWith(`${INPUT_NAME} (`)
              ? { ...result, Target: `${image}${result.Target.slice(INPUT_NAME.length)}` }
              : result,
          ),
        }),
  };
}
