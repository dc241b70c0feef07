import { type OutputUnit, Validator } from '@cfworker/json-schema';
import { type ComponentKind, type ComponentSchemas, SECTIONS } from './component-schemas.js';
import { type CollectorConfig, mapping, type Problem, typeOf } from './problem.js';

const validators = new Map<object, Validator>();

/** Sections and components that do not exist, and keys that they do not take. */
export function componentProblems(config: CollectorConfig, schemas: ComponentSchemas): readonly Problem[] {
  return Object.entries(config).flatMap(([section, value]) => {
    if (section === 'service') return [];
    const kind = (SECTIONS as Readonly<Record<string, ComponentKind>>)[section];
    if (kind === undefined) return [{ at: [section], message: 'a collector has no such section' }];
    return Object.entries(mapping(value)).flatMap(([id, settings]) =>
      judge([section, id], { kind, settings }, schemas),
    );
  });
}

function judge(
  at: readonly [section: string, id: string],
  { kind, settings }: { readonly kind: ComponentKind; readonly settings: unknown },
  { components, definitions }: ComponentSchemas,
): readonly Problem[] {
  const known = components[kind];
  const type = typeOf(at[1]);
  const schema = Object.hasOwn(known, type) ? known[type] : undefined;
  if (schema === undefined)
    return [
      { at, message: `acgs knows no ${kind} ${type}; it knows ${Object.keys(known).sort().join(', ')}` },
    ];
  const validator = validators.get(schema) ?? new Validator({ ...schema, definitions }, '7', false);
  validators.set(schema, validator);
  return validator
    .validate(settings)
    .errors.filter((error) => isTold(error, settings))
    .map(({ instanceLocation, keyword, error }) => ({
      at: [...at, ...steps(instanceLocation)],
      message:
        keyword === 'false' ? `${type} has no such key` : error.replace(/^Instance /, '').replace(/\.$/, ''),
    }));
}

/** Only what is wrong itself, not what it stands in; nor a value that the environment gives. */
function isTold({ keyword, instanceLocation }: OutputUnit, settings: unknown): boolean {
  if (['properties', 'items', '$ref', 'additionalProperties', 'allOf', 'anyOf'].includes(keyword))
    return false;
  const value = steps(instanceLocation).reduce<unknown>(
    (whole, key) => (Array.isArray(whole) ? (whole[Number(key)] as unknown) : mapping(whole)[key]),
    settings,
  );
  // the other branch of what may be left empty
  if (keyword === 'type' && typeof value === 'object' && value !== null) return Array.isArray(value);
  return typeof value !== 'string' || !value.includes('${');
}

function steps(pointer: string): readonly string[] {
  return pointer
    .split('/')
    .slice(1)
    .map((step) => decodeURIComponent(step).replaceAll('~1', '/').replaceAll('~0', '~'));
}
