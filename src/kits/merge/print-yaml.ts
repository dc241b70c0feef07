import { Document } from 'yaml';
import { type Block, columnOf, opensLine } from './yaml-blocks.js';
import { lineStart, reindent } from './text-edits.js';
import { type Value } from './value.js';

/** A value as block YAML, with its line break. */
function printYaml(value: Value): string {
  return new Document(value, { version: '1.2', aliasDuplicateObjects: false }).toString({ lineWidth: 0 });
}

/** `key: value` as block YAML, indented. */
export function printPair(key: Value, value: Value, column: number): string {
  return reindent(printYaml(new Map([[key, value]])), 0, column);
}

/** `- value` as block YAML, indented. */
export function printItem(value: Value, column: number): string {
  return reindent(printYaml([value]), 0, column);
}

/** A block's own text from elsewhere, with the comments above it, moved to another column. */
export function copyBlock(text: string, block: Block, column: number): string {
  const own = columnOf(text, block);
  const start = opensLine(text, block) ? lineStart(text, block.from) : block.at;
  const copied =
    start === block.at ? ' '.repeat(own) + text.slice(block.at, block.to) : text.slice(start, block.to);
  const moved = reindent(copied, own, column);
  return moved.endsWith('\n') ? moved : `${moved}\n`;
}
