import { type LintLayer } from '../../actions/lint/lint-layer.js';
import { readLabels, readThreshold } from '../../actions/lint/read-words.js';
import { type LintArguments } from './parse-lint-arguments.js';

/** Most severe last, so that it wins, as in hadolint. */
const LEVELS = ['style', 'info', 'warning', 'error'] as const;

/** What the flags say, in the form of the action. @throws AcgsError `usage/invalid` */
export function layerOfFlags(flags: LintArguments['flags']): LintLayer {
  const threshold = textOf(flags, 'failure-threshold');
  const format = textOf(flags, 'format');
  const shellcheck = textOf(flags, 'shellcheck');
  return {
    noFail: flags['no-fail'] === true,
    noColor: flags['no-color'] === true,
    verbose: flags['verbose'] === true,
    ...(threshold === undefined ? {} : { threshold: readThreshold(threshold, '--failure-threshold') }),
    ...(format === undefined ? {} : { format }),
    ...(shellcheck === undefined ? {} : { shellcheck: shellcheck === 'off' ? 'off' : 'auto' }),
    options: {
      severities: Object.fromEntries(
        LEVELS.flatMap((level) => listOf(flags, level).map((rule) => [rule, level])),
      ),
      ignored: listOf(flags, 'ignore'),
      trustedRegistries: listOf(flags, 'trusted-registry'),
      labelSchema: readLabels(listOf(flags, 'require-label'), '--require-label'),
      strictLabels: flags['strict-labels'] === true,
      disableIgnorePragma: flags['disable-ignore-pragma'] === true,
    },
  };
}

/** A flag with a value. */
export function textOf(flags: LintArguments['flags'], name: string): string | undefined {
  const value = flags[name];
  return typeof value === 'string' ? value : undefined;
}

/** A flag with several values; oclif hands an environment twin through as one text. */
function listOf(flags: LintArguments['flags'], name: string): string[] {
  const value = flags[name];
  if (value === undefined || typeof value === 'boolean') return [];
  return [value]
    .flat()
    .flatMap((item) => item.split(','))
    .map((item) => item.trim())
    .filter((item) => item !== '');
}
