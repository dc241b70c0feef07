import { type LintOptions } from '../dockerfile/lint-options.js';
import { type ServiceSource } from './service-source.js';
import { type ReleaseRun, type ReleaseService } from './world.js';

/** What the linter is told of a service: its configuration, and what only a build knows. */
export function lintOptionsOf(
  run: ReleaseRun,
  service: ReleaseService,
  file: string,
  source: ServiceSource,
): LintOptions {
  const { configuration } = run;
  const { lint } = configuration;
  const ignoredHere = (lint?.ignore ?? []).filter(
    (entry) => !('files' in entry) || entry.files === undefined || entry.files.includes(file),
  );
  return {
    file,
    ignored: ignoredHere.map(({ rule }) => rule),
    severities: lint?.severity ?? {},
    disableIgnorePragma: lint?.inlineIgnores === false,
    ...(configuration.edition === undefined ? {} : { edition: configuration.edition }),
    ownRules: 'count',
    trustedRegistries: lint?.trustedRegistries ?? [],
    labelSchema: lint?.labels ?? {},
    strictLabels: lint?.strictLabels ?? false,
    buildArgs: service.settings.buildArgs,
    ...(service.settings.target === undefined ? {} : { target: service.settings.target }),
    dockerignore: source.context.ignoreFile === undefined ? null : source.context.ignoreText,
    constitutionalHash: false,
  };
}
