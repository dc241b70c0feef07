import { type Argument } from './arguments.js';
import { type LogicalText } from './logical-text.js';

const STRING = /"(?:[^"\\]|\\.)*"/y;
const SPACE = /[ \t\r\n]*/y;

/** Reads `["a", "b"]` from a logical range; undefined when it is not exactly a JSON array of strings. */
export function readJsonArray(
  logical: LogicalText,
  start: number,
  end: number,
): readonly Argument[] | undefined {
  const text = logical.text;
  if (text[start] !== '[' || text[end - 1] !== ']') return undefined;
  const items: Argument[] = [];
  let at = skip(text, start + 1);
  if (at === end - 1) return items;
  for (;;) {
    STRING.lastIndex = at;
    const raw = STRING.exec(text)?.[0];
    if (raw === undefined) return undefined;
    const value = parseString(raw);
    if (value === undefined) return undefined;
    items.push({
      raw,
      value,
      quoted: true,
      span: logical.spanOf(at, at + raw.length),
      at: { start: at, end: at + raw.length },
    });
    at = skip(text, at + raw.length);
    if (at === end - 1) return items;
    if (text[at] !== ',') return undefined;
    at = skip(text, at + 1);
  }
}

function skip(text: string, at: number): number {
  SPACE.lastIndex = at;
  SPACE.exec(text);
  return SPACE.lastIndex;
}

function parseString(raw: string): string | undefined {
  try {
    const value: unknown = JSON.parse(raw);
    return typeof value === 'string' ? value : undefined;
  } catch {
    // An invalid escape such as "C:\x": not JSON, so the builder takes the shell form.
    return undefined;
  }
}
