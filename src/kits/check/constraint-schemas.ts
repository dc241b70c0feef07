import { type CheckedFile } from './finding.js';
import { objectsIn } from './kubernetes-objects.js';
import { type Schema } from './kubernetes-schemas.js';

interface ConstraintTemplate {
  readonly kind?: unknown;
  readonly spec?: {
    readonly crd?: {
      readonly spec?: {
        readonly names?: { readonly kind?: unknown };
        readonly validation?: { readonly openAPIV3Schema?: Schema };
      };
    };
  };
}

const texts: Schema = { type: 'array', items: { type: 'string' } };
const closed = (properties: Readonly<Record<string, Schema>>, more: Schema = {}): Schema => ({
  type: 'object',
  properties,
  additionalProperties: false,
  ...more,
});
const selector: Schema = closed({
  matchLabels: { type: 'object', additionalProperties: { type: 'string' } },
  matchExpressions: {
    type: 'array',
    items: closed(
      {
        key: { type: 'string' },
        operator: { enum: ['In', 'NotIn', 'Exists', 'DoesNotExist'] },
        values: texts,
      },
      { required: ['key', 'operator'] },
    ),
  },
});

/** What every constraint has, whatever its template (open-policy-agent/gatekeeper, docs "Constraints"). */
const common: Readonly<Record<string, Schema>> = {
  enforcementAction: { enum: ['deny', 'dryrun', 'warn', 'scoped'] },
  scopedEnforcementActions: {
    type: 'array',
    items: closed({
      action: { enum: ['deny', 'dryrun', 'warn'] },
      enforcementPoints: { type: 'array', items: closed({ name: { type: 'string' } }) },
    }),
  },
  match: closed({
    kinds: { type: 'array', items: closed({ apiGroups: texts, kinds: texts }) },
    scope: { enum: ['*', 'Cluster', 'Namespaced'] },
    namespaces: texts,
    excludedNamespaces: texts,
    labelSelector: selector,
    namespaceSelector: selector,
    name: { type: 'string' },
    source: { enum: ['All', 'Generated', 'Original'] },
  }),
};

/**
 * Schemas of Gatekeeper constraints, by `apiVersion kind`: those that Gatekeeper makes of the ConstraintTemplates among some files.
 * A parameter that the template does not name is refused.
 */
export function constraintSchemas(files: readonly CheckedFile[]): ReadonlyMap<string, Schema> {
  const schemas = new Map<string, Schema>();
  for (const object of files.filter(({ text }) => text.includes('ConstraintTemplate')).flatMap(objectsIn)) {
    const { kind, spec } = object as ConstraintTemplate;
    const { names, validation } = spec?.crd?.spec ?? {};
    if (kind !== 'ConstraintTemplate' || typeof names?.kind !== 'string') continue;
    const identity = { apiVersion: 'constraints.gatekeeper.sh/v1beta1', kind: names.kind };
    const schema = constraint(identity, validation?.openAPIV3Schema ?? {});
    schemas.set(`${identity.apiVersion} ${identity.kind}`, schema);
  }
  return schemas;
}

function constraint({ apiVersion, kind }: Record<'apiVersion' | 'kind', string>, parameters: Schema): Schema {
  const properties = {
    apiVersion: { enum: [apiVersion] },
    kind: { enum: [kind] },
    metadata: { type: 'object', required: ['name'] },
    spec: closed({ ...common, parameters: strict(parameters) }),
  };
  return closed(properties, { required: ['apiVersion', 'kind', 'metadata'] });
}

/** The same schema, without fields that it does not name. */
function strict(schema: Schema): Schema {
  const { properties, items } = schema as { properties?: Record<string, Schema>; items?: Schema };
  return {
    ...schema,
    ...(items === undefined ? {} : { items: strict(items) }),
    ...(properties === undefined
      ? {}
      : {
          properties: Object.fromEntries(
            Object.entries(properties).map(([name, one]) => [name, strict(one)]),
          ),
          additionalProperties: schema['additionalProperties'] ?? false,
        }),
  };
}
