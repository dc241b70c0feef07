import { join } from 'node:path';
import { configuredOptions } from '../actions/lint/configured-options.js';
import { hadolintFileIn, readHadolintFile } from '../actions/lint/hadolint-file.js';
import { joinLayers } from '../actions/lint/lint-layer.js';
import { type LintOptions } from '../dockerfile/lint-options.js';
import { type ServiceSource } from './service-source.js';
import { type ReleaseRun, type ReleaseService } from './world.js';

/**
 * What the linter is told of a service: its configuration, and what only a build knows. Without `lint` in acgs.yaml a
 * .hadolint.yaml beside it counts, and rules that hadolint lacks are shown but do not fail; one in a home folder does not,
 * so that every machine judges alike.
 * @throws AcgsError `config/…` for a .hadolint.yaml that cannot be read
 */
export async function lintOptionsOf(
  run: ReleaseRun,
  service: ReleaseService,
  file: string,
  source: ServiceSource,
  warn: (text: string) => void,
): Promise<LintOptions> {
  const { configuration } = run;
  const found = configuration.lint === undefined ? await hadolintFileIn(run.root) : undefined;
  const hadolint = found && (await readHadolintFile({ ...found, path: nameIn(run.root, found.path) }, warn));
  const configured = configuredOptions(configuration, file, service.settings);
  return {
    ...(hadolint === undefined ? configured : joinLayers(hadolint, { options: configured }).options),
    file,
    ownRules: hadolint === undefined ? 'count' : 'show',
    dockerignore: source.context.ignoreFile === undefined ? null : source.context.ignoreText,
    privateKeys: [...source.context.foreignKeys, ...source.otherKeys],
    // The build sets the label itself.
    constitutionalHash: false,
  };
}

function nameIn(root: string, path: string): string {
  return path.startsWith(join(root, '/')) ? path.slice(root.length + 1) : path;
}
