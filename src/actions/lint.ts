import { type LintOptions } from '../dockerfile/lint-options.js';
import { type LintFinding } from '../dockerfile/lint-result.js';
import { parseDockerfile } from '../dockerfile/parse/parse-dockerfile.js';
import { type Span } from '../dockerfile/parse/span.js';
import { failing, type FailureThreshold } from '../dockerfile/threshold.js';
import { AcgsError } from '../model/errors.js';
import { type Environment } from '../system/environment.js';
import { growNoMore } from '../system/memory.js';
import { Dockerignores } from './lint/dockerignore-of.js';
import { findDockerfiles, type LintTarget } from './lint/find-dockerfiles.js';
import { type LintLayer } from './lint/lint-layer.js';
import { type LintSettings, lintSettings } from './lint/lint-settings.js';
import { findShellcheck, lintSources } from './lint/lint-sources.js';
import { readDockerfile } from './lint/read-dockerfile.js';

export interface LintRequest {
  /** Absolute. */
  readonly cwd: string;
  readonly env: Environment;
  /** Files, folders, globs, `-`. */
  readonly operands: readonly string[];
  /** `-c`. */
  readonly config?: string;
  /** Somebody looked already, and there is no configuration file. */
  readonly unconfigured?: boolean;
  readonly flags: LintLayer;
  /** `--file-path-in-report`: the name of every file in findings. */
  readonly reportedPath?: string;
  readonly acgsVersion: () => Promise<string>;
  /** Told what users should know and no format has a place for. */
  readonly warn: (text: string) => void;
  readonly signal?: AbortSignal;
}

/** A linted file. */
export interface LintedText {
  readonly file: string;
  /** Absolute; undefined for standard input. */
  readonly path: string | undefined;
  /** What its findings were found with. */
  readonly options: LintOptions;
  readonly text: string;
  readonly findings: readonly LintFinding[];
  /** Where secrets stand in the text. */
  readonly secrets: readonly Span[];
}

export interface LintRun {
  readonly files: readonly LintedText[];
  /** Files that could not be read; the others were linted all the same. */
  readonly unread: readonly { readonly file: string; readonly error: AcgsError }[];
  readonly threshold: FailureThreshold;
  /** Findings that reach the threshold; none with `--no-fail`. */
  readonly failing: number;
  readonly shellcheck: 'used' | 'off' | 'missing';
  readonly settings: LintSettings;
}

/** Files in work at once: enough to keep the disk busy, few enough to hold no whole repository in memory. */
const AT_ONCE = 64;

/**
 * Lints Dockerfiles as `acgs dockerfile lint` does.
 * @throws AcgsError `source/not-found`, `config/…`, `usage/invalid`, `run/interrupted`
 */
export async function lint(request: LintRequest): Promise<LintRun> {
  const settings = await lintSettings(request);
  const targets = await findDockerfiles(request.operands, request.cwd);
  const shellcheck = findShellcheck(settings.shellcheck);
  const dockerignores = new Dockerignores(request.cwd);
  const files: LintedText[] = [];
  const unread: { file: string; error: AcgsError }[] = [];
  for (let from = 0; from < targets.length; from += AT_ONCE) {
    if (from === AT_ONCE) growNoMore();
    const read = await Promise.all(
      targets.slice(from, from + AT_ONCE).map((target) => readTarget(target, settings, dockerignores)),
    );
    const sources = read.filter((entry) => 'text' in entry);
    unread.push(...read.filter((entry) => 'error' in entry));
    const { results, problems } = await lintSources(
      sources.map(({ name, text, options }) => ({
        parse: () => parseDockerfile(text),
        options: { ...options, file: request.reportedPath ?? name },
      })),
      {
        shellcheck,
        settle: targets.length > AT_ONCE,
        ...(request.signal === undefined ? {} : { signal: request.signal }),
      },
    );
    problems.forEach(request.warn);
    sources.forEach(({ name, path, text, options }, index) =>
      files.push({
        file: request.reportedPath ?? name,
        path,
        options,
        text,
        findings: results[index]?.findings ?? [],
        secrets: results[index]?.secrets ?? [],
      }),
    );
  }
  const counted = settings.noFail ? 0 : failingIn(files, settings.threshold);
  return {
    files,
    unread,
    threshold: settings.threshold,
    failing: counted,
    shellcheck: settings.shellcheck === 'off' ? 'off' : shellcheck === undefined ? 'missing' : 'used',
    settings,
  };
}

function failingIn(files: readonly LintedText[], threshold: FailureThreshold): number {
  return files.reduce((sum, { findings }) => sum + failing(findings, threshold).length, 0);
}

interface ReadText {
  readonly name: string;
  readonly path: string | undefined;
  readonly text: string;
  readonly options: LintOptions;
}

async function readTarget(
  target: LintTarget,
  settings: LintSettings,
  dockerignores: Dockerignores,
): Promise<ReadText | { readonly file: string; readonly error: AcgsError }> {
  const { name, path } = target;
  try {
    const text = await readDockerfile(target);
    const options = settings.optionsFor(path);
    if (path === undefined) return { name, path, text, options };
    const dockerignore = await dockerignores.of(path, settings.contextOf(path));
    return { name, path, text, options: { ...options, dockerignore } };
  } catch (error) {
    if (!(error instanceof AcgsError)) throw error;
    return { file: name, error };
  }
}
