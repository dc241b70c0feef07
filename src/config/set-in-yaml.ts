import { type Document, isCollection, isMap, isScalar, parseDocument, type Scalar } from 'yaml';
import { AcgsError } from '../model/errors.js';
import { readYaml } from './read-yaml.js';

/**
 * Sets one value in the text of acgs.yaml; `undefined` takes the key away. Bytes outside of the top-level key concerned
 * stay as they are; inside it comments and order do. The same value again gives the same text.
 * @throws AcgsError `config/syntax` for text that is no plain YAML, `config/invalid` where the path leads through a value
 */
export function setInYaml(text: string, path: readonly [string, ...string[]], value: unknown): string {
  const { data } = readYaml('acgs.yaml', text);
  if (JSON.stringify(valueIn(data, path)) === JSON.stringify(value)) return text;
  const document = parseDocument(text, { version: '1.2' });
  const old: unknown = document.getIn(path, true);
  if (isScalar(old) && isOnOneLine(old) && value !== undefined && !isObject(value))
    return spliced(text, old.range?.[0], old.range?.[1], scalarText(value));
  if (value === undefined) document.deleteIn(path);
  else {
    makeMapsAlong(document, path);
    setKeepingComments(document, path, value);
  }
  return withSection(text, document, path[0]);
}

function makeMapsAlong(document: Document.Parsed, path: readonly string[]): void {
  for (let depth = 1; depth < path.length; depth += 1) {
    const above = path.slice(0, depth);
    const node: unknown = document.getIn(above, true);
    if (node === undefined || (isScalar(node) && node.value === null))
      setKeepingComments(document, above, {});
    else if (!isMap(node))
      throw new AcgsError(
        'config/invalid',
        `${above.join('.')}: expected keys with values, so that ${path.join('.')} can be set`,
        { file: 'acgs.yaml' },
      );
    else if (node.items.length === 0) node.flow = false;
  }
}

function setKeepingComments(document: Document.Parsed, path: readonly string[], value: unknown): void {
  const old: unknown = document.getIn(path, true);
  const made = document.createNode(value);
  if (isScalar(old) && old.comment != null) made.commentBefore = old.comment; // eslint-disable-line eqeqeq -- null and undefined both mean none
  if (isCollection(old)) {
    made.comment = old.comment ?? null;
    made.commentBefore = old.commentBefore ?? null;
  }
  document.setIn(path, made);
}

/** The original text with one top-level key as `document` now has it. */
function withSection(text: string, document: Document.Parsed, key: string): string {
  const indent = /^( {1,8})[^\s#-]/m.exec(text)?.[1]?.length ?? 2;
  const printed = document.toString({ lineWidth: 0, indent });
  const [from, to] = sectionOf(parseDocument(text, { version: '1.2' }), key) ?? [];
  const after = sectionOf(parseDocument(printed, { version: '1.2' }), key);
  const section = after === undefined ? '' : printed.slice(...after);
  if (from !== undefined) return spliced(text, from, to, section);
  return `${text === '' || text.endsWith('\n') ? text : `${text}\n`}${section}`;
}

/** Where a top-level key with its value, up to the end of the last line, stands. */
function sectionOf(document: Document.Parsed, key: string): [number, number] | undefined {
  if (!isMap(document.contents)) return undefined;
  const pair = document.contents.items.find((item) => isScalar(item.key) && item.key.value === key);
  const from = isScalar(pair?.key) ? pair.key.range?.[0] : undefined;
  const to = isCollection(pair?.value) || isScalar(pair?.value) ? pair.value.range?.[2] : undefined;
  return from === undefined || to === undefined ? undefined : [from, to];
}

function spliced(text: string, from = 0, to = from, instead = ''): string {
  return text.slice(0, from) + instead + text.slice(to);
}

function isOnOneLine(scalar: Scalar): boolean {
  return scalar.type === 'PLAIN' || scalar.type === 'QUOTE_DOUBLE' || scalar.type === 'QUOTE_SINGLE';
}

/** JSON is YAML; plain words stay plain. */
function scalarText(value: unknown): string {
  const isWord =
    typeof value === 'string' &&
    /^[A-Za-z][\w./-]*$/.test(value) &&
    !/^(?:true|false|null|yes|no|on|off|y|n)$/i.test(value);
  return isWord ? value : JSON.stringify(value);
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

function valueIn(data: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (at, key) =>
      isObject(at) && Object.hasOwn(at, key) ? (at as Readonly<Record<string, unknown>>)[key] : undefined,
    data,
  );
}
