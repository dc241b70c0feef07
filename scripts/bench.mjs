/**
 * `npm run bench`: what acgs costs, as ratios that were measured side by side on this machine, each beside its bound.
 * No figure fails it; it ends with another code than 0 only if something could not be run. Names choose parts:
 * `npm run bench -- start-up lint kits verify release`.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { kits } from './bench/kits.mjs';
import { startUp } from './bench/start-up.mjs';
import { releases } from './bench/release.mjs';
import { printTable } from './bench/table.mjs';
import { runningBench, startBench } from './lib/bench.mjs';
import { consent } from './lib/consent.mjs';
import { nodeProgram } from './lib/node24.mjs';
import { root } from './lib/paths.mjs';
import { SetupError, elapsed, main, say } from './lib/say.mjs';
import { buildAll, missing } from './lib/setup.mjs';
import { untilSignal } from './lib/until-signal.mjs';
import { verifyBundles } from './bench/verify-bundles.mjs';
import { verifyAgainstCosign } from './bench/verify-images.mjs';

const parts = ['start-up', 'lint', 'kits', 'verify', 'release'];
const lintFile = new URL('bench/lint.mjs', import.meta.url);

await main(async () => {
  const asked = process.argv.slice(2).filter((word) => !word.startsWith('-'));
  const unknown = asked.find((word) => !parts.includes(word));
  if (unknown !== undefined) throw new SetupError(`expected ${parts.join(', ')}, got ${unknown}`, [], 2);
  const wants = (part) => asked.length === 0 || asked.includes(part);
  await consent(await missing());
  await buildAll();
  return untilSignal(async ({ onStop }) => {
    const node = nodeProgram();
    const entry = join(root, 'bin/run.js');
    const rows = [];
    let commands = {};
    if (wants('start-up')) {
      say('Start-up');
      rows.push(...startUp({ node, root }));
    }
    if (wants('kits')) {
      say('Kits');
      rows.push(...kits({ node, root }));
    }
    const needsEngines = wants('release') || wants('lint') || wants('verify');
    const bench = needsEngines ? await engines(onStop) : undefined;
    if (wants('lint') && existsSync(lintFile)) {
      say('Lint');
      const { lintAgainstHadolint } = await import(lintFile);
      const { hadolint, shellcheck } = bench.tools;
      rows.push(...lintAgainstHadolint({ node, root, hadolint, shellcheck }));
    }
    if (wants('verify')) {
      say('Verification');
      const { cosign3: cosign, crane } = bench.tools;
      rows.push(...(await verifyBundles({ node, root })));
      rows.push(
        ...(await verifyAgainstCosign({ node, root, cosign, crane, registry: bench.registryReferrers })),
      );
    }
    if (wants('release')) {
      say('Releases of examples/');
      const measured = await releases({ node, entry, bench, say });
      rows.push(...measured.rows);
      commands = measured.commands;
    }
    printTable(rows, commands);
    say(`Measured in ${elapsed()}.`);
  });
});

/** The developer's bench if it is up, else one of this run's own. */
async function engines(onStop) {
  const running = runningBench();
  if (running) return running;
  const { bench, stop } = await startBench({ name: 'bench' });
  onStop(stop);
  return bench;
}
