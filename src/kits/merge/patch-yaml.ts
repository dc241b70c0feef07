import { isScalar } from 'yaml';
import { findItem, listKey } from './list-keys.js';
import { unitedOrder } from './merge-values.js';
import { copyBlock, printItem, printPair } from './print-yaml.js';
import { applyEdits, lineStart, type TextEdit } from './text-edits.js';
import { canonical, isValueList, isValueMap, same, type Value } from './value.js';
import { type Block, blocksOf, columnOf, opensLine, type Placed } from './yaml-blocks.js';
import { type YamlPart } from './yaml-documents.js';

/** A node beside the value that it has, or is to have. */
interface Valued extends Placed {
  readonly value: Value | undefined;
}

/**
 * Changes the text of a document so that it has another value, touching only what differs: comments, order, quotes and
 * indentation of all else stay. What is new comes as it is written in `theirs`.
 * @returns undefined where the layout does not allow it; the caller holds the result against the value all the same
 */
export function patchYaml(ours: YamlPart, wanted: Value, theirs: YamlPart | undefined): string | undefined {
  const edits: TextEdit[] = [];
  const source = { text: theirs?.text ?? '', node: theirs?.document.contents ?? null, value: theirs?.value };
  const node = { text: ours.text, node: ours.document.contents, value: ours.value };
  return patch(node, wanted, source, edits) ? applyEdits(ours.text, edits) : undefined;
}

/** Adds the edits that give a node another value. @returns whether that can be done inside of it */
function patch(ours: Valued, wanted: Value, theirs: Valued, edits: TextEdit[]): boolean {
  if (same(ours.value, wanted)) return true;
  const { node, text } = ours;
  if (
    isScalar(node) &&
    node.range &&
    isOnOneLine(node.type) &&
    (typeof wanted !== 'object' || wanted === null)
  ) {
    edits.push({ from: node.range[0], to: node.range[1], text: scalarText(wanted, theirs) });
    return true;
  }
  const blocks = blocksOf(ours);
  if (blocks === undefined) return false;
  const children = childrenOf(ours, blocks);
  const goals = goalsOf(wanted, children, theirs);
  if (goals === undefined || goals.every(({ child }) => child === undefined)) return false;
  const kept = goals.flatMap(({ child }) => child ?? []);
  if (kept.some((child, index) => index > 0 && child.block.at < (kept[index - 1]?.block.at ?? 0)))
    return false;
  for (const child of children)
    if (!kept.includes(child) && !removeBlock(text, child.block, edits)) return false;
  const column = columnOf(text, blocks[0] as Block);
  let last: Block | undefined;
  for (const { child, key, value, source } of goals) {
    const printed = (): string => printGoal(key, value, source, column);
    if (child === undefined) {
      const at = last?.to ?? beforeFirst(text, blocks[0] as Block) ?? blocks[0]?.to ?? 0;
      edits.push({ from: at, to: at, text: printed() });
      continue;
    }
    last = child.block;
    if (!patch({ ...child, text }, value, source, edits))
      edits.push({ from: child.block.at, to: child.block.to, text: printed().trimStart() });
  }
  return true;
}

interface Child {
  readonly block: Block;
  readonly node: Valued['node'];
  readonly value: Value;
}

/** A child that the wanted value has: the one that is there or undefined, and where a text for it may come from. */
interface Goal {
  readonly child: Child | undefined;
  /** Undefined for an item of a list. */
  readonly key: Value | undefined;
  readonly value: Value;
  readonly source: Valued & { readonly block?: Block };
}

function childrenOf(ours: Valued, blocks: readonly Block[]): readonly Child[] {
  const { value } = ours;
  return blocks.map((block) => {
    const own = isValueMap(value)
      ? value.get(block.key)
      : isValueList(value)
        ? value[Number(block.key)]
        : null;
    return { block, node: block.value, value: own ?? null };
  });
}

function goalsOf(wanted: Value, children: readonly Child[], theirs: Valued): readonly Goal[] | undefined {
  const sources = childrenOf(theirs, blocksOf(theirs) ?? []);
  const sourceOf = (found: Child | undefined): Goal['source'] => ({
    ...theirs,
    node: null,
    value: undefined,
    ...found,
  });
  if (isValueMap(wanted)) {
    const find = (list: readonly Child[], key: Value): Child | undefined =>
      list.find(({ block }) => canonical(block.key) === canonical(key));
    const order = unitedOrder(
      children.map(({ block }) => canonical(block.key)),
      [...wanted.keys()].map(canonical),
    );
    return [...wanted]
      .sort(([a], [b]) => order.indexOf(canonical(a)) - order.indexOf(canonical(b)))
      .map(([key, value]) => ({
        child: find(children, key),
        key,
        value,
        source: sourceOf(find(sources, key)),
      }));
  }
  if (!isValueList(wanted)) return undefined;
  const [ours, other] = [children, sources].map((list) => list.map(({ value }) => value)) as [
    Value[],
    Value[],
  ];
  const keyOf = listKey(ours, wanted, other);
  const free = [...children];
  return wanted.map((value) => {
    const found = findItem(
      free.map((child) => child.value),
      value,
      keyOf,
    );
    const child = free.find((one) => one.value === found);
    if (child !== undefined) free.splice(free.indexOf(child), 1);
    const from = findItem(other, value, keyOf);
    return { child, key: undefined, value, source: sourceOf(sources.find((one) => one.value === from)) };
  });
}

function printGoal(key: Value | undefined, value: Value, source: Goal['source'], column: number): string {
  if (source.block !== undefined && same(source.value, value))
    return copyBlock(source.text, source.block, column);
  return key === undefined ? printItem(value, column) : printPair(key, value, column);
}

function removeBlock(text: string, block: Block, edits: TextEdit[]): boolean {
  const from = block.from === block.at ? beforeFirst(text, block) : block.from;
  if (from === undefined) return false;
  edits.push({ from, to: block.to, text: '' });
  return true;
}

function beforeFirst(text: string, block: Block): number | undefined {
  return opensLine(text, block) ? lineStart(text, block.at) : undefined;
}

function isOnOneLine(type: unknown): boolean {
  return type === 'PLAIN' || type === 'QUOTE_DOUBLE' || type === 'QUOTE_SINGLE';
}

/** As theirs writes it, where it has the value on one line. */
function scalarText(wanted: Value, theirs: Valued): string {
  const { node, text, value } = theirs;
  if (isScalar(node) && node.range && isOnOneLine(node.type) && same(value, wanted)) {
    const written = text.slice(node.range[0], node.range[1]);
    if (!written.includes('\n') && written !== '') return written;
  }
  return typeof wanted === 'bigint' ? String(wanted) : JSON.stringify(wanted);
}
