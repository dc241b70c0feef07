import { visible } from '../../system/redaction.js';

interface CheckView {
  readonly files: number;
  readonly ran: readonly string[];
  readonly notRun: readonly {
    readonly check: string;
    readonly reason: string;
    readonly paths: readonly string[];
  }[];
  readonly findings: readonly {
    readonly path: string;
    readonly line?: number;
    readonly check: string;
    readonly message: string;
  }[];
}

/** Findings one a line, as compilers print them; then what was run, and what was not. */
export function formatCheck({ files, ran, notRun, findings }: CheckView): string {
  const lines = findings.map(({ path, line, check, message }) => {
    const place = line === undefined ? visible(path) : `${visible(path)}:${line}`;
    return `${place}: ${visible(message).replaceAll('\n', '\n  ')} [${check}]`;
  });
  return [
    ...lines,
    `${files} files; checked: ${ran.join(', ')}`,
    ...notRun.map(
      ({ check, reason, paths }) =>
        `not run: ${check}: ${visible(reason)} (${paths.length === 1 ? visible(paths[0] ?? '') : `${paths.length} files`})`,
    ),
  ].join('\n');
}
