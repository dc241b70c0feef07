/**
 * Makes schemas/otel/collector.json, by which `acgs kit check` judges configurations of the OpenTelemetry collector without one: the
 * names of components and closed JSON Schemas of what they take. Run by hand for a new version; its result is committed. Needs the
 * Go proxy, once.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { goModuleFolder } from '../lib/go.mjs';
import { root } from '../lib/paths.mjs';
import { main, say } from '../lib/say.mjs';
import { CollectorSchemas } from './collector-schemas.mjs';
import { components, jaeger, licence, roots, shared, version } from './collector-sources.mjs';

await main(async () => {
  const folders = new Map();
  for (const { module, version: at } of [...components, ...shared])
    folders.set(module, await goModuleFolder(module, at));
  const schemas = new CollectorSchemas(folders, roots);
  const made = {};
  const add = (kind, name, component) => {
    (made[kind] ??= {})[name] = component;
  };
  for (const { module } of components) {
    const folder = folders.get(module);
    const {
      type,
      deprecated_type: alias,
      status,
    } = parse(readFileSync(join(folder, 'metadata.yaml'), 'utf8'));
    const schema = existsSync(join(folder, 'config.schema.yaml')) ? schemas.reference(module) : {};
    add(status.class, type, schema);
    if (alias !== undefined) add(status.class, alias, schema);
  }
  const folder = await goModuleFolder(jaeger.module, jaeger.version);
  for (const [kind, name, file] of jaeger.names) {
    if (!readFileSync(join(folder, file), 'utf8').includes(`component.MustNewType("${name}")`))
      throw new Error(`${file} does not define ${name}`);
    add(kind, name, {});
  }
  const sources = [...components, ...shared, jaeger].map((one) => ({
    name: `${one.module} ${one.version}`,
    licence,
  }));
  const text = JSON.stringify({ sources, version, components: made, definitions: schemas.definitions });
  mkdirSync(join(root, 'schemas/otel'), { recursive: true });
  writeFileSync(join(root, 'schemas/otel/collector.json'), `${text}\n`);
  say(`${components.length + jaeger.names.length} components, ${(text.length / 1024).toFixed(0)} KiB`);
  say(`any value is taken for: ${[...schemas.unknown].sort().join(', ')}`);
});
