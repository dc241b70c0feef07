/**
 * Turns the OpenAPI schema of a custom resource into plain JSON Schema that refuses unknown fields, as kubeconform's -strict and
 * the API server's field validation do. Descriptions and CEL rules are left out: acgs does not evaluate them.
 */

const kept = [
  'type',
  'required',
  'enum',
  'pattern',
  'minimum',
  'maximum',
  'minLength',
  'maxLength',
  'minItems',
  'maxItems',
  'minProperties',
  'maxProperties',
  'exclusiveMinimum',
  'exclusiveMaximum',
  'multipleOf',
  'uniqueItems',
];

/** @param schema `openAPIV3Schema` of one version */
export function customResource(schema, { apiVersion, kind }, objectMeta) {
  const properties = { ...schema.properties };
  delete properties.status;
  const made = structural({ ...schema, properties });
  made.properties = {
    ...made.properties,
    apiVersion: { enum: [apiVersion] },
    kind: { enum: [kind] },
    metadata: objectMeta,
  };
  made.required = [...new Set([...(made.required ?? []), 'apiVersion', 'kind', 'metadata'])].sort();
  return made;
}

function structural(schema) {
  if (schema['x-kubernetes-int-or-string'])
    return withLogic(schema, {
      anyOf: [{ type: 'integer' }, { type: 'string', ...pick(schema, ['pattern']) }],
    });
  const made = pick(schema, kept);
  if (schema.nullable && typeof made.type === 'string') made.type = [made.type, 'null'];
  if (schema.items) made.items = structural(schema.items);
  if (typeof schema.additionalProperties === 'object')
    made.additionalProperties = structural(schema.additionalProperties);
  if (schema.properties) {
    made.properties = mapValues(schema.properties, structural);
    const open = schema['x-kubernetes-preserve-unknown-fields'] || schema.additionalProperties !== undefined;
    if (schema['x-kubernetes-embedded-resource'])
      for (const name of ['apiVersion', 'kind', 'metadata']) made.properties[name] ??= {};
    if (!open) made.additionalProperties = false;
  }
  return withLogic(schema, made);
}

/** What stands below these words restricts values further and names no fields of its own: no unknown field is refused there. */
function withLogic(schema, made) {
  const logic = {};
  for (const word of ['allOf', 'anyOf', 'oneOf'])
    if (schema[word] && !(schema['x-kubernetes-int-or-string'] && word === 'anyOf'))
      logic[word] = schema[word].map(bare);
  if (schema.not) logic.not = bare(schema.not);
  return { ...made, ...logic };
}

function bare(schema) {
  const made = pick(schema, kept);
  if (schema.properties) made.properties = mapValues(schema.properties, bare);
  if (schema.items) made.items = bare(schema.items);
  return withLogic(schema, made);
}

const pick = (object, names) =>
  Object.fromEntries(names.filter((name) => object[name] !== undefined).map((name) => [name, object[name]]));
const mapValues = (object, change) =>
  Object.fromEntries(Object.entries(object).map(([key, value]) => [key, change(value)]));
