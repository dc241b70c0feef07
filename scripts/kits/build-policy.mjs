/**
 * Compiles the Rego of the kit `policies` to WebAssembly, every test an entry point of its own, so that acgs runs policy and tests
 * without opa. `--check` builds anew and compares.
 */
import { globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from '../lib/paths.mjs';
import { run } from '../lib/run.mjs';
import { SetupError, main, say } from '../lib/say.mjs';
import { tool } from '../lib/toolbox.mjs';

const kit = join(root, 'templates/kits/policies');
const target = join(kit, 'pods.wasm');

async function build() {
  const sources = globSync('templates/*.rego', { cwd: kit }).sort();
  const tests = readFileSync(join(kit, 'templates/pods_test.rego'), 'utf8').match(/^test_\w+/gm);
  const entries = ['acgs/pods/deny', ...[...new Set(tests)].sort().map((name) => `acgs/pods_test/${name}`)];
  const folder = mkdtempSync(join(tmpdir(), 'acgs-policy-'));
  try {
    const bundle = join(folder, 'bundle.tar.gz');
    const args = [
      'build',
      '--target=wasm',
      '--v1-compatible',
      ...entries.flatMap((entry) => ['-e', entry]),
      '-o',
      bundle,
      ...sources,
    ];
    await run(await tool('opa'), args, { cwd: kit });
    await run('tar', ['-xzf', bundle, '-C', folder, '/policy.wasm']);
    return readFileSync(join(folder, 'policy.wasm'));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

await main(async () => {
  const built = await build();
  if (process.argv.includes('--check')) {
    if (!built.equals(readFileSync(target)))
      throw new SetupError('templates/kits/policies/pods.wasm is out of date', [
        'node scripts/kits/build-policy.mjs',
      ]);
    return say('templates/kits/policies/pods.wasm is what its Rego compiles to');
  }
  writeFileSync(target, built);
  say(`templates/kits/policies/pods.wasm: ${built.length} bytes`);
});
