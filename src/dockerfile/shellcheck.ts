import { PROXY_VARIABLES } from './proxy-variables.js';
import { type ForeignFinding } from './lint-options.js';
import { LineIndex } from './parse/line-index.js';
import { type LogicalText } from './parse/logical-text.js';
import { keyValues } from './parse/key-values.js';
import { type Dockerfile, type Instruction } from './parse/nodes.js';
import { type Stage, stageGraph } from './parse/stages.js';
import { DEFAULT_SHELL } from './shell/shell-kind.js';
import { shellScript } from './shell/shell-script.js';
import { shellsInForce } from './shell/shells-in-force.js';

/** A RUN body made ready for ShellCheck, with the way back. */
export interface ShellcheckScript {
  /** Text for its standard input: lines that define what the image defines, then the script. */
  readonly text: string;
  readonly dialect: 'sh' | 'bash' | 'dash' | 'ksh' | 'busybox';
  readonly body: LogicalText;
  /** Offset of the body in `text`. */
  readonly offset: number;
}

/** Sourced files cannot be followed, and every exit status is the step's own. */
const EXCLUDED = ['SC2187', 'SC1090', 'SC1091'];

/** The scripts of a Dockerfile that ShellCheck understands; PowerShell, cmd and exec forms are left out. */
export function shellcheckScripts(dockerfile: Dockerfile): ShellcheckScript[] {
  const graph = stageGraph(dockerfile);
  const shells = shellsInForce(dockerfile);
  const scripts: ShellcheckScript[] = [];
  const atEnd = new Map<Stage, { all: Set<string>; environment: Set<string> }>();
  for (const stage of graph.stages) {
    const inherited = stage.parent && atEnd.get(stage.parent);
    const all = new Set([...PROXY_VARIABLES, ...(inherited?.all ?? [])]);
    const environment = new Set([...PROXY_VARIABLES, ...(inherited?.environment ?? [])]);
    for (const instruction of stage.instructions) {
      if (instruction.keyword === 'ARG' || instruction.keyword === 'ENV') {
        for (const { key } of keyValues(instruction).pairs) {
          all.add(key);
          if (instruction.keyword === 'ENV') environment.add(key);
        }
      }
      const run = instruction.deferred ?? instruction;
      const shell = shells.get(run) ?? DEFAULT_SHELL;
      if (run.keyword !== 'RUN' || shell.kind !== 'posix') continue;
      // What ONBUILD defers runs in another build: the environment is still there, the build arguments are not.
      const script = scriptOf(run, shell.program, run.isDeferred ? environment : all);
      if (script) scripts.push(script);
    }
    atEnd.set(stage, { all, environment });
  }
  return scripts;
}

function scriptOf(
  run: Instruction,
  program: string,
  variables: ReadonlySet<string>,
): ShellcheckScript | undefined {
  const body = shellScript(run);
  if (!body || body.text.trim() === '') return undefined;
  const dialect =
    program === 'bash' || program === 'zsh'
      ? 'bash'
      : program === 'ksh' || program === 'mksh'
        ? 'ksh'
        : program === 'dash'
          ? 'dash'
          : program === 'ash' || program === 'busybox'
            ? 'busybox'
            : 'sh';
  // Only those that the script names, in one command: judging a dozen definitions costs more than most scripts. All of them where it
  // names one that is not known: ShellCheck asks after a misspelt name only if it sees the one that was meant (SC2154).
  const asksForUnknown = [...body.text.matchAll(/\$\{?([A-Za-z_][A-Za-z0-9_]*)/g)].some(
    ([, name]) => name !== undefined && !variables.has(name),
  );
  const names = [...variables].filter(
    (name) => /^[A-Za-z_][A-Za-z0-9_]*$/.test(name) && (asksForUnknown || body.text.includes(name)),
  );
  const head = names.length === 0 ? '' : `export ${names.map((name) => `${name}=1`).join(' ')}\n`;
  return { text: head + body.text, dialect, body, offset: head.length };
}

/** Arguments for `shellcheck`; the script goes to standard input (`-`). */
export function shellcheckArguments(script: ShellcheckScript): string[] {
  return [
    '--format=json1',
    `--shell=${script.dialect}`,
    `--exclude=${EXCLUDED.join(',')}`,
    '--severity=style',
    '--norc',
  ];
}

interface Comment {
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
  readonly level: 'error' | 'warning' | 'info' | 'style';
  readonly code: number;
  readonly message: string;
}

/** ShellCheck's findings (`--format=json1`) at their places in the Dockerfile; those in the added head are dropped. */
export function shellcheckFindings(script: ShellcheckScript, output: string): ForeignFinding[] {
  const { comments } = JSON.parse(output) as { comments: readonly Comment[] };
  const lines = new LineIndex(script.text);
  const offsetOf = (line: number, column: number): number =>
    lines.startOf(line) + utf16Column(lines.lineText(line), column);
  return comments.flatMap((comment) => {
    const start = offsetOf(comment.line, comment.column) - script.offset;
    const end = Math.max(start, offsetOf(comment.endLine, comment.endColumn) - script.offset);
    if (start < 0) return [];
    const span = script.body.spanOf(start, end);
    return [
      {
        code: `SC${comment.code}`,
        level: comment.level,
        message: comment.message,
        start: span.start,
        end: span.end,
      },
    ];
  });
}

/** ShellCheck counts code points and takes a tab to the next multiple of eight. */
function utf16Column(line: string, column: number): number {
  let at = 1;
  let offset = 0;
  for (const character of line) {
    if (at >= column) return offset;
    at = character === '\t' ? at + 8 - ((at - 1) % 8) : at + 1;
    offset += character.length;
  }
  return offset;
}
