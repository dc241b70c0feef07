import { isCollection, isMap, isScalar, parseDocument } from 'yaml';
import { AcgsError } from '../model/errors.js';
import { readYaml } from './read-yaml.js';

/**
 * Sets one value in the text of acgs.yaml and keeps comments, order and quoting of all else. Missing maps on the way are
 * made; `undefined` takes the key away. The same value again gives the same text, byte for byte.
 * @throws AcgsError `config/syntax` for text that is no plain YAML, `config/invalid` where the path leads through a value
 */
export function setInYaml(text: string, path: readonly string[], value: unknown): string {
  const before = readYaml('acgs.yaml', text);
  if (JSON.stringify(valueIn(before.data, path)) === JSON.stringify(value)) return text;
  const document = parseDocument(text, { version: '1.2', keepSourceTokens: true });
  for (let depth = 1; depth < path.length; depth += 1) {
    const above = path.slice(0, depth);
    const node: unknown = document.getIn(above, true);
    if (node === undefined || (isScalar(node) && node.value === null)) {
      if (value === undefined) return text;
      const comment = isScalar(node) ? node.comment : undefined;
      const made = document.createNode({});
      if (comment !== undefined && comment !== null) made.commentBefore = comment;
      document.setIn(above, made);
    } else if (!isMap(node))
      throw new AcgsError(
        'config/invalid',
        `${above.join('.')}: expected keys with values, so that ${path.join('.')} can be set`,
        {
          file: 'acgs.yaml',
        },
      );
    else if (node.items.length === 0) node.flow = false;
  }
  const old: unknown = document.getIn(path, true);
  if (value === undefined) document.deleteIn(path);
  else if (isScalar(old) && !isObject(value)) old.value = value;
  else {
    const made = document.createNode(value);
    if (isCollection(old)) {
      made.comment = old.comment ?? null;
      made.commentBefore = old.commentBefore ?? null;
    }
    document.setIn(path, made);
  }
  return String(document.toString({ lineWidth: 0, flowCollectionPadding: true }));
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

function valueIn(data: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (at, key) => (isObject(at) && Object.hasOwn(at, key) ? (at as Record<string, unknown>)[key] : undefined),
    data,
  );
}
