/** The test bench: an engine, a registry of each kind, base images, Trivy with its database, cosign 2 and 3 and their like. */
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { baseImages, publishedImages } from './base-images.mjs';
import { alive, answeringEngine, startEngine } from './engine.mjs';
import { toolsDir } from './paths.mjs';
import { imagesReachable } from './reach.mjs';
import { startRegistry } from './registry.mjs';
import { run, which } from './run.mjs';
import { step } from './say.mjs';
import { namesOf, tools } from './toolbox.mjs';

/** Where a developer's bench is described (scripts/dev-bench.mjs). */
export const devBenchFile = join(toolsDir, 'dev-bench.json');

/** The bench of `npm test` (ACGS_BENCH) or the developer's, if it is complete and alive. */
export function runningBench() {
  const file = process.env.ACGS_BENCH ?? devBenchFile;
  const bench = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined;
  return bench?.ready && bench.pids.every(alive) ? bench : undefined;
}

/**
 * Brings and starts what is missing.
 * @param {{name: string, own?: boolean, stay?: boolean, onProgress?: (bench: object) => void}} options
 *   `own`: start an engine even where one answers; `stay`: all outlives this process (a developer's bench)
 * @returns {Promise<{bench: object, stop: () => Promise<void>}>} bench as `Bench` in test/bench/bench.ts
 */
export async function startBench({ name, own = false, stay = false, onProgress = () => {} }) {
  const stops = [];
  const stop = async () => {
    for (const end of stops.splice(0).reverse()) await end();
  };
  try {
    const engine = (own ? undefined : await answeringEngine()) ?? (await started(stops, startEngine({ name: stay ? name : 'main', stay })));
    const env = engine.env;
    const paths = await tools(namesOf('start', 'test'));
    const referrers = await started(stops, startRegistry({ name: `${name}-referrers`, referrers: true, stay }));
    const plain = await started(stops, startRegistry({ name: `${name}-plain`, referrers: false, stay }));
    const bench = {
      ready: false,
      pids: [engine.pid, referrers.pid, plain.pid].filter(Boolean),
      engineVersion: engine.version,
      env,
      dockerHost: env.DOCKER_HOST,
      dockerConfig: env.DOCKER_CONFIG,
      tools: { docker: which('docker', env.PATH), ...paths },
      registryReferrers: referrers.address,
      registryPlain: plain.address,
      trivyDb: await trivyDatabase(paths['trivy-db'], referrers.address),
      baseImages: {},
    };
    onProgress(bench);
    const registry = referrers.address;
    bench.baseImages = (await imagesReachable()) ? await publishedImages({ crane: paths.crane, registry }) : await baseImages({ env, registry });
    bench.ready = true;
    onProgress(bench);
    return { bench, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function started(stops, starting) {
  const thing = await starting;
  stops.push(thing.stop);
  return thing;
}

/** Builds the small true vulnerability database and publishes it as Trivy's own is published. */
export async function trivyDatabase(program, registry) {
  return step('vulnerability database', async () => {
    const out = join(toolsDir, 'trivy-database');
    mkdirSync(out, { recursive: true });
    const repository = `${registry}/trivy-db`;
    await run(program, ['--out', out, '--push', `${repository}:2`]);
    return { repository: `${repository}:2`, folder: out };
  });
}
