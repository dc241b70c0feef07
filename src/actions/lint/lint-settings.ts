import { isAbsolute, join, relative, resolve } from 'node:path';
import { type Configuration, type Service } from '../../config/configuration.js';
import { type LintOptions } from '../../dockerfile/lint-options.js';
import { DEFAULT_THRESHOLD, type FailureThreshold } from '../../dockerfile/threshold.js';
import { AcgsError } from '../../model/errors.js';
import { type Environment } from '../../system/environment.js';
import { readTextIfPresent } from '../../system/files.js';
import { configuredOptions } from './configured-options.js';
import { hadolintEnvironment } from './hadolint-environment.js';
import { findHadolintFile, type FoundFile, readHadolintFile } from './hadolint-file.js';
import { joinLayers, type LintLayer } from './lint-layer.js';

export interface SettingsRequest {
  /** Absolute. */
  readonly cwd: string;
  readonly env: Environment;
  /** `-c`: a hadolint file or an acgs.yaml. */
  readonly config?: string;
  /** Somebody looked already, and there is no configuration file. */
  readonly unconfigured?: boolean;
  /** What the command line says. */
  readonly flags: LintLayer;
  /** Version of this acgs, asked for only where an acgs.yaml is read. */
  readonly acgsVersion: () => Promise<string>;
  readonly warn: (text: string) => void;
}

/** All that was said, as one. */
export interface LintSettings {
  readonly threshold: FailureThreshold;
  /** Findings never fail the run: `--no-fail`, or `failOn: none`. */
  readonly noFail: boolean;
  readonly format: string | undefined;
  readonly noColor: boolean;
  readonly verbose: boolean;
  readonly shellcheck: 'auto' | 'off';
  /** Configuration files that were read. */
  readonly files: readonly string[];
  /** What holds for a file (absolute path; undefined for standard input). */
  readonly optionsFor: (path: string | undefined) => LintOptions;
  /** The service that is built from a file, where acgs.yaml tells, and the folder that its paths are relative to. */
  readonly serviceOf: (path: string) => { readonly service: Service; readonly root: string } | undefined;
  /** Folder of the build context of a file, where acgs.yaml tells. */
  readonly contextOf: (path: string) => string | undefined;
}

/**
 * Environment, then configuration file, then command line, each on top of the one before, as in hadolint. An acgs.yaml with
 * `lint` governs alone; without it hadolint's file counts, and rules that hadolint lacks are shown but never fail
 * (DESIGN, the paragraph on `acgs dockerfile lint`).
 * @throws AcgsError `config/…`, `usage/invalid`
 */
export async function lintSettings(request: SettingsRequest): Promise<LintSettings> {
  const { acgs, hadolint } = await configurationOf(request);
  const base = hadolintEnvironment(request.env);
  const files = [acgs?.configuration.file, hadolint?.path].filter((file) => file !== undefined);
  const below =
    hadolint === undefined ? base : joinLayers(base, await readHadolintFile(hadolint, request.warn));
  const governs = acgs?.configuration.lint !== undefined;
  const settled = joinLayers(governs ? joinLayers(below, layerOf(acgs.configuration)) : below, request.flags);
  const optionsFor = (path: string | undefined): LintOptions => {
    const service = path === undefined ? undefined : serviceOf(acgs?.configuration, path);
    const root = acgs?.configuration.root ?? request.cwd;
    const configured =
      acgs === undefined
        ? {}
        : configuredOptions(acgs.configuration, path === undefined ? '-' : relative(root, path), service);
    return {
      ...joinLayers({ options: configured }, settled).options,
      ownRules: governs ? 'count' : 'show',
      ...(acgs?.constitutionalHash === undefined ? {} : { constitutionalHash: acgs.constitutionalHash }),
    };
  };
  return {
    threshold: settled.threshold ?? DEFAULT_THRESHOLD,
    noFail: settled.noFail === true,
    format: settled.format,
    noColor: settled.noColor === true,
    verbose: settled.verbose === true,
    shellcheck: settled.shellcheck ?? 'auto',
    files,
    optionsFor,
    serviceOf: (path) => {
      const service = serviceOf(acgs?.configuration, path);
      return service && acgs && { service, root: acgs.configuration.root };
    },
    contextOf: (path) => {
      const service = serviceOf(acgs?.configuration, path);
      return service && acgs && resolve(acgs.configuration.root, service.context);
    },
  };
}

interface AcgsFile {
  readonly configuration: Configuration;
  /** Only where the file asks for it: the default would be a finding in every file of everybody. */
  readonly constitutionalHash: string | undefined;
}

function configurationOf(request: SettingsRequest): Promise<FoundConfiguration> {
  return request.unconfigured === true ? Promise.resolve({}) : findConfiguration(request);
}

interface FoundConfiguration {
  readonly acgs?: AcgsFile;
  readonly hadolint?: FoundFile;
}

async function findConfiguration(request: SettingsRequest): Promise<FoundConfiguration> {
  const { cwd, config, env, warn } = request;
  if (config !== undefined) {
    const path = resolve(cwd, config);
    const text = await readTextIfPresent(path);
    if (text === undefined)
      throw new AcgsError('config/not-found', `there is no ${config}`, { next: ['check --config'] });
    const { kindOfConfiguration } = await import('../../config/hadolint-file.js');
    return kindOfConfiguration(text) === 'acgs'
      ? { acgs: await readAcgsFile(request, config, text) }
      : { hadolint: { path: config, text } };
  }
  const text = await readTextIfPresent(join(cwd, 'acgs.yaml'));
  const acgs = text === undefined ? undefined : await readAcgsFile(request, 'acgs.yaml', text);
  const found = await findHadolintFile(cwd, env);
  const hadolint = found && { ...found, path: shownPath(cwd, found.path) };
  if (acgs?.configuration.lint !== undefined) {
    if (hadolint !== undefined && !isAbsolute(hadolint.path))
      warn(`${hadolint.path} is not read, because acgs.yaml has \`lint\``);
    return { acgs };
  }
  return { ...(acgs === undefined ? {} : { acgs }), ...(hadolint === undefined ? {} : { hadolint }) };
}

async function readAcgsFile(request: SettingsRequest, file: string, text: string): Promise<AcgsFile> {
  const [{ loadConfiguration }, { readYaml }] = await Promise.all([
    import('../../config/load.js'),
    import('../../config/read-yaml.js'),
  ]);
  const configuration = await loadConfiguration({
    cwd: request.cwd,
    file,
    acgsVersion: await request.acgsVersion(),
  });
  const { data } = readYaml(file, text);
  const asked = typeof data === 'object' && data !== null && 'constitutionalHash' in data;
  const { constitutionalHash } = configuration;
  return {
    configuration,
    constitutionalHash: asked && constitutionalHash !== false ? constitutionalHash : undefined,
  };
}

/** `lint` of acgs.yaml, as far as it is not about one file. */
function layerOf({ lint }: Configuration): LintLayer {
  const failOn = lint?.failOn ?? 'error';
  return {
    options: {},
    ...(failOn === 'none' ? { noFail: true } : { threshold: failOn }),
    ...(lint === undefined ? {} : { shellcheck: lint.shellcheck }),
  };
}

function serviceOf(configuration: Configuration | undefined, path: string) {
  return configuration?.services.find(
    ({ context, dockerfile }) => resolve(configuration.root, context, dockerfile) === path,
  );
}

/** As users know a file: relative inside the working folder, absolute elsewhere. */
function shownPath(cwd: string, path: string): string {
  const short = relative(cwd, path);
  return short.startsWith('..') ? path : short;
}
