import { type FindingLevel } from '../../model/finding.js';
import { type Environment } from '../../system/environment.js';
import { type LintLayer } from './lint-layer.js';
import { readLabels, readThreshold } from './read-words.js';

/** Most severe last, so that it wins. */
const LEVELS: readonly FindingLevel[] = ['style', 'info', 'warning', 'error'];

/**
 * hadolint's environment variables (its README, "Environment variables"), and NO_COLOR (no-color.org).
 * They stand beneath the configuration file, as there.
 * @throws AcgsError `usage/invalid` for a threshold or label that hadolint would pass over in silence
 */
export function hadolintEnvironment(env: Environment): LintLayer {
  const severities = Object.fromEntries(
    LEVELS.flatMap((level) =>
      list(env[`HADOLINT_OVERRIDE_${level.toUpperCase()}`]).map((rule) => [rule, level]),
    ),
  );
  const threshold = env['HADOLINT_FAILURE_THRESHOLD'];
  const format = env['HADOLINT_FORMAT'];
  return {
    noFail: isOn(env['HADOLINT_NOFAIL']),
    verbose: isOn(env['HADOLINT_VERBOSE']),
    noColor: env['NO_COLOR'] !== undefined && env['NO_COLOR'] !== '',
    ...(threshold === undefined || threshold === ''
      ? {}
      : { threshold: readThreshold(threshold, 'HADOLINT_FAILURE_THRESHOLD') }),
    ...(format === undefined || format === '' ? {} : { format }),
    options: {
      severities,
      ignored: list(env['HADOLINT_IGNORE']),
      trustedRegistries: list(env['HADOLINT_TRUSTED_REGISTRIES']),
      labelSchema: readLabels(list(env['HADOLINT_REQUIRE_LABELS']), 'HADOLINT_REQUIRE_LABELS'),
      strictLabels: isOn(env['HADOLINT_STRICT_LABELS']),
      disableIgnorePragma: isOn(env['HADOLINT_DISABLE_IGNORE_PRAGMA']),
    },
  };
}

function list(text: string | undefined): string[] {
  return (text ?? '')
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '');
}

function isOn(text: string | undefined): boolean {
  return /^(?:1|y|yes|true|on)$/i.test(text ?? '');
}
