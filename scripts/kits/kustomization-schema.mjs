/**
 * Kustomize reads kustomization.yaml itself and ships no schema of it: written by hand after its reference
 * (kubectl.docs.kubernetes.io/references/kustomize/kustomization).
 */
const text = { type: 'string' };
const texts = { type: 'array', items: text };
const map = { type: 'object', additionalProperties: text };
const closed = (properties, required = []) => ({
  type: 'object',
  properties,
  required,
  additionalProperties: false,
});
const list = (properties, required) => ({ type: 'array', items: closed(properties, required) });
const flag = { type: 'boolean' };
const open = { type: 'object' };

const target = closed({
  group: text,
  version: text,
  kind: text,
  name: text,
  namespace: text,
  labelSelector: text,
  annotationSelector: text,
});
const fieldSpecs = list({ group: text, version: text, kind: text, path: text, create: flag });
const generatorOptions = closed({
  labels: map,
  annotations: map,
  disableNameSuffixHash: flag,
  immutable: flag,
});
const generator = {
  name: text,
  namespace: text,
  behavior: { enum: ['create', 'merge', 'replace'] },
  files: texts,
  literals: texts,
  envs: texts,
  options: generatorOptions,
};

export const kustomizations = {
  'kustomize.config.k8s.io/v1beta1 Kustomization': kustomization(
    'kustomize.config.k8s.io/v1beta1',
    'Kustomization',
  ),
  'kustomize.config.k8s.io/v1alpha1 Component': kustomization(
    'kustomize.config.k8s.io/v1alpha1',
    'Component',
  ),
};

function kustomization(apiVersion, kind) {
  const properties = {
    apiVersion: { enum: [apiVersion] },
    kind: { enum: [kind] },
    metadata: open,
    namespace: text,
    namePrefix: text,
    nameSuffix: text,
    commonAnnotations: map,
    labels: list({ pairs: map, includeSelectors: flag, includeTemplates: flag, fields: fieldSpecs }),
    resources: texts,
    components: texts,
    crds: texts,
    configurations: texts,
    generators: texts,
    transformers: texts,
    validators: texts,
    buildMetadata: texts,
    openapi: map,
    sortOptions: open,
    patches: list({
      path: text,
      patch: text,
      target,
      options: { type: 'object', additionalProperties: flag },
    }),
    images: list(
      { name: text, newName: text, newTag: { type: ['string', 'number'] }, digest: text, tagSuffix: text },
      ['name'],
    ),
    replicas: list({ name: text, count: { type: 'integer' } }, ['name', 'count']),
    replacements: { type: 'array', items: open },
    configMapGenerator: list(generator),
    secretGenerator: list({ ...generator, type: text }),
    generatorOptions,
    helmCharts: { type: 'array', items: open },
    helmGlobals: open,
  };
  return closed(properties, ['apiVersion', 'kind']);
}
