/** Family of a shell: what it parses like. */
export type ShellKind = 'posix' | 'powershell' | 'cmd' | 'other';

/** The SHELL in force for an instruction. */
export interface ShellInForce {
  /** Words of the SHELL instruction; the builder's default when there is none. */
  readonly words: readonly string[];
  /** Base name of the program, lower case, without `.exe`. */
  readonly program: string;
  readonly kind: ShellKind;
  /** Set by a SHELL instruction or pragma, not the default. */
  readonly explicit: boolean;
}

const POSIX = new Set(['sh', 'bash', 'ash', 'dash', 'ksh', 'zsh', 'busybox', 'mksh']);

/** Describes the words of a SHELL instruction. */
export function shellFrom(words: readonly string[], explicit = true): ShellInForce {
  const program = (words[0] ?? 'sh')
    .replace(/^.*[\\/]/, '')
    .toLowerCase()
    .replace(/\.exe$/, '');
  const kind = POSIX.has(program)
    ? 'posix'
    : program === 'pwsh' || program === 'powershell'
      ? 'powershell'
      : program === 'cmd'
        ? 'cmd'
        : 'other';
  return { words, program, kind, explicit };
}

/** What the builder uses on Linux when no SHELL was given. */
export const DEFAULT_SHELL: ShellInForce = shellFrom(['/bin/sh', '-c'], false);
