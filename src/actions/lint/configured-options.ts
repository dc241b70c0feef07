import { type Configuration, type Service } from '../../config/configuration.js';
import { type LintOptions } from '../../dockerfile/lint-options.js';

/**
 * What acgs.yaml says of linting one file, for a release and for the command line alike.
 * @param file relative to the folder of acgs.yaml, as `lint.ignore[].files` names it
 * @param service the service that the file builds, if it is one
 */
export function configuredOptions(
  configuration: Configuration,
  file: string,
  service?: Pick<Service, 'buildArgs' | 'target' | 'platforms'>,
): LintOptions {
  const { lint, edition } = configuration;
  const ignoredHere = (lint?.ignore ?? []).filter(
    (entry) => !('files' in entry) || entry.files === undefined || entry.files.includes(file),
  );
  const needsReason = lint?.requireReason === true ? { ACGS1902: 'warning' as const } : {};
  return {
    ignored: ignoredHere.map(({ rule }) => rule),
    severities: { ...needsReason, ...lint?.severity },
    disableIgnorePragma: lint?.inlineIgnores === false,
    trustedRegistries: lint?.trustedRegistries ?? [],
    labelSchema: lint?.labels ?? {},
    strictLabels: lint?.strictLabels ?? false,
    ...(edition === undefined ? {} : { edition }),
    ...(service === undefined ? {} : { buildArgs: service.buildArgs, platforms: service.platforms }),
    ...(service?.target === undefined ? {} : { target: service.target }),
  };
}
