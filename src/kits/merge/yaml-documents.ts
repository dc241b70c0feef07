import { type Document, parseDocument, visit } from 'yaml';
import { isValueMap, type Value } from './value.js';

/** One document of a YAML file, with the text it is written in. */
export interface YamlPart {
  /** What tells it from the others: apiVersion, kind, namespace and name, else its number among those without. */
  readonly id: string;
  /** From its `---`, or the comments above it, to the next. */
  readonly text: string;
  readonly document: Document.Parsed;
  readonly value: Value;
}

/**
 * The documents of a YAML file, in order. Undefined where it cannot be merged by field: not YAML, directives, tags, two
 * documents of one name. An empty file has none.
 */
export function yamlDocuments(text: string): readonly YamlPart[] | undefined {
  if (/^(?:%|\.\.\.(?:\s|$))/m.test(text)) return undefined;
  const parts: YamlPart[] = [];
  let numbered = 0;
  for (const chunk of chunksOf(text)) {
    const document = parseDocument(chunk, { version: '1.2', intAsBigInt: true, prettyErrors: false });
    const value = plainValue(document);
    if (value === undefined) return undefined;
    parts.push({ id: identityOf(value) ?? `document ${(numbered += 1)}`, text: chunk, document, value });
  }
  return new Set(parts.map(({ id }) => id)).size === parts.length ? parts : undefined;
}

/** The text cut before each `---`; what holds comments alone stays with what follows. */
function chunksOf(text: string): string[] {
  const chunks: string[] = [];
  let held = '';
  for (const piece of text.split(/^(?=---(?:\s|$))/m)) {
    held += piece;
    if (/^(?!---(?:\s|$))[^\S\n]*[^\s#]|^---[^\S\n]+[^\s#]/m.test(piece)) {
      chunks.push(held);
      held = '';
    }
  }
  const last = chunks.pop();
  if (last !== undefined) chunks.push(last + held);
  return chunks;
}

function plainValue(document: Document.Parsed): Value | undefined {
  if (document.errors.length > 0 || document.warnings.length > 0) return undefined;
  let isPlain = true;
  visit(document, {
    Pair(_key, { key }) {
      isPlain &&= (key as { readonly items?: unknown } | null)?.items === undefined;
    },
    Node(_key, { tag }) {
      isPlain &&= tag === undefined;
    },
  });
  if (!isPlain) return undefined;
  try {
    return document.toJS({ mapAsMap: true, maxAliasCount: 100 }) as Value;
  } catch {
    // Too many aliases: no text to be merged by field.
    return undefined;
  }
}

function identityOf(value: Value): string | undefined {
  if (!isValueMap(value)) return undefined;
  const metadata = value.get('metadata');
  if (!isValueMap(metadata)) return undefined;
  const [apiVersion, kind, name] = [value.get('apiVersion'), value.get('kind'), metadata.get('name')];
  if (typeof apiVersion !== 'string' || typeof kind !== 'string' || typeof name !== 'string')
    return undefined;
  const namespace = metadata.get('namespace');
  return `${apiVersion} ${kind} ${typeof namespace === 'string' ? `${namespace}/` : ''}${name}`;
}
