// Writes the generated pages: docs/cli/ (from oclif.manifest.json), docs/errors.md and docs/rules/ (from the source's own
// records). `--check` writes nothing and fails when a page is out of date.
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { commandPages } from './docs/command-pages.mjs';
import { errorPage } from './docs/error-page.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const check = process.argv.includes('--check');

const pages = new Map([...commandPages(root), ...(await errorPage(root))]);
const outdated = [];
for (const [path, text] of pages) {
  const file = join(root, path);
  if (existsSync(file) && readFileSync(file, 'utf8') === text) continue;
  outdated.push(path);
  if (check) continue;
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}
const cli = join(root, 'docs/cli');
for (const name of existsSync(cli) ? readdirSync(cli) : []) {
  if (pages.has(`docs/cli/${name}`)) continue;
  outdated.push(`docs/cli/${name}`);
  if (!check) rmSync(join(cli, name));
}
if (check && outdated.length > 0) {
  console.error(`out of date: ${outdated.join(', ')}: run \`npm run docs\``);
  process.exitCode = 1;
} else console.log(`${pages.size} pages, ${outdated.length} ${check ? 'out of date' : 'written'}`);
