import { type Fix, type FixRisk } from '../../fix.js';
import { execItems } from '../../parse/arguments.js';
import { type Instruction } from '../../parse/nodes.js';
import { shellBody } from '../../shell/shell-body.js';

/**
 * A fix that ends a RUN with one more command, laid out as its lines are. Undefined where the end of the script cannot be told
 * from its text alone: exec form, here-documents, a trailing comment, a last command inside a group or a background job.
 */
export function appendCommand(
  run: Instruction,
  source: string,
  command: string,
  risk: FixRisk,
): Fix | undefined {
  if (run.isDeferred || run.heredocs.length > 0 || execItems(run)) return undefined;
  const { end } = run.codeSpan;
  const { commands } = shellBody(run);
  const outer = commands.filter(({ span }) => span.end === end);
  if (outer.length !== 1 || /\|\||[#;&]\s*$/.test(run.argsText)) return undefined;
  const code = source.slice(run.codeSpan.start, end);
  const style = /(\s*&&)?[ \t]*[\\`][ \t]*(\r?\n)([ \t]*)(&&)?[^\n]*$/.exec(code);
  const newline = style?.[2];
  const text =
    newline === undefined
      ? ` && ${command}`
      : style?.[1] === undefined
        ? ` ${run.escape}${newline}${style?.[4] === undefined ? indentOf(style?.[3]) : (style[3] ?? '')}&& ${command}`
        : ` && ${run.escape}${newline}${style[3] ?? ''}${command}`;
  return {
    title: `End the step with \`${command}\``,
    risk,
    edits: [{ span: { start: end, end }, text }],
  };
}

function indentOf(indent: string | undefined): string {
  return indent === undefined || indent === '' ? '    ' : indent;
}
