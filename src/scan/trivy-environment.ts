import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { type Environment, variable } from '../system/environment.js';
import { isOffline } from '../system/door.js';
import { type TrivyOptions } from './trivy-options.js';

const isTrue = (name: string): boolean => /^(?:1|t|true)$/i.test(variable(name) ?? '');

/** Trivy's cache folder, found as Trivy finds it. */
export function sharedCacheDir(options: Pick<TrivyOptions, 'cacheDir'>): string {
  const written = options.cacheDir ?? variable('TRIVY_CACHE_DIR');
  if (written !== undefined) return resolve(written);
  const home = variable('HOME') ?? homedir();
  const caches =
    process.platform === 'darwin'
      ? join(home, 'Library', 'Caches')
      : (variable('XDG_CACHE_HOME') ?? join(home, '.cache'));
  return join(caches, 'trivy');
}

/** The server that is asked, if any. */
export function serverOf(options: Pick<TrivyOptions, 'server'>): string | undefined {
  return options.server ?? variable('TRIVY_SERVER');
}

/** Whether the database must be taken as it is. */
export function mayUpdateDatabase(): boolean {
  return !isTrue('TRIVY_SKIP_DB_UPDATE') && !isOffline();
}

/** Whether the Java index may be fetched. */
export function mayUpdateJavaDatabase(): boolean {
  return !isTrue('TRIVY_SKIP_JAVA_DB_UPDATE') && !isOffline();
}

/** In every call: no usage statistics, no question whether a newer release exists. */
const QUIET: Environment = {
  TRIVY_DISABLE_TELEMETRY: 'true',
  TRIVY_SKIP_VERSION_CHECK: 'true',
  TRIVY_NO_PROGRESS: 'true',
  TRIVY_NON_SSL: undefined,
};

/** A relative TRIVY_CONFIG means the user's folder, while the scanner runs in one of its own. */
const userConfig = (): Environment => {
  const config = variable('TRIVY_CONFIG');
  return config === undefined ? {} : { TRIVY_CONFIG: resolve(config) };
};

/**
 * Variables that choose what Trivy reports, or how. That is acgs's to say, in acgs.yaml and flags (docs/scan.md): a
 * TRIVY_SEVERITY set long ago must not hide a finding from the gate.
 */
const REPORTING = [
  ...[
    'FORMAT',
    'OUTPUT',
    'OUTPUT_PLUGIN_ARG',
    'TEMPLATE',
    'EXIT_CODE',
    'EXIT_ON_EOL',
    'SEVERITY',
    'INPUT',
    'REPORT',
  ],
  ...[
    'IGNORE_UNFIXED',
    'IGNORE_POLICY',
    'IGNORE_STATUS',
    'IGNOREFILE',
    'VEX',
    'SCANNERS',
    'COMPLIANCE',
    'QUIET',
  ],
  ...['SHOW_SUPPRESSED', 'LIST_ALL_PKGS', 'CACHE_DIR', 'SERVER', 'DOWNLOAD_DB_ONLY', 'DOWNLOAD_JAVA_DB_ONLY'],
];
/** Of these, the ones that acgs honours in its own way, or that change nothing that counts. */
const ANSWERED = new Set([
  'IGNOREFILE',
  'VEX',
  'SERVER',
  'CACHE_DIR',
  'QUIET',
  'OUTPUT',
  'FORMAT',
  'LIST_ALL_PKGS',
]);

/** Variables that are set although acgs does not read them: said, so that nobody relies on them. */
export function unreadVariables(): string[] {
  return REPORTING.filter((name) => !ANSWERED.has(name) && variable(`TRIVY_${name}`) !== undefined).map(
    (name) => `TRIVY_${name}`,
  );
}

/** Variables that keep their meaning for Trivy and shape what it finds: the evidence names them. */
export function shapingVariables(): string[] {
  const names = ['SKIP_FILES', 'SKIP_DIRS', 'PKG_TYPES', 'PKG_RELATIONSHIPS', 'FILE_PATTERNS', 'DISTRO'];
  const more = ['DETECTION_PRIORITY', 'VULN_SEVERITY_SOURCE', 'MAX_IMAGE_SIZE'];
  const set = [...names, ...more].flatMap((name) => {
    const value = variable(`TRIVY_${name}`);
    return value === undefined ? [] : [`TRIVY_${name}=${value}`];
  });
  return [...set, ...(variable('TRIVY_CONFIG') === undefined ? [] : ['TRIVY_CONFIG'])];
}

const REGISTRY_CREDENTIALS = ['USERNAME', 'PASSWORD', 'REGISTRY_TOKEN'];
const SERVER_CREDENTIALS = ['TOKEN', 'TOKEN_HEADER', 'CUSTOM_HEADERS'];

const without = (...names: readonly string[]): Environment =>
  Object.fromEntries(names.map((name) => [`TRIVY_${name}`, undefined]));

/** For downloads: Trivy's variables for its registry as they are, with the credentials that a private mirror needs. */
export function downloadEnvironment(scratch: string): Environment {
  return { ...QUIET, ...userConfig(), ...without(...REPORTING, ...SERVER_CREDENTIALS), TMPDIR: scratch };
}

/**
 * For scans. The scanner reads untrusted layers and was itself once malware (CVE-2026-33634), so it gets no token, no
 * docker configuration, no agent socket and a home of its own.
 * @param server the Trivy server that is asked; only then are its credentials handed over
 */
export function scanEnvironment(scratch: string, server: string | undefined): Environment {
  return {
    ...QUIET,
    ...userConfig(),
    ...without(...REPORTING, ...REGISTRY_CREDENTIALS, ...(server === undefined ? SERVER_CREDENTIALS : [])),
    HOME: scratch,
    TMPDIR: scratch,
    XDG_CACHE_HOME: undefined,
    XDG_CONFIG_HOME: undefined,
    XDG_DATA_HOME: undefined,
    XDG_RUNTIME_DIR: undefined,
    DOCKER_CONFIG: undefined,
    DOCKER_HOST: undefined,
    DOCKER_CERT_PATH: undefined,
    DOCKER_AUTH_CONFIG: undefined,
    SSH_AUTH_SOCK: undefined,
  };
}
