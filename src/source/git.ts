import { run, type RunResult } from '../system/exec.js';

/**
 * A repository's own configuration may name programs (core.fsmonitor, hooks, a diff driver, gpg); whoever sent the
 * folder could run code through them (git's CVE-2022-24765 and its kin), so they are turned off. Git's own refusal of
 * folders that belong to somebody else (safe.directory) stays in force.
 */
const HARDENED = [
  '-c', 'core.fsmonitor=false',
  '-c', 'core.hooksPath=/dev/null',
  '-c', 'core.quotePath=false',
  '-c', 'diff.external=',
  '-c', 'log.showSignature=false',
  '-c', 'protocol.allow=never',
  '-c', 'safe.bareRepository=explicit',
  '-c', 'submodule.recurse=false',
]; // prettier-ignore

const ENVIRONMENT = {
  LC_ALL: 'C',
  GIT_OPTIONAL_LOCKS: '0',
  GIT_TERMINAL_PROMPT: '0',
  GIT_NO_LAZY_FETCH: '1',
  GIT_NO_REPLACE_OBJECTS: '1',
};

/** Runs git in a folder, reading only. Paths among the arguments are literal, never patterns. */
export async function git(cwd: string, args: readonly string[], input?: string): Promise<RunResult> {
  return run('git', ['--no-pager', '--literal-pathspecs', ...HARDENED, ...args], {
    cwd,
    env: ENVIRONMENT,
    reads: true,
    timeoutMs: 120_000,
    ...(input === undefined ? {} : { input }),
  });
}

/** The records of a NUL-separated output. */
export function records(output: string): string[] {
  const parts = output.split('\0');
  if (parts.at(-1) === '') parts.pop();
  return parts;
}
