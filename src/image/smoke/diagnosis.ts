import { posix } from 'node:path';

/** Why a container failed, in words, and what its owner can do. */
export interface Diagnosis {
  readonly message: string;
  readonly next: readonly string[];
}

const READ_ONLY = /read-only file system|\bEROFS\b/i;
const PATH = /\/[^\s'"’”`:,;()[\]]+/g;

/**
 * The path that a read-only root file system refused. Most programs name it before the words (`open /data/x: read-only
 * file system`), Python and Node after them.
 */
export function readOnlyPath(text: string): string | undefined {
  for (const line of text.split('\n')) {
    const found = READ_ONLY.exec(line);
    if (found === null) continue;
    const before = line.slice(0, found.index).match(PATH) ?? [];
    const after = line.slice(found.index + found[0].length).match(PATH) ?? [];
    const path = before.at(-1) ?? after[0];
    if (path !== undefined) return path.length > 1 ? path.replace(/\/+$/, '') : path;
  }
  return undefined;
}

/** The program that a command could not start because the image lacks it. */
export function missingProgram(text: string): string | undefined {
  const patterns = [
    // runc: exec: "curl": executable file not found in $PATH; exec: "/app": stat /app: no such file or directory
    /exec: "([^"]+)": (?:executable file not found|stat [^:]*: no such file or directory)/,
    // busybox and dash: /bin/sh: curl: not found, sh: 1: curl: not found; bash: curl: command not found
    /(?:^|\n)[^\n:]*sh: (?:line )?(?:\d+: )?([^\s:]+): (?:command )?not found/,
  ];
  for (const pattern of patterns) {
    const name = pattern.exec(text)?.[1];
    if (name !== undefined) return name;
  }
  return undefined;
}

/** Reads the output of a failed probe. `test` is the HEALTHCHECK of the image, for the message. */
export function diagnoseProbe(output: string, test: readonly string[]): Diagnosis | undefined {
  const program = missingProgram(output);
  if (program === undefined) return undefined;
  const check = test.slice(1).join(' ');
  const isShell = /(?:^|\/)(?:ba|da|a)?sh$/.test(program);
  return {
    message: `the HEALTHCHECK calls "${program}", which the image does not have${check === '' ? '' : `: ${shorten(check)}`}`,
    next: isShell
      ? ['write it in exec form: HEALTHCHECK CMD ["…"]', 'or let the service check itself']
      : [
          'check with the service’s own runtime, e.g. HEALTHCHECK CMD ["python", "-c", …] or ["node", "-e", …]',
          `or install ${program} in the last stage`,
        ],
  };
}

/** Reads the log of a container, and what the engine says of its start, for the usual reasons. */
export function diagnoseLog(log: string, settings: { readonly readOnly: boolean }): Diagnosis | undefined {
  if (settings.readOnly) {
    const path = readOnlyPath(log);
    if (path !== undefined) {
      const folder = posix.dirname(path) === '/' ? path : posix.dirname(path);
      return {
        message: `it writes ${path}, and the root file system is read-only`,
        next: [
          `add ${folder} to \`smoke.tmpfs\` (in production, mount a volume there)`,
          'or set `smoke.readOnly: false`',
        ],
      };
    }
  }
  if (/operation not permitted/i.test(log) && /set[ug]id|setgroups|chown|capset/i.test(log))
    return {
      message: 'it changes users or owners, and runs without capabilities',
      next: ['start it as its own user: USER 65532:65532 in the Dockerfile', 'or set `smoke.user`'],
    };
  return undefined;
}

/** One line, at most 160 characters. */
export function shorten(text: string): string {
  const line = text.trim().split('\n').join(' ');
  return line.length <= 160 ? line : `${line.slice(0, 159)}…`;
}
