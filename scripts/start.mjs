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
import { root } from './lib/paths.mjs';
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
    const env = { ...engine.env, ...surroundings.env };
    const acgs = (args, { cwd, env: more }) => runAcgs(args, { cwd, env: { ...env, ...more }, onStop });
    const key = await exampleKey(async (args, options) => {
      const code = await acgs(args, options);
      if (code !== 0) throw new SetupError(`acgs ${args.join(' ')} ended with ${code}`, [], code);
    });
    say(`\nThe machine is ready after ${elapsed()}. In ${relative(process.cwd(), repository)}:`);
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

function runAcgs(args, { cwd, env, onStop }) {
  return new Promise((resolve, reject) => {
    const child = spawn(launcher, args, {
      cwd,
      env: { ...process.env, ...env },
      stdio: ['ignore', 'inherit', 'inherit'],
    });
    const ended = new Promise((done) => child.once('close', done));
    onStop(async () => {
      if (child.exitCode === null && child.signalCode === null) child.kill('SIGTERM');
      await ended;
    });
    child.on('error', reject).on('close', (code) => resolve(code ?? 1));
  });
}

/** Prints where the evidence lies and how to verify it: with acgs, and with cosign for files on disk. */
function tellWhere(repository, publicKey) {
  const report = join(repository, 'dist/release/report.json');
  if (!existsSync(report)) return;
  const short = (path) => relative(process.cwd(), path) || '.';
  const { status, services = [] } = JSON.parse(readFileSync(report, 'utf8'));
  say(
    `\nThe release ${status} after ${elapsed()}. Its report: ${short(join(repository, 'dist/release/report.html'))}`,
  );
  for (const { name } of services)
    say(`  evidence of ${name}: ${short(join(repository, 'dist/release', name))}`);
  say('Verify it:');
  for (const { name, digest, evidence = [] } of services) {
    const folder = join(repository, 'dist/release', name);
    say(`  ${short(launcher)} verify --layout ${short(join(folder, 'image'))} --key ${short(publicKey)}`);
    const provenance = join(folder, 'provenance.sigstore.json');
    const { predicateType } =
      evidence.find((entry) => entry.predicateType?.startsWith('https://slsa.dev/')) ?? {};
    if (!digest || !existsSync(provenance)) continue;
    const subject = `--digest ${digest.replace('sha256:', '')} --digestAlg sha256`;
    say(
      `  cosign verify-blob-attestation --bundle ${short(provenance)} --key ${short(publicKey)} --insecure-ignore-tlog=true --type ${predicateType} ${subject}`,
    );
  }
}
