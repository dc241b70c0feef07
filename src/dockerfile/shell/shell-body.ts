import { parse, forEachChild, type Assignment, type Command, type SyntaxNode, type Word } from 'unbash';
import { execItems } from '../parse/arguments.js';
import { type LogicalText } from '../parse/logical-text.js';
import { type Instruction } from '../parse/nodes.js';
import { cover } from '../parse/span.js';
import { shellScript } from './shell-script.js';
import {
  type ShellAssignment,
  type ShellCommand,
  type ShellPipeline,
  type ShellRedirect,
  type ShellWord,
} from './shell-command.js';
import { perNode } from '../parse/per-node.js';

/** What an instruction runs. */
export interface ShellBody {
  readonly commands: readonly ShellCommand[];
  readonly pipelines: readonly ShellPipeline[];
  /** Exec form: no shell takes part. */
  readonly exec: boolean;
}

const EMPTY: ShellBody = { commands: [], pipelines: [], exec: false };
/** Commands of a RUN, CMD, ENTRYPOINT or HEALTHCHECK CMD; parsed on first use. */
export const shellBody = perNode((instruction: Instruction): ShellBody => {
  const body = execBody(instruction) ?? scriptBody(instruction);
  return body;
});

function execBody(instruction: Instruction): ShellBody | undefined {
  const items = execItems(instruction);
  if (!items) return undefined;
  const [first, ...rest] = items;
  const last = items.at(-1);
  if (!first || !last) return { ...EMPTY, exec: true };
  const command: ShellCommand = {
    name: programName(first.value),
    nameSpan: first.span,
    args: rest.map(({ value, raw, span }) => ({ value, raw, span })),
    assignments: [],
    redirects: [],
    span: cover(first.span, last.span),
  };
  return { commands: [command], pipelines: [], exec: true };
}

function scriptBody(instruction: Instruction): ShellBody {
  const script = shellScript(instruction);
  if (!script || script.text.trim() === '') return EMPTY;
  const commands: ShellCommand[] = [];
  const pipelines: ShellPipeline[] = [];
  const known = new Map<SyntaxNode, ShellCommand>();
  const visit = (node: SyntaxNode): void => {
    if (node.type === 'Command') {
      const command = readCommand(node, script);
      known.set(node, command);
      commands.push(command);
    }
    if (mayHoldCommands(node)) forEachChild(node, visit);
    if (node.type === 'Pipeline' && node.commands.length > 1) {
      pipelines.push({
        commands: node.commands.map((member) => known.get(member)),
        span: script.spanOf(node.pos, node.end),
      });
    }
  };
  visit(parse(script.text));
  return { commands, pipelines, exec: false };
}

/** The parts of a word are found by a second scan, so only words with a substitution are looked into. */
function mayHoldCommands(node: SyntaxNode): boolean {
  return node.type !== 'Word' && node.type !== 'Assignment' ? true : /\$\(|`|[<>]\(/.test(node.text);
}

/** Words that only say how the next one is to be run. */
const WRAPPERS = new Set(['command', 'exec', 'builtin']);

function readCommand(node: Command, script: LogicalText): ShellCommand {
  const words: ShellWord[] = node.name ? [readWord(node.name, script)] : [];
  for (const argument of node.args) {
    words.push(
      argument.type === 'Word'
        ? readWord(argument, script)
        : {
            value: assignmentText(argument),
            raw: argument.text,
            span: script.spanOf(argument.pos, argument.end),
          },
    );
  }
  while (words.length > 1 && WRAPPERS.has(words[0]?.value ?? '') && !words[1]?.value.startsWith('-'))
    words.shift();
  const redirects: ShellRedirect[] = node.redirects.map((redirect) => ({
    operator: redirect.operator,
    target: 'target' in redirect && redirect.target ? readWord(redirect.target, script) : undefined,
  }));
  const span = script.spanOf(node.pos, node.end);
  return {
    name: programName(words[0]?.value ?? ''),
    nameSpan: words[0]?.span ?? span,
    args: words.slice(1),
    assignments: [...node.prefix, ...node.args]
      .filter((item): item is Assignment => item.type === 'Assignment')
      .map((item) => readAssignment(item, script)),
    redirects,
    span,
  };
}

function readWord(word: Word, script: LogicalText): ShellWord {
  return { value: word.value, raw: word.text, span: script.spanOf(word.pos, word.end) };
}

function assignmentText(assignment: Assignment): string {
  return assignment.value.type === 'Word' ? `${assignment.name}=${assignment.value.value}` : assignment.text;
}

function readAssignment(assignment: Assignment, script: LogicalText): ShellAssignment {
  const value = assignment.value.type === 'Word' ? assignment.value.value : assignment.text;
  return { name: assignment.name, value, span: script.spanOf(assignment.pos, assignment.end) };
}

/** `/usr/bin/curl` is `curl`; a program elsewhere keeps its path. */
function programName(word: string): string {
  return word.replace(/^\/(?:usr\/(?:local\/)?)?s?bin\//, '');
}
