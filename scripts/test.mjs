/**
 * `npm test`: brings every tool, starts the bench (an engine of our own if none answers), runs all tests, stops it all.
 * Arguments go to vitest: `npm test -- test/registry`. `.tools/test-results.json` holds the result for `.ci/run`.
 */
import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { startBench } from './lib/bench.mjs';
import { runChecks, staticChecks } from './lib/checks.mjs';
import { consent } from './lib/consent.mjs';
import { nodeProgram, pathWithNode } from './lib/node24.mjs';
import { root, toolsDir } from './lib/paths.mjs';
import { elapsed, main, say } from './lib/say.mjs';
import { buildAll, missing } from './lib/setup.mjs';
import { namesOf, tools } from './lib/toolbox.mjs';
import { untilSignal } from './lib/until-signal.mjs';

/** Groups that take minutes to build, with what names them: brought once a test file asks for one (see test/bench/bench.ts). */
const onDemand = { sigstore: 'sigstoreTools(', hsm: 'hsmTools(', kits: 'kitTools(' };

function groupsAskedFor() {
  const files = readdirSync(join(root, 'test'), { recursive: true })
    .filter((file) => file.endsWith('.ts') && !file.endsWith('bench/bench.ts'))
    .map((file) => readFileSync(join(root, 'test', file), 'utf8'));
  return Object.keys(onDemand).filter((group) => files.some((text) => text.includes(onDemand[group])));
}

const results = join(toolsDir, 'test-results.json');

function vitest(benchFile, onStop) {
  const args = [
    'run',
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${results}`,
    ...process.argv.slice(2).filter((arg) => arg !== '--yes'),
  ];
  return new Promise((resolve, reject) => {
    const child = spawn(nodeProgram(), [join(root, 'node_modules/vitest/vitest.mjs'), ...args], {
      cwd: root,
      stdio: ['ignore', 'inherit', 'inherit'],
      env: { ...process.env, PATH: pathWithNode(), ACGS_BENCH: benchFile },
    });
    const ended = new Promise((done) => child.once('close', done));
    onStop(async () => {
      child.kill('SIGTERM');
      await ended;
    });
    child.on('error', reject).on('close', (code) => resolve(code ?? 1));
  });
}

await main(async () => {
  mkdirSync(toolsDir, { recursive: true });
  rmSync(results, { force: true });
  say('Setting up the tests');
  await consent(await missing());
  await buildAll();
  // Everything means everything; with arguments a developer wants just those tests.
  const isWhole = !process.argv.slice(2).some((arg) => arg !== '--yes');
  if (isWhole && !(await runChecks(staticChecks))) return 1;
  return untilSignal(async ({ onStop }) => {
    const more = await tools(namesOf(...groupsAskedFor()));
    const { bench, stop } = await startBench({ name: 'test' });
    onStop(stop);
    bench.tools = { ...bench.tools, ...more };
    const benchFile = join(toolsDir, `test-bench-${process.pid}.json`);
    writeFileSync(benchFile, JSON.stringify(bench, null, 2));
    onStop(async () => rmSync(benchFile, { force: true }));
    say(`The bench is ready after ${elapsed()}`);
    return vitest(benchFile, onStop);
  });
});
