import { isMap, LineCounter, type Node, parseDocument } from 'yaml';
import { type Finding } from '../../model/finding.js';
import { readWorkflow } from './read-workflow.js';
import { WORKFLOW_RULES } from './workflow-rules.js';

/** The code of a file that is no YAML, or neither a workflow nor an action. */
const SYNTAX = 'workflow-syntax';

/**
 * Judges a workflow, or the definition of an action. A finding whose line says `# zizmor: ignore[rule]` is left out.
 * @param file as findings name it
 */
export function checkWorkflow(file: string, text: string): Finding[] {
  const counter = new LineCounter();
  const document = parseDocument(text, { lineCounter: counter });
  const lines = text.split('\n');
  const findings: Finding[] = [];
  const add = (code: string, level: Finding['level'], start: number, end: number, message: string): void => {
    const from = counter.linePos(start);
    const to = counter.linePos(end);
    if (ignores(lines.slice(from.line - 1, to.line), code)) return;
    const place = { line: from.line, column: from.col, endLine: to.line, endColumn: to.col };
    findings.push({ file, ...place, level, code, message, counts: true });
  };
  for (const { message, pos } of document.errors)
    add(SYNTAX, 'error', pos[0], pos[1], message.split('\n')[0] ?? message);
  if (document.errors.length > 0) return findings;
  const workflow = readWorkflow(document, text);
  if (!['jobs', 'runs'].some((key) => isMap(document.contents) && document.has(key))) {
    const [start, end] = rangeOf(document.contents ?? { start: 0, end: 0 });
    // the first line of it: the whole may be long
    const line = text.indexOf('\n', start);
    const until = line === -1 ? end : Math.min(line, end);
    add(SYNTAX, 'error', start, until, 'this is no workflow (`jobs`), and no action (`runs`)');
  }
  for (const { id, severity, check } of WORKFLOW_RULES)
    check(workflow, (place, message) => {
      const [start, end] = rangeOf(place);
      add(id, severity, start, end, message);
    });
  return findings.sort((a, b) => a.line - b.line || a.column - b.column || a.code.localeCompare(b.code));
}

function rangeOf(place: Node | { readonly start: number; readonly end: number }): readonly [number, number] {
  if ('start' in place) return [place.start, place.end];
  const [start, end] = place.range ?? [0, 0];
  return [start, end];
}

function ignores(lines: readonly string[], code: string): boolean {
  return lines.some((line) => {
    const [, names = ''] = /#.*\b(?:zizmor|acgs): ignore\[([^\]]*)\]/.exec(line) ?? [];
    return names.split(',').some((name) => name.trim() === code);
  });
}
