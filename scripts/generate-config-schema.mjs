/**
 * Writes the JSON Schemas of the files that acgs reads from their one source: schemas/acgs.schema.json of acgs.yaml,
 * schemas/acgs.lock.schema.json of acgs.lock.json, schemas/policy.schema.json of policy files. `--check` only compares, and ends with 1 when one is not what its source says.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { loadSource } from './lib/load-source.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));

const { configurationJsonSchema } = await loadSource(join(root, 'src/config/json-schema.ts'));
const { lockJsonSchema } = await loadSource(join(root, 'src/kits/lock-json-schema.ts'));
const { policyJsonSchema } = await loadSource(join(root, 'src/config/policy-json-schema.ts'));
const schemas = {
  'acgs.schema.json': configurationJsonSchema(),
  'acgs.lock.schema.json': lockJsonSchema(),
  'policy.schema.json': policyJsonSchema(),
};

for (const [name, schema] of Object.entries(schemas)) {
  const target = join(root, 'schemas', name);
  const text = `${JSON.stringify(schema, null, 2)}\n`;
  if (!process.argv.includes('--check')) await writeFile(target, text);
  else if ((await readFile(target, 'utf8').catch(() => '')) !== text) {
    console.error(`schemas/${name} is not current: run node scripts/generate-config-schema.mjs`);
    process.exitCode = 1;
  }
}
