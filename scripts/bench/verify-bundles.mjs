/** A thousand keyless bundles of one trusted root: our CPU for each against plain `@sigstore/verify`, and whether both say the same. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { passing } from './measure.mjs';

const BUNDLES = 1000;

/** @param {{node: string, root: string}} tools @returns lines of the table */
export async function verifyBundles({ node, root }) {
  const { build } = await import('esbuild');
  const folder = mkdtempSync(join(tmpdir(), 'acgs-bench-bundles-'));
  try {
    const outfile = join(folder, 'judge.mjs');
    await build({
      absWorkingDir: root,
      entryPoints: ['test/verification/bench/judge-bundles.ts'],
      outfile,
      bundle: true,
      platform: 'node',
      format: 'esm',
      banner: {
        js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);",
      },
      logLevel: 'error',
    });
    const { stdout } = passing(node, [outfile, String(BUNDLES)], { cwd: folder });
    return JSON.parse(stdout).map(({ what, ours, plain }) => ({
      name: `CPU for a bundle ${what} / @sigstore/verify (same verdicts on ${BUNDLES})`,
      value: ours / plain,
      most: 0.3,
      note: `${ours.toFixed(2)} ms / ${plain.toFixed(2)} ms`,
    }));
  } finally {
    rmSync(folder, { recursive: true });
  }
}
