import { configurationJsonSchema, type JsonSchema } from './json-schema.js';

/** The keys that may stand at a place of a file, by default of acgs.yaml, for suggestions; empty where any may. */
export function knownKeysAt(
  path: readonly PropertyKey[],
  schema: JsonSchema = configurationJsonSchema(),
): readonly string[] {
  let here: readonly JsonSchema[] = [schema];
  for (const part of path) here = here.flatMap((one) => below(one, String(part)));
  return here.flatMap((one) => branches(one).flatMap((branch) => Object.keys(branch.properties ?? {})));
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
