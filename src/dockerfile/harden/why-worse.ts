import { type Edit } from '../fix.js';
import { type LintOptions } from '../lint-options.js';
import { lintParsed } from '../lint.js';
import { type Dockerfile } from '../parse/nodes.js';
import { parseDockerfile } from '../parse/parse-dockerfile.js';
import { touches } from '../parse/span.js';
import { stageGraph } from '../parse/stages.js';
import { perNode } from '../parse/per-node.js';
import { readFrom } from '../parse/from.js';
import { applyEdits } from './apply-edits.js';

/**
 * Tells what edits would spoil, in words; undefined when nothing. The edited file is parsed and linted as if it had come from
 * outside: what counts is the text that is left, not what a fix meant to do.
 */
export function whyWorse(
  before: Dockerfile,
  edits: readonly Edit[],
  options: LintOptions,
): string | undefined {
  const after = parseDockerfile(applyEdits(before.text, edits).text);
  if (stages(before) !== stages(after)) return 'the stages of the build would change';
  if (comments(before).join('\n') !== comments(after).join('\n')) return 'a comment would change';
  if (isHeredocLost(before, after, edits)) return 'a here-document would change';
  if (isInstructionLost(before, after, edits)) return 'another instruction would change';
  const known = counts(before, options);
  const added = [...counts(after, options)].filter(([code, count]) => count > (known.get(code) ?? 0));
  return added.length === 0 ? undefined : `it would bring ${added.map(([code]) => code).join(' and ')}`;
}

const memo = new WeakMap<Dockerfile, { options: LintOptions; counts: ReadonlyMap<string, number> }>();

/** How often each rule finds something, whatever its level. */
function counts(dockerfile: Dockerfile, options: LintOptions): ReadonlyMap<string, number> {
  const known = memo.get(dockerfile);
  if (known?.options === options) return known.counts;
  const result = new Map<string, number>();
  for (const { code } of lintParsed(dockerfile, options).findings)
    result.set(code, (result.get(code) ?? 0) + 1);
  memo.set(dockerfile, { options, counts: result });
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
