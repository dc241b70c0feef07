import { lintParsed } from '../../dockerfile/lint.js';
import { type LintOptions } from '../../dockerfile/lint-options.js';
import { type LintResult } from '../../dockerfile/lint-result.js';
import { type Dockerfile } from '../../dockerfile/parse/nodes.js';
import { findExecutable } from '../../system/executables.js';

/** A Dockerfile to judge. */
export interface LintSource {
  /** Parsed when its turn comes: of a thousand files, few are in memory at once. */
  readonly parse: () => Dockerfile;
  readonly options: LintOptions;
}

export interface LintedSources {
  readonly results: readonly LintResult[];
  /** Why shell code was not judged by ShellCheck, if it was not. */
  readonly problems: readonly string[];
}

/** Where ShellCheck is, if it is wanted and installed. */
export function findShellcheck(wanted: 'auto' | 'off'): string | undefined {
  return wanted === 'off' ? undefined : findExecutable('shellcheck');
}

export interface LintSourcesOptions {
  /** Absolute path of the program; undefined: without it. */
  readonly shellcheck: string | undefined;
  /** Work out fixes now: one that waits to be asked for holds its parsed file. */
  readonly settle?: boolean;
  readonly signal?: AbortSignal;
}

/**
 * Judges Dockerfiles by all rules, ShellCheck's findings among them: what a release and `acgs dockerfile lint` share.
 * @throws AcgsError `run/interrupted`
 */
export async function lintSources(
  sources: readonly LintSource[],
  { shellcheck, settle, signal }: LintSourcesOptions,
): Promise<LintedSources> {
  const judge = (dockerfile: Dockerfile, options: LintOptions): LintResult => {
    const result = lintParsed(dockerfile, options);
    return settle === true
      ? { ...result, findings: result.findings.map((finding) => ({ ...finding })) }
      : result;
  };
  if (shellcheck === undefined)
    return { results: sources.map(({ parse, options }) => judge(parse(), options)), problems: [] };
  const { checkShell } = await import('./check-shell.js');
  const dockerfiles = sources.map(({ parse }) => parse());
  const { findings, problems } = await checkShell(shellcheck, dockerfiles, signal);
  const results = dockerfiles.map((dockerfile, index) => {
    const options = sources[index]?.options ?? {};
    return judge(dockerfile, {
      ...options,
      foreign: [...(options.foreign ?? []), ...(findings[index] ?? [])],
    });
  });
  return { results, problems };
}
