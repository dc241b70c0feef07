import { lintParsed } from '../../dockerfile/lint.js';
import { type ForeignFinding, type LintOptions } from '../../dockerfile/lint-options.js';
import { type LintResult } from '../../dockerfile/lint-result.js';
import { type Dockerfile } from '../../dockerfile/parse/nodes.js';
import { findExecutable } from '../../system/executables.js';

/** A Dockerfile to judge. */
export interface LintSource {
  readonly dockerfile: Dockerfile;
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

/**
 * Judges Dockerfiles by all rules, ShellCheck's findings among them: what a release and `acgs dockerfile lint` share.
 * @param shellcheck absolute path of the program; undefined: without it
 * @throws AcgsError `run/interrupted`
 */
export async function lintSources(
  sources: readonly LintSource[],
  shellcheck: string | undefined,
  signal?: AbortSignal,
): Promise<LintedSources> {
  let shell: readonly (readonly ForeignFinding[])[] = [];
  let problems: readonly string[] = [];
  if (shellcheck !== undefined) {
    const { checkShell } = await import('./check-shell.js');
    const files = sources.map(({ dockerfile }) => dockerfile);
    ({ findings: shell, problems } = await checkShell(shellcheck, files, signal));
  }
  const results = sources.map(({ dockerfile, options }, index) =>
    lintParsed(dockerfile, { ...options, foreign: [...(options.foreign ?? []), ...(shell[index] ?? [])] }),
  );
  return { results, problems };
}
