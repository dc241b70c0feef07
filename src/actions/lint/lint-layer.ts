import { type FailureThreshold } from '../../dockerfile/threshold.js';
import { type LintOptions } from '../../dockerfile/lint-options.js';
import { type FindingLevel } from '../../model/finding.js';

/** What one source (environment, configuration file, command line) says of linting. */
export interface LintLayer {
  readonly options: LintOptions;
  readonly threshold?: FailureThreshold;
  readonly noFail?: boolean;
  readonly format?: string;
  readonly noColor?: boolean;
  readonly verbose?: boolean;
  readonly shellcheck?: 'auto' | 'off';
}

/** Where several levels are asked for one rule, hadolint takes the most severe, wherever it stands. */
const SEVERITIES: readonly (FindingLevel | 'ignore')[] = ['ignore', 'style', 'info', 'warning', 'error'];

/** `over` on top of `base`: lists and tables are joined, switches once on stay on, other values of `over` win (as in hadolint). */
export function joinLayers(base: LintLayer, over: LintLayer): LintLayer {
  const [low, high] = [base.options, over.options];
  const severities = { ...low.severities };
  for (const [rule, level] of Object.entries(high.severities ?? {})) {
    const former = severities[rule];
    if (former === undefined || SEVERITIES.indexOf(level) > SEVERITIES.indexOf(former))
      severities[rule] = level;
  }
  return {
    ...base,
    ...over,
    noFail: base.noFail === true || over.noFail === true,
    noColor: base.noColor === true || over.noColor === true,
    verbose: base.verbose === true || over.verbose === true,
    options: {
      ...low,
      ...high,
      severities,
      ignored: [...(low.ignored ?? []), ...(high.ignored ?? [])],
      trustedRegistries: [...(low.trustedRegistries ?? []), ...(high.trustedRegistries ?? [])],
      labelSchema: { ...low.labelSchema, ...high.labelSchema },
      strictLabels: low.strictLabels === true || high.strictLabels === true,
      disableIgnorePragma: low.disableIgnorePragma === true || high.disableIgnorePragma === true,
    },
  };
}
