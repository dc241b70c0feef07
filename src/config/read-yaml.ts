import {
  type Document,
  isAlias,
  isCollection,
  isMap,
  isPair,
  isScalar,
  LineCounter,
  parseDocument,
  visit,
} from 'yaml';
import { AcgsError, messageOf } from '../model/errors.js';
import { type JsonSchema } from './json-schema.js';

/** More would be no configuration. */
const MOST_BYTES = 256 * 1024;
const MOST_DEPTH = 32;
const MOST_ALIASES = 64;

/** A YAML file with what is needed to point into it. */
export interface YamlFile {
  /** As shown to the user. */
  readonly name: string;
  readonly document: Document.Parsed;
  readonly data: unknown;
  readonly lines: LineCounter;
  /** What suggestions for its keys come from; default: the schema of acgs.yaml. */
  readonly schema?: () => JsonSchema;
}

/**
 * Reads YAML 1.2 as plain data: no tags, no merge keys, no second document, few aliases, no key twice.
 * @throws AcgsError `config/syntax` with line and column.
 */
export function readYaml(name: string, text: string): YamlFile {
  if (Buffer.byteLength(text) > MOST_BYTES)
    throw new AcgsError('config/syntax', `${name} is larger than the ${MOST_BYTES / 1024} KiB allowed`, {
      file: name,
    });
  const lines = new LineCounter();
  const fail = (message: string, offset: number): never => {
    const { line, col } = lines.linePos(offset);
    throw new AcgsError('config/syntax', message, { file: name, line, column: col });
  };
  const document = parseDocument(text, { version: '1.2', prettyErrors: false, lineCounter: lines });
  const [problem] = [...document.errors, ...document.warnings];
  if (problem !== undefined) fail(inOneLine(problem.message), problem.pos[0]);
  refuseWhatIsNotData(document, fail);
  try {
    return { name, document, lines, data: document.toJS({ maxAliasCount: MOST_ALIASES }) };
  } catch (error) {
    return fail(inOneLine(messageOf(error)), 0);
  }
}

function inOneLine(message: string): string {
  return message.split('\n', 1)[0]?.trim() ?? message;
}

/** Values that people write as numbers and mean as text: `edition: 2026.10`, `PYTHON: 3.10`. */
const TEXTUAL = [
  /^(?:edition|acgs|constitutionalHash|project|namespace|registry)$/,
  /^(?:tags|registries)\.\d+$/,
  /^services\.[^.]+\.(?:buildArgs\.|smoke\.env\.|smoke\.command\.|tags\.)[^.]+$/,
  /^services\.[^.]+\.(?:target|image)$/,
];

function refuseWhatIsNotData(
  document: Document.Parsed,
  fail: (message: string, offset: number) => never,
): void {
  let aliases = 0;
  visit(document, {
    Node(_key, node, path) {
      const offset = node.range?.[0] ?? 0;
      if (path.length > 2 * MOST_DEPTH) fail(`expected at most ${MOST_DEPTH} levels`, offset);
      if (isAlias(node)) {
        aliases += 1;
        if (aliases > MOST_ALIASES) fail(`expected at most ${MOST_ALIASES} aliases`, offset);
      } else if (node.tag !== undefined)
        fail(`YAML tags are not allowed, got ${node.tag.slice(0, 60)}`, offset);
      if (isScalar(node) && node.type === 'PLAIN' && typeof node.value !== 'string' && node.value !== null) {
        const where = path.filter(isPair).map((pair) => (isScalar(pair.key) ? String(pair.key.value) : ''));
        const item = path.at(-1);
        const full = isCollection(item) && !isMap(item) ? [...where, String(_key)] : where;
        if (
          _key !== 'key' &&
          TEXTUAL.some((pattern) => pattern.test(full.join('.'))) &&
          keepsFalse(full, node.value)
        )
          node.value = node.source ?? String(node.value);
      }
    },
    Pair(_key, pair) {
      if (isScalar(pair.key)) {
        if (pair.key.value === '<<')
          fail('merge keys are not allowed: write the values out', pair.key.range?.[0] ?? 0);
        if (pair.key.value === '__proto__')
          fail('expected another key than __proto__', pair.key.range?.[0] ?? 0);
      } else if (isCollection(pair.key) || isAlias(pair.key))
        fail('expected a key that is plain text', pair.key.range?.[0] ?? 0);
    },
  });
}

/** `constitutionalHash: false` turns the hash off; it is no text. */
function keepsFalse(path: readonly string[], value: unknown): boolean {
  return !(path[0] === 'constitutionalHash' && value === false);
}
