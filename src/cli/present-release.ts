import { detectCi } from '../ci/detect-ci.js';
import { secretsIn } from '../ci/secrets.js';
import { writeOutputs } from '../ci/outputs.js';
import { writeStepSummary } from '../ci/step-summary.js';
import { releaseOutputs } from '../ci/release-outputs.js';
import { EXIT } from '../model/exit-code.js';
import { type ReleaseReport } from '../model/release-report.js';
import { type EventSink } from '../model/run-event.js';
import { renderError } from '../output/error.js';
import { painter } from '../output/run/paint.js';
import { htmlReport } from '../output/report/html.js';
import { markdownReport } from '../output/report/markdown.js';
import { planText, summaryText } from '../output/report/summary.js';
import { chooseRenderer } from '../output/run/choose-renderer.js';
import { openEventFile } from '../output/run/event-file.js';
import { type ReleaseResult } from '../pipeline/release.js';
import { environment } from '../system/environment.js';
import { hideSecret } from '../system/redaction.js';
import { type Outcome } from './acgs-command.js';

interface PresentationFlags {
  readonly quiet?: boolean;
  readonly verbose?: boolean;
  readonly events?: string | undefined;
  readonly plan?: boolean;
  readonly 'dry-run'?: boolean;
}

/**
 * Shows a run while it works and reports it at its end: on a terminal, as lines, in GitHub's log; with outputs and a step
 * summary where GitHub asks for them.
 */
export async function presentRelease(
  flags: PresentationFlags,
  run: (sinks: readonly EventSink[], html: (report: ReleaseReport) => string) => Promise<ReleaseResult>,
): Promise<Outcome> {
  const env = environment();
  const ci = detectCi(env);
  // No `::add-mask::`: it shows the value to whatever else reads the log (`2>&1 | tee`), and the runner hides its secrets itself.
  secretsIn(env).forEach(hideSecret);
  const isPlan = flags.plan === true || flags['dry-run'] === true;
  const sinks: EventSink[] = [
    await chooseRenderer({
      stream: process.stderr,
      environment: env,
      ci: ci.ci,
      quiet: flags.quiet === true,
      verbose: flags.verbose === true,
    }),
    ...(flags.events === undefined || isPlan ? [] : [await openEventFile(flags.events)]),
  ];
  const { report, result, plan, prepared } = await run(sinks, htmlReport);
  if (ci.provider === 'github' && !isPlan) {
    await writeStepSummary(markdownReport(report), env);
    await writeOutputs(releaseOutputs(report, `${prepared.run.output}/report.json`), env);
  }
  if (result.failure !== undefined) {
    process.stderr.write(renderError(result.failure, await painter(process.stderr, env)));
  }
  return {
    document: isPlan ? { ...report, plan } : report,
    human: () =>
      flags.quiet === true
        ? ''
        : isPlan
          ? planText(plan, result.failure === undefined)
          : summaryText(report, prepared.run.output),
    exit: result.exit === EXIT.done ? EXIT.done : result.exit,
  };
}
