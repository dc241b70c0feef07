import { argumentWords, execItems } from '../parse/arguments.js';
import { type LogicalText } from '../parse/logical-text.js';
import { type Heredoc, type Instruction } from '../parse/nodes.js';

const SHELL_SHEBANG = /^#!\s*\S*?(?:\/env\s+(?:-S\s+)?)?(?:[^\s/]*\/)*(sh|bash|ash|dash|ksh)\b/;

/**
 * The script that a shell-form instruction runs, mapped to the file; undefined in exec form, for `HEALTHCHECK NONE`, and
 * for a here-document that another interpreter reads (`#!/usr/bin/env python`).
 */
export function shellScript(instruction: Instruction): LogicalText | undefined {
  if (execItems(instruction)) return undefined;
  const { logical, args, heredocs } = instruction;
  if (instruction.keyword === 'HEALTHCHECK') {
    const [kind, command] = argumentWords(instruction);
    return kind?.value.toUpperCase() === 'CMD' && command && !command.raw.startsWith('[')
      ? logical.slice(command.at.start, args.end)
      : undefined;
  }
  const [first] = heredocs;
  if (!first || instruction.keyword !== 'RUN') return logical.slice(args.start, args.end);
  const words = argumentWords(instruction);
  if (words.length === 1) return heredocs.length === 1 ? bareHeredoc(logical, first) : undefined;
  // `RUN cat <<EOF > /file`: the shell sees the here-document too. The line break before it is part of the file.
  const argsEnd = logical.toSource(args.end - 1) + 1;
  const last = heredocs.at(-1) ?? first;
  return logical.slice(args.start, args.end, [
    { start: argsEnd, end: Math.max(argsEnd, instruction.span.end, last.body.end) },
  ]);
}

function bareHeredoc(logical: LogicalText, heredoc: Heredoc): LogicalText | undefined {
  if (heredoc.content.startsWith('#!') && !SHELL_SHEBANG.test(heredoc.content)) return undefined;
  return logical.slice(0, 0, [heredoc.body]);
}
