import { type Edit } from '../fix.js';
import { type LintOptions } from '../lint-options.js';
import { lintParsed } from '../lint.js';
import { type Dockerfile } from '../parse/nodes.js';
import { parseDockerfile } from '../parse/parse-dockerfile.js';
import { touches } from '../parse/span.js';
import { stageGraph } from '../parse/stages.js';
import { perNode } from '../parse/per-node.js';
import { readFrom } from '../parse/from.js';
import { applyEdits, type EditedText } from './apply-edits.js';

/** What edits would spoil. */
export interface Verdict {
  /** In words. */
  readonly why: string;
  /** What rules find more than before, by the start of the instruction in the edited text. */
  readonly spoiled: ReadonlyMap<number, readonly string[]>;
  readonly edited: EditedText;
  readonly after: Dockerfile;
}

/**
 * Tells what edits would spoil; undefined when nothing. The edited file is parsed and linted as if it had come from outside: what
 * counts is the text that is left, not what a fix meant to do.
 */
export function whyWorse(
  before: Dockerfile,
  edits: readonly Edit[],
  options: LintOptions,
): Verdict | undefined {
  const edited = applyEdits(before.text, edits);
  const after = parseDockerfile(edited.text);
  const verdict = (why: string, spoiled = new Map<number, readonly string[]>()): Verdict => ({
    why,
    spoiled,
    edited,
    after,
  });
  if (stages(before) !== stages(after)) return verdict('the stages of the build would change');
  if (comments(before).join('\n') !== comments(after).join('\n')) return verdict('a comment would change');
  if (isHeredocLost(before, after, edits)) return verdict('a here-document would change');
  if (isInstructionLost(before, after, edits)) return verdict('another instruction would change');
  const [known, now] = [tally(before, options), tally(after, options)];
  const added = [...now.total].filter(([code, count]) => count > (known.total.get(code) ?? 0));
  if (added.length === 0) return undefined;
  const codes = new Set(added.map(([code]) => code));
  const there = new Map<string, number>();
  for (const [key, { code, start, count }] of known.at) {
    if (codes.has(code))
      there.set(key.replace(/\d+$/, String(edited.move({ start, end: start }).start)), count);
  }
  const spoiled = new Map<number, readonly string[]>();
  for (const [key, { code, start, count }] of now.at) {
    if (codes.has(code) && count > (there.get(key) ?? 0))
      spoiled.set(start, [...(spoiled.get(start) ?? []), code]);
  }
  return verdict(bringing([...codes]), spoiled);
}

/** Why a change with these findings is not taken. */
export function bringing(codes: readonly string[]): string {
  return `it would bring ${codes.join(' and ')}`;
}

/** How often each rule finds something, whatever its level: in all, and by the instruction that it is about. */
interface Tally {
  readonly total: ReadonlyMap<string, number>;
  /** By code and start of the instruction, `CODE 120`. */
  readonly at: ReadonlyMap<string, { readonly code: string; readonly start: number; readonly count: number }>;
}

const memo = new WeakMap<Dockerfile, { options: LintOptions; tally: Tally }>();

function tally(dockerfile: Dockerfile, options: LintOptions): Tally {
  const known = memo.get(dockerfile);
  if (known?.options === options) return known.tally;
  const starts = new Map(
    dockerfile.instructions.map(({ keywordSpan: { start } }) => [
      dockerfile.lines.positionAt(start).line,
      start,
    ]),
  );
  const total = new Map<string, number>();
  const at = new Map<string, { code: string; start: number; count: number }>();
  for (const { code, instructionLine } of lintParsed(dockerfile, options).findings) {
    total.set(code, (total.get(code) ?? 0) + 1);
    const start = starts.get(instructionLine);
    if (start === undefined) continue;
    const key = `${code} ${start}`;
    at.set(key, { code, start, count: (at.get(key)?.count ?? 0) + 1 });
  }
  const result = { total, at };
  memo.set(dockerfile, { options, tally: result });
  return result;
}

/** The stage graph as a text: names, bases, and who reads from whom. */
const stages = perNode((dockerfile: Dockerfile): string =>
  JSON.stringify(
    stageGraph(dockerfile).stages.map(({ name, parent, sources, from }) => [
      name,
      parent?.index,
      sources.map(({ index }) => index),
      from && readFrom(from).image?.value,
    ]),
  ),
);

const comments = perNode((dockerfile: Dockerfile): readonly string[] =>
  dockerfile.nodes.flatMap(({ parts }) =>
    parts
      .filter(({ kind }) => kind === 'comment' || kind === 'directive')
      .map(({ start, end }) => dockerfile.text.slice(start, end).trim()),
  ),
);

/** Every here-document must still be one, and where no edit lies in its body, the same byte for byte. */
function isHeredocLost(before: Dockerfile, after: Dockerfile, edits: readonly Edit[]): boolean {
  const [old, now] = [before, after].map((file) => file.instructions.flatMap(({ heredocs }) => heredocs));
  if (!old || !now || old.length !== now.length) return true;
  return old.some((document, index) => {
    const other = now[index];
    if (!other || document.name !== other.name || document.terminated !== other.terminated) return true;
    if (document.expand !== other.expand || document.chomp !== other.chomp) return true;
    return document.content !== other.content && !edits.some(({ span }) => touches(span, document.body));
  });
}

/** Instructions that no edit touches must all be there, in their order. */
function isInstructionLost(before: Dockerfile, after: Dockerfile, edits: readonly Edit[]): boolean {
  if (after.instructions.length < before.instructions.length) return true;
  let at = 0;
  for (const { span, codeSpan, heredocs } of before.instructions) {
    const last = heredocs.length > 0 ? span : codeSpan;
    if (edits.some((edit) => isWithin(edit, codeSpan.start, last.end))) continue;
    const text = before.text.slice(codeSpan.start, codeSpan.end);
    while (
      at < after.instructions.length &&
      after.text.slice(after.instructions[at]?.codeSpan.start, after.instructions[at]?.codeSpan.end) !== text
    )
      at++;
    if (at++ >= after.instructions.length) return true;
  }
  return false;
}

/** What is added at the end of an instruction is part of it, unless it begins a line. */
function isWithin({ span, text }: Edit, start: number, end: number): boolean {
  if (span.start === end && span.end === end) return !/^\r?\n/.test(text);
  return span.start < end && span.end > start;
}
