/**
 * `npm start`: releases `examples/` on this machine, from lint to verified evidence, and says where it lies. Docker and
 * Trivy are used where present; else they are brought (after asking), and stopped again. Nothing leaves the machine.
 */
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { baseImages } from './lib/base-images.mjs';
import { trivyDatabase } from './lib/bench.mjs';
import { consent } from './lib/consent.mjs';
import { startEngine } from './lib/engine.mjs';
import { configurationWith, exampleKey, exampleRepository } from './lib/example-repository.mjs';
import { root, toolsDir } from './lib/paths.mjs';
import { imagesReachable, trivyDatabaseReachable } from './lib/reach.mjs';
import { startRegistry } from './lib/registry.mjs';
import { SetupError, elapsed, main, say } from './lib/say.mjs';
import { missing, setup } from './lib/setup.mjs';
import { tool } from './lib/toolbox.mjs';
import { untilSignal } from './lib/until-signal.mjs';

const launcher = join(root, 'bin/acgs');

await main(async () => {
  say('Releasing examples/ on this machine');
  await consent(await missing());
  const answering = await setup();
  return untilSignal(async ({ onStop }) => {
    const engine = answering ?? (await startEngine());
    if (!answering) onStop(engine.stop);
    const repository = await exampleRepository();
    const surroundings = await localRegistry(engine.env, onStop);
    // what is made here stays here: nobody else builds on the layers of the examples
    const env = { ACGS_LAYER_CACHE: join(toolsDir, 'layers'), ...engine.env, ...surroundings.env };
    const acgs = (args, { cwd, env: more, quiet }) =>
      runAcgs(args, { cwd, env: { ...env, ...more }, onStop, quiet });
    const key = await exampleKey(async (args, options) => {
      const code = await acgs(args, { ...options, quiet: true });
      if (code !== 0) throw new SetupError(`acgs ${args.join(' ')} ended with ${code}`, [], code);
    });
    say(`\nReady after ${elapsed()}. Now, in ${here(repository)}:\n`);
    say(`  acgs release ${[...surroundings.args, '--key', relative(repository, key.key)].join(' ')}\n`);
    const code = await acgs(['release', ...surroundings.args, '--key', key.key], {
      cwd: repository,
      env: { COSIGN_PASSWORD: key.password },
    });
    tellWhere(repository, key.publicKey);
    return code;
  });
});

/** Where no image registry or vulnerability database can be reached: a local registry with what the examples need. */
async function localRegistry(env, onStop) {
  const images = await imagesReachable();
  const database = await trivyDatabaseReachable();
  if (images && database) return { args: [], env: {} };
  const registry = await startRegistry({ name: 'start' });
  onStop(registry.stop);
  const result = { args: [], env: {} };
  if (!images) {
    say('  Docker Hub cannot be reached: base images are made here, from Debian packages');
    const made = await baseImages({
      env,
      registry: registry.address,
      names: ['python:3.13-slim', 'node:24-slim'],
    });
    result.args = ['--config', await configurationWith(made)];
  }
  if (!database) {
    say(
      '  Trivy’s database cannot be reached: the scan uses a sample of a dozen true advisories. It shows the way; it clears nothing.',
    );
    result.env['TRIVY_DB_REPOSITORY'] = (
      await trivyDatabase(await tool('trivy-db'), registry.address)
    ).repository;
  }
  return result;
}

function runAcgs(args, { cwd, env, onStop, quiet = false }) {
  return new Promise((resolve, reject) => {
    const child = spawn(launcher, args, {
      cwd,
      env: { ...process.env, ...env },
      stdio: ['ignore', quiet ? 'ignore' : 'inherit', 'inherit'],
    });
    const ended = new Promise((done) => child.once('close', done));
    onStop(async () => {
      if (child.exitCode === null && child.signalCode === null) child.kill('SIGTERM');
      await ended;
    });
    child.on('error', reject).on('close', (code) => resolve(code ?? 1));
  });
}

/** Prints where the evidence lies and how to verify it: lines to paste where the user stands. */
function tellWhere(repository, publicKey) {
  const file = join(repository, 'dist/release/report.json');
  if (!existsSync(file)) return;
  const { status, services = [] } = JSON.parse(readFileSync(file, 'utf8'));
  const folderOf = (name) => join(repository, 'dist/release', name);
  say(`\nThe release ${status}, ${elapsed()} after the start.`);
  say(`\n  report    ${here(join(repository, 'dist/release/report.html'))}`);
  for (const [index, { name }] of services.entries())
    say(`  ${index === 0 ? 'evidence' : '        '}  ${here(folderOf(name))}`);
  const signed = services.filter(({ digest, evidence = [] }) => digest && evidence.length > 0);
  if (status !== 'passed' || signed.length === 0) return;
  say('\nVerify it:\n');
  for (const { name } of signed)
    say(
      `  ${program(launcher)} verify --layout ${here(join(folderOf(name), 'image'))} --key ${here(publicKey)}`,
    );
  say('\nWhere cosign 3 is installed (the report has such a line for every attestation):\n');
  for (const { name, digest } of signed) {
    const bundle = `--bundle ${here(join(folderOf(name), 'provenance.sigstore.json'))}`;
    const subject = `--digest ${digest.replace('sha256:', '')} --digestAlg sha256`;
    say(
      `  cosign verify-blob-attestation ${bundle} --key ${here(publicKey)} --insecure-ignore-tlog=true --type slsaprovenance1 ${subject}`,
    );
  }
  say('');
}

/** A path as a word of a shell, from the folder in which the user called npm (npm itself goes to the project's). */
function here(path) {
  const short = relative(process.env.INIT_CWD ?? process.cwd(), path) || '.';
  return /^[\w@%+=:,./-]+$/.test(short) ? short : `'${short.replaceAll("'", `'\\''`)}'`;
}

/** The same for a program: a bare name would be looked for on PATH. */
function program(path) {
  const word = here(path);
  return word.includes('/') ? word : `./${word}`;
}
