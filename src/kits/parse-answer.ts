import { AcgsError } from '../model/errors.js';
import { type KitManifest } from './manifest.js';

/** As much of a JSON Schema as tells how a word is meant. */
interface Schema {
  readonly type?: string | readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: Schema | boolean;
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly enum?: readonly unknown[];
}

/**
 * Reads the word behind `--set KEY=` as the answer's schema means it: text as it is, numbers, true and false, lists as JSON or
 * with commas, objects as JSON. Whether the value is allowed is for `readAnswers`.
 * @param path the answer's name, and keys below it
 * @throws AcgsError `usage/invalid` for a word that is nothing of that type
 */
export function parseAnswer(manifest: KitManifest, path: readonly string[], word: string): unknown {
  const types = typesOf(schemaAt(manifest.answers as Readonly<Record<string, Schema>>, path));
  for (const type of types.filter((one) => one !== 'string')) {
    const value = READERS[type]?.(word);
    if (value !== undefined) return value;
  }
  if (types.length === 0 || types.includes('string')) return word;
  throw new AcgsError(
    'usage/invalid',
    `--set ${path.join('.')}: expected ${types.join(' or ')}, got "${word.slice(0, 100)}"`,
  );
}

const READERS: Readonly<Record<string, (word: string) => unknown>> = {
  boolean: (word) => (word === 'true' ? true : word === 'false' ? false : undefined),
  integer: (word) => (/^-?\d{1,15}$/.test(word) ? Number(word) : undefined),
  number: (word) => (/^-?\d+(?:\.\d+)?$/.test(word) ? Number(word) : undefined),
  null: (word) => (word === 'null' ? null : undefined),
  array: (word) =>
    word.startsWith('[') ? json(word) : word.split(',').flatMap((one) => (one === '' ? [] : [one.trim()])),
  object: (word) => (word.startsWith('{') ? json(word) : undefined),
};

function json(word: string): unknown {
  try {
    return JSON.parse(word) as unknown;
  } catch {
    // Said as "expected array" or "expected object", with the word.
    return undefined;
  }
}

function schemaAt(answers: Readonly<Record<string, Schema>>, path: readonly string[]): Schema | undefined {
  const [answer = '', ...below] = path;
  return below.reduce<Schema | undefined>((schema, key) => {
    if (schema?.properties !== undefined && Object.hasOwn(schema.properties, key))
      return schema.properties[key];
    return typeof schema?.additionalProperties === 'object' ? schema.additionalProperties : undefined;
  }, answers[answer]);
}

function typesOf(schema: Schema | undefined): readonly string[] {
  if (schema === undefined) return [];
  const { type, anyOf, oneOf } = schema;
  if (type !== undefined) return typeof type === 'string' ? [type] : type;
  if (schema.enum !== undefined)
    return [...new Set(schema.enum.map((value) => (value === null ? 'null' : typeof value)))];
  return (anyOf ?? oneOf ?? []).flatMap(typesOf);
}
