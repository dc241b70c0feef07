import { isObject, type JsonObject } from '../registry/bounded-json.js';

/** One thing that two image configurations say differently. */
export interface ConfigDifference {
  /** `User`, `Entrypoint`, `Env.PATH`, `Labels.maintainer`, `ExposedPorts.8080/tcp` … (image-spec, config.md). */
  readonly field: string;
  /** JSON; undefined where one does not have it. */
  readonly before: string | undefined;
  readonly after: string | undefined;
}

/** What a container does not see: layers, and when and how they came to be. */
const NOT_CONFIGURATION = new Set(['config', 'rootfs', 'history', 'created', 'moby.buildkit.buildinfo.v1']);

/** What two image configuration documents say differently about how the image runs, by field, sorted. */
export function compareConfigs(before: JsonObject, after: JsonObject): ConfigDifference[] {
  const [old, now] = [fieldsOf(before), fieldsOf(after)];
  return [...new Set([...old.keys(), ...now.keys()])]
    .filter((field) => old.get(field) !== now.get(field))
    .sort()
    .map((field) => ({ field, before: old.get(field), after: now.get(field) }));
}

function fieldsOf(document: JsonObject): ReadonlyMap<string, string> {
  const fields = new Map<string, string>();
  for (const [key, value] of Object.entries(document))
    if (!NOT_CONFIGURATION.has(key)) fields.set(key, JSON.stringify(value));
  const { config } = document;
  for (const [key, value] of Object.entries(isObject(config) ? config : {})) {
    if (key === 'Env' && Array.isArray(value)) {
      for (const line of value) {
        const [name = '', ...rest] = String(line).split('=');
        fields.set(`Env.${name}`, JSON.stringify(rest.join('=')));
      }
    } else if (SETS.has(key) && isObject(value)) {
      for (const [name, inner] of Object.entries(value)) fields.set(`${key}.${name}`, JSON.stringify(inner));
    } else if (!isEmpty(value)) fields.set(key, JSON.stringify(value));
  }
  return fields;
}

const SETS: ReadonlySet<string> = new Set(['Labels', 'ExposedPorts', 'Volumes']);

/** Builders write an empty list, null or nothing for the same. */
function isEmpty(value: unknown): boolean {
  return value === null || value === '' || value === false || (Array.isArray(value) && value.length === 0);
}
