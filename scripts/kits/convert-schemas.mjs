/**
 * Makes schemas/kubernetes/schemas.json, by which `acgs kit check` judges Kubernetes objects without a network: JSON Schemas of the
 * kinds in schema-sources.mjs, strict, for four versions of Kubernetes. Run by hand when a source has a new version; its result is
 * committed. Needs the Go proxy and the Python package index, once.
 */
import { globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { goModuleFolder } from '../lib/go.mjs';
import { root, toolsDir } from '../lib/paths.mjs';
import { main, say } from '../lib/say.mjs';
import { download, wheelVersion } from '../lib/wheel.mjs';
import { customResources, kubernetes } from './schema-sources.mjs';
import { kustomizations } from './kustomization-schema.mjs';
import { SharedSchemas } from './shared-schemas.mjs';
import { customResource } from './structural-schema.mjs';

const dropped = new Set([
  'description',
  'format',
  'default',
  'x-kubernetes-group-version-kind',
  'x-kubernetes-list-map-keys',
  'x-kubernetes-list-type',
  'x-kubernetes-map-type',
  'x-kubernetes-patch-merge-key',
  'x-kubernetes-patch-strategy',
  'x-kubernetes-unions',
  '$id',
  '$schema',
]);

await main(async () => {
  const draft = join(toolsDir, 'schema-sources');
  rmSync(draft, { recursive: true, force: true });
  mkdirSync(draft, { recursive: true });
  const pool = new SharedSchemas();
  const kinds = {};
  const sources = [
    { name: `${kubernetes.wheel} ${wheelVersion(kubernetes.wheel)}`, licence: kubernetes.licence },
  ];
  try {
    const folder = join(
      await download(kubernetes.wheel, draft),
      'kubernetes_validate/kubernetes-json-schema',
    );
    const objectMeta = addKubernetes(folder, pool, kinds);
    for (const [id, schema] of Object.entries(kustomizations)) kinds[id] = { any: pool.add(schema) };
    for (const source of customResources) {
      sources.push({ name: `${source.module} ${source.version}`, licence: source.licence });
      await addCustomResources(source, objectMeta, pool, kinds);
    }
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
  const { roots, parts } = pool.finish(kinds);
  const sorted = Object.fromEntries(Object.entries(roots).sort(([a], [b]) => (a < b ? -1 : 1)));
  const text = JSON.stringify({ sources, versions: kubernetes.versions, kinds: sorted, parts });
  mkdirSync(join(root, 'schemas/kubernetes'), { recursive: true });
  writeFileSync(join(root, 'schemas/kubernetes/schemas.json'), `${text}\n`);
  say(
    `${Object.keys(kinds).length} kinds, ${parts.length} shared parts, ${(text.length / 1024).toFixed(0)} KiB`,
  );
});

/** Adds the kinds of Kubernetes by version; returns the schema of metadata, which custom resources share. */
function addKubernetes(folder, pool, kinds) {
  let objectMeta;
  for (const version of kubernetes.versions) {
    const { definitions, $defs = definitions } = JSON.parse(
      readFileSync(join(folder, `v${version}.0-local-strict/_definitions.json`), 'utf8'),
    );
    const expanded = new Map();
    const expand = (value) => {
      if (Array.isArray(value)) return value.map(expand);
      if (typeof value !== 'object' || value === null) return value;
      if (typeof value.$ref === 'string') return definition(value.$ref.split('/').at(-1));
      const { properties, ...rest } = value;
      const made = Object.fromEntries(
        Object.entries(rest)
          .filter(([key]) => !dropped.has(key))
          .map(([key, item]) => [key, expand(item)]),
      );
      if (properties !== undefined)
        made.properties = Object.fromEntries(
          Object.entries(properties).map(([key, item]) => [key, expand(item)]),
        );
      return made;
    };
    const definition = (name) => {
      if (!expanded.has(name)) expanded.set(name, expand($defs[name]));
      return expanded.get(name);
    };
    for (const [name, schema] of Object.entries($defs)) {
      for (const { group, version: api, kind } of schema['x-kubernetes-group-version-kind'] ?? []) {
        const id = `${group === '' ? api : `${group}/${api}`} ${kind}`;
        if (!kubernetes.kinds.includes(id)) continue;
        const properties = { ...definition(name).properties };
        delete properties.status;
        (kinds[id] ??= {})[version] = pool.add({
          ...definition(name),
          properties,
          required: ['apiVersion', 'kind', 'metadata'],
        });
      }
      if (name.endsWith('meta.v1.ObjectMeta')) objectMeta = definition(name);
    }
  }
  const lost = kubernetes.kinds.filter(
    (id) => Object.keys(kinds[id] ?? {}).length !== kubernetes.versions.length,
  );
  if (lost.length > 0) throw new Error(`no schema of ${lost.join(', ')}`);
  return objectMeta;
}

async function addCustomResources({ module, version, files, kinds: wanted }, objectMeta, pool, kinds) {
  const folder = await goModuleFolder(module, version);
  const found = new Set();
  for (const file of globSync(files, { cwd: folder }).sort()) {
    for (const document of parseAllDocuments(readFileSync(join(folder, file), 'utf8'))) {
      const definition = document.toJS();
      if (definition?.kind !== 'CustomResourceDefinition') continue;
      const { group, names, versions } = definition.spec;
      if (!wanted.includes(names.kind)) continue;
      for (const { name, served, schema } of versions) {
        if (!served || schema?.openAPIV3Schema === undefined) continue;
        const identity = { apiVersion: `${group}/${name}`, kind: names.kind };
        kinds[`${group}/${name} ${names.kind}`] = {
          any: pool.add(customResource(schema.openAPIV3Schema, identity, objectMeta)),
        };
        found.add(names.kind);
      }
    }
  }
  const lost = wanted.filter((kind) => !found.has(kind));
  if (lost.length > 0) throw new Error(`${module}: no definition of ${lost.join(', ')}`);
}
