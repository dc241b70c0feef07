// Measures the linter on outside cases (../shared/cases, or the folder ACGS_CASES names), per rule and polarity:
// `must` = cases in which the rule has to fire, `must not` = cases in which it has to stay silent.
// The case files are data for measuring only; their licence keeps them out of this repository.
import { build } from 'esbuild';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { tool } from './lib/toolbox.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const named = process.env.ACGS_CASES;
const folder = named && named !== '1' && named !== 'true' ? named : join(root, '../shared/cases');
const files = ['dockerfile-lint-sample.jsonl', 'buildkit-check-sample.jsonl'].map((name) =>
  join(folder, name),
);

if (!files.every(existsSync)) {
  const required = Boolean(process.env.CI || named);
  console.log(
    `cases: ${required ? 'missing' : 'left out, no such files'}: ${files.filter((file) => !existsSync(file)).join(', ')}`,
  );
  process.exit(required ? 1 : 0);
}

const scratch = mkdtempSync(join(tmpdir(), 'acgs-cases-'));
try {
  const outfile = join(scratch, 'measure.mjs');
  await build({
    entryPoints: [join(root, 'test/dockerfile/cases.ts')],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    logLevel: 'error',
  });
  const { measure, report } = await import(pathToFileURL(outfile).href);
  const read = (file) =>
    readFileSync(file, 'utf8')
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line));
  const [hadolint, buildkit] = files.map(read);
  const score = measure(hadolint, buildkit, await tool('shellcheck'));
  console.log(report(score, process.argv.includes('--all')));
  process.exitCode = score.failures.length === 0 ? 0 : 1;
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
