import { configurationJsonSchema, type JsonSchema } from './json-schema.js';

/** The keys that may stand at a place of acgs.yaml, for suggestions; empty where any may. */
export function knownKeysAt(path: readonly PropertyKey[]): readonly string[] {
  let here: readonly JsonSchema[] = [configurationJsonSchema()];
  for (const part of path) here = here.flatMap((schema) => below(schema, String(part)));
  return here.flatMap((schema) => branches(schema).flatMap((branch) => Object.keys(branch.properties ?? {})));
}

function branches(schema: JsonSchema): readonly JsonSchema[] {
  return schema.anyOf === undefined ? [schema] : schema.anyOf.flatMap(branches);
}

function below(schema: JsonSchema, part: string): readonly JsonSchema[] {
  return branches(schema).flatMap((branch) => {
    const property = branch.properties?.[part];
    const rest = typeof branch.additionalProperties === 'object' ? branch.additionalProperties : undefined;
    return [property ?? rest ?? branch.items].filter((found) => found !== undefined);
  });
}
