import { type Fix } from '../../fix.js';
import { argsSpan, argumentWords } from '../../parse/arguments.js';
import { type Instruction } from '../../parse/nodes.js';
import { type Span } from '../../parse/span.js';
import { type RuleContext } from '../rule.js';
import { baseImage, isShellLess } from '../shared/base-image.js';
import { missingPrograms } from '../shared/missing-programs.js';

/** A word that means the same to a shell and to nobody: plain characters, or quotes around what no shell touches. */
const PLAIN = /(?:[\w./:=@%+,-]+|'[^'\\]*'|"[^"$`\\]*")/;
const WORD = new RegExp(PLAIN.source, 'g');
const PLAIN_COMMAND = new RegExp(`^${PLAIN.source}(?:[ \\t]+${PLAIN.source})*$`);
/** The same with variables, which need a shell; no operator, substitution or pattern. */
const VARIABLE_COMMAND =
  /^(?:[\w./:=@%+,-]|\$\w+|\$\{[\w:/.-]+\}|"[^"`\\(]*"|'[^'\\]*')(?:[\w./:=@%+,\- \t]|\$\w+|\$\{[\w:/.-]+\}|"[^"`\\(]*"|'[^'\\]*')*$/;
/** Words that only a shell understands. */
const SHELL_WORDS =
  /^(?:cd|exec|export|source|\.|set|unset|eval|exit|if|for|while|case|until|time|trap|umask|ulimit|wait|read|test|\[|!)$/;

/** A fix that writes CMD, ENTRYPOINT or the command of HEALTHCHECK as a JSON list; undefined where a shell must take part. */
export function execForm(context: RuleContext, instruction: Instruction): Fix | undefined {
  if (instruction.keyword === 'HEALTHCHECK') return healthCheck(context, instruction);
  const stage = context.stageOf(instruction);
  const others = stage?.instructions.filter(({ keyword }) => keyword === 'CMD') ?? [];
  // A shell-form ENTRYPOINT takes no notice of CMD; in exec form CMD would become its arguments.
  if (instruction.keyword === 'ENTRYPOINT' && others.length > 0) return undefined;
  const list = plainList(instruction.argsText) ?? withVariables(context, instruction, instruction.argsText);
  return list && jsonFix(argsSpan(instruction), list);
}

function healthCheck(context: RuleContext, instruction: Instruction): Fix | undefined {
  const command = argumentWords(instruction)[1];
  if (!command) return undefined;
  const { logical, args } = instruction;
  const text = logical.text.slice(command.at.start, args.end);
  const stage = context.stageOf(instruction);
  // The whole check is to be replaced then: ACGS1401.
  if (stage && missingPrograms(context, stage, instruction).length > 0) return undefined;
  const span = logical.spanOf(command.at.start, args.end);
  const list = plainList(text.replace(/\s*\|\|\s*exit\s+1$/, ''));
  if (list) return jsonFix(span, list);
  // What the builder makes of the shell form, said aloud.
  return canNameShell(context, instruction) ? jsonFix(span, ['/bin/sh', '-c', text]) : undefined;
}

function plainList(text: string): string[] | undefined {
  if (!PLAIN_COMMAND.test(text)) return undefined;
  const words = (text.match(WORD) ?? []).map((word) => word.replace(/^(['"])(.*)\1$/s, '$2'));
  if (words[0] === 'exec') words.shift();
  const [first] = words;
  return first === undefined || SHELL_WORDS.test(first) || first.includes('=') ? undefined : words;
}

function withVariables(context: RuleContext, instruction: Instruction, text: string): string[] | undefined {
  const command = text.replace(/^exec\s+/, '');
  const first = /^\S*/.exec(command)?.[0] ?? '';
  if (!VARIABLE_COMMAND.test(command) || SHELL_WORDS.test(first) || first.includes('=')) return undefined;
  return canNameShell(context, instruction) ? ['/bin/sh', '-c', `exec ${command}`] : undefined;
}

/** The builder's own shell is in force, and the image has one as far as anybody can tell. */
function canNameShell(context: RuleContext, instruction: Instruction): boolean {
  const stage = context.stageOf(instruction);
  const base = stage && baseImage(context, stage);
  return !context.shellInForce(instruction).explicit && !(base && isShellLess(base));
}

function jsonFix(span: Span, list: readonly string[]): Fix {
  const text = `[${list.map((item) => JSON.stringify(item)).join(', ')}]`;
  return { title: 'Write it as a JSON list', risk: 'review', edits: [{ span, text }] };
}
