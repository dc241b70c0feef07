/**
 * Writes schemas/acgs.schema.json from src/config/schema, the one source. `--check` only compares, and ends with 1 when
 * the file is not what the source says.
 */
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));
const target = join(root, 'schemas', 'acgs.schema.json');
const bundle = join(root, 'node_modules', `.acgs-config-schema-${process.pid}.mjs`);

await build({
  entryPoints: [join(root, 'src', 'config', 'json-schema.ts')],
  outfile: bundle,
  bundle: true,
  platform: 'node',
  format: 'esm',
  packages: 'external',
  logLevel: 'error',
});
try {
  const { configurationJsonSchema } = await import(pathToFileURL(bundle).href);
  const text = `${JSON.stringify(configurationJsonSchema(), null, 2)}\n`;
  if (!process.argv.includes('--check')) await writeFile(target, text);
  else if ((await readFile(target, 'utf8').catch(() => '')) !== text) {
    console.error('schemas/acgs.schema.json is not current: run node scripts/generate-config-schema.mjs');
    process.exitCode = 1;
  }
} finally {
  await rm(bundle, { force: true });
}
