/**
 * Writes schemas/<command>.schema.json, the JSON Schema of each command's `--json` document, from src/output/documents.
 * `--check` writes nothing and fails when one is out of date. Those of the files that acgs reads are generate-config-schema.mjs's.
 */
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { loadSource } from './lib/load-source.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const folder = join(root, 'schemas');
const check = process.argv.includes('--check');

const { documentSchemas } = await loadSource(join(root, 'src/output/documents/json-schemas.ts'));
const files = new Map(
  [...documentSchemas()].map(([name, schema]) => [name, `${JSON.stringify(schema, null, 2)}\n`]),
);
const outdated = [...files].filter(([name, text]) => {
  const file = join(folder, name);
  return !existsSync(file) || readFileSync(file, 'utf8') !== text;
});
const left = readdirSync(folder).filter(
  (name) => /^(?!acgs\.|policy\.).*\.schema\.json$/.test(name) && !files.has(name),
);
if (!check) {
  for (const [name, text] of outdated) writeFileSync(join(folder, name), text);
  for (const name of left) rmSync(join(folder, name));
}
const names = [...outdated.map(([name]) => name), ...left];
if (check && names.length > 0) {
  console.error(`out of date: ${names.join(', ')}: run node scripts/schemas.mjs`);
  process.exitCode = 1;
} else console.log(`${files.size} schemas, ${names.length} ${check ? 'out of date' : 'written'}`);
