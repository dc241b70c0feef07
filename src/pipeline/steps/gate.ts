import { z } from 'zod';
import { gate as decide } from '../../actions/gate.js';
import { loadIgnores } from '../../actions/scan/load-ignores.js';
import { type PlatformScanResult } from '../../actions/scan/scan-result.js';
import { AcgsError } from '../../model/errors.js';
import { digestSchema } from '../artifact-schema.js';
import { outputPath } from '../evidence-file.js';
import { defineStep, type ReleaseRun, type ReleaseService } from '../world.js';
import { build } from './build.js';
import { provenance } from './provenance.js';
import { sbom } from './sbom.js';
import { scan } from './scan.js';
import { smoke } from './smoke.js';

const finding = z.object({
  id: z.string(),
  package: z.string(),
  installed: z.string(),
  fixed: z.string(),
  severity: z.string(),
  origin: z.enum(['base', 'app']),
  platform: z.string(),
});

const output = z.object({
  subject: digestSchema,
  refused: z.boolean(),
  reasons: z.array(z.string()),
  blocking: z.array(finding),
  unfixed: z.array(finding),
  suppressed: z.array(
    finding.extend({ by: z.enum(['ignore', 'vex']), statement: z.string(), source: z.string() }),
  ),
  counts: z.record(z.string(), z.number()),
  warnings: z.array(z.string()),
  /** What the run ends with where it refused. */
  refusal: z.object({ message: z.string(), next: z.array(z.string()), output: z.string() }).exactOptional(),
});

async function judged(
  run: ReleaseRun,
  service: ReleaseService,
  subject: z.output<typeof digestSchema>,
  scans: ReadonlyMap<string, PlatformScanResult> | undefined,
): Promise<z.output<typeof output>> {
  const { scan: settings } = run.configuration;
  const decision = await decide({
    image: service.settings.image,
    scans: [...(scans ?? new Map<string, PlatformScanResult>()).values()],
    folder: outputPath(run, service),
    settings,
    ignores: await loadIgnores(run.root, settings.ignorefile),
    root: run.root,
    skipped: skippedChecks(run, service, scans),
    push: run.options.push,
  });
  return {
    subject,
    refused: decision.refused,
    reasons: [...decision.reasons],
    blocking: [...decision.blocking],
    unfixed: [...decision.unfixed],
    suppressed: [...decision.suppressed],
    counts: { ...decision.counts },
    warnings: [...decision.warnings],
    ...(decision.error === undefined
      ? {}
      : {
          refusal: {
            message: decision.error.message,
            next: [...decision.error.next],
            output: decision.error.output ?? '',
          },
        }),
  };
}

/** Checks that the user took out. A platform that this machine cannot run is not among them. */
function skippedChecks(
  run: ReleaseRun,
  service: ReleaseService,
  scans: ReadonlyMap<string, PlatformScanResult> | undefined,
): ('scan' | 'smoke')[] {
  const { skip = [] } = run.options;
  return [
    ...(scans === undefined || scans.size === 0 || skip.includes('scan') ? ['scan' as const] : []),
    ...(service.settings.smoke === false || skip.includes('smoke') ? ['smoke' as const] : []),
  ];
}

/** Decides whether the image may be signed and published. All evidence has been written by then, whatever it decides. */
export const gate = defineStep({
  id: 'gate',
  title: 'Decide whether it may be released',
  per: 'service',
  needs: [build],
  after: [smoke, sbom, scan, provenance],
  output,
  // In another job the decision is made again, from the scan.json that was brought there and today's date.
  recheck: async (out, { scan: scans }, { run, service }) => await judged(run, service, out.subject, scans),
  async run({ build: { subject }, scan: scans }, { run, service, emit }) {
    const decision = await judged(run, service, subject, scans);
    decision.warnings.forEach((warning) => {
      emit.warning(warning);
    });
    decision.reasons.forEach((reason) => {
      emit.line(reason);
    });
    return decision;
  },
  judge: ({ refusal }) =>
    refusal === undefined
      ? undefined
      : new AcgsError('gate/refused', refusal.message, { next: refusal.next, output: refusal.output }),
});
