import { isCollection, isMap, isPair, isScalar, isSeq, type Node, type YAMLMap, type YAMLSeq } from 'yaml';
import { lineStart, nextLine } from './text-edits.js';
import { type Value } from './value.js';

/** A YAML node with the text that its offsets count in. */
export interface Placed {
  readonly text: string;
  readonly node: Node | null;
}

/** A key with its value, or an item of a list, as it stands in the text. */
export interface Block {
  /** The key; the item's number for a list. */
  readonly key: Value;
  readonly value: Node | null;
  /** Where the comments above it begin. */
  readonly from: number;
  /** Where the key or the dash stands. */
  readonly at: number;
  /** Where the next line after it begins. */
  readonly to: number;
}

/** The blocks of a map or list in block style, in order; undefined for other nodes, and where two share a line. */
export function blocksOf({ text, node }: Placed): readonly Block[] | undefined {
  if (!isCollection(node) || node.flow === true || node.items.length === 0) return undefined;
  if (isMap(node)) return tiled(text, pairsOf(node));
  return isSeq(node) ? tiled(text, itemsOf(text, node)) : undefined;
}

type Loose = Pick<Block, 'key' | 'value' | 'at'> & { readonly end: number };

function pairsOf({ items }: YAMLMap): readonly Loose[] | undefined {
  const pairs = items.map(({ key, value }): Loose | undefined => {
    if (!isScalar(key) || !key.range) return undefined;
    const node = value as Node | null;
    const end = node?.range?.[1] ?? key.range[1];
    return { key: key.value as Value, value: node, at: key.range[0], end: Math.max(end, key.range[1]) };
  });
  return allOf(pairs);
}

function itemsOf(text: string, { items, range }: YAMLSeq): readonly Loose[] | undefined {
  if (!range) return undefined;
  const column = range[0] - lineStart(text, range[0]);
  let from = range[0];
  const loose = items.map((item, index): Loose | undefined => {
    const node = item as Node | null;
    if (isPair(item) || !node?.range) return undefined;
    const dash = index === 0 ? range[0] : dashAfter(text, from, column);
    if (dash === undefined || dash > node.range[0]) return undefined;
    from = nextLine(text, Math.max(node.range[1], dash + 1));
    return { key: index, value: node, at: dash, end: Math.max(node.range[1], dash + 1) };
  });
  return allOf(loose);
}

function dashAfter(text: string, from: number, column: number): number | undefined {
  const dash = new RegExp(`^ {${column}}-(?=\\s)`, 'm').exec(text.slice(from));
  return dash === null ? undefined : from + dash.index + column;
}

function allOf<T>(list: readonly (T | undefined)[]): readonly T[] | undefined {
  return list.includes(undefined) ? undefined : (list as readonly T[]);
}

function tiled(text: string, loose: readonly Loose[] | undefined): readonly Block[] | undefined {
  if (loose === undefined) return undefined;
  const blocks: Block[] = [];
  for (const { key, value, at, end } of loose) {
    const before = blocks.at(-1);
    if (before !== undefined && at < before.to) return undefined;
    blocks.push({ key, value, from: before?.to ?? at, at, to: nextLine(text, end) });
  }
  return blocks;
}

/** Columns before the key or dash of a block. */
export function columnOf(text: string, { at }: Block): number {
  return at - lineStart(text, at);
}

/** Whether nothing but spaces stands before a block on its line: `- name: x` has its first key behind a dash. */
export function opensLine(text: string, { at }: Block): boolean {
  return /^ *$/.test(text.slice(lineStart(text, at), at));
}
