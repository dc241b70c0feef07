/** What `npm start` needs, brought in order; what is there already is left alone. Starts nothing. */
import { answeringEngine } from './engine.mjs';
import { engineInstalled, missingSystemPackages } from './engine-packages.mjs';
import { dependencies } from './dependencies.mjs';
import { installed } from './installed.mjs';
import { bringNode, pathWithNode } from './node24.mjs';
import { root } from './paths.mjs';
import { imagesReachable, trivyDatabaseReachable } from './reach.mjs';
import { run, which } from './run.mjs';
import { step } from './say.mjs';
import { tool, tools } from './toolbox.mjs';

/** What this machine lacks, in words for the person who is asked: `{what, why, onSystem}` each. */
export async function missing() {
  const list = [];
  if (!(await answeringEngine())) {
    if (!installed('engine')) list.push('Docker Engine, containerd and buildx (Debian packages, unpacked below .tools/)');
    const system = missingSystemPackages();
    if (system.length > 0) list.push(`${system.join(' and ')} (apt-get install: the only change outside this folder)`);
  }
  if (!which('trivy') && !installed('trivy')) list.push('Trivy (below .tools/)');
  return list;
}

/** Node, npm packages and the built CLI. */
export async function buildAll() {
  await bringNode();
  await dependencies();
  await run('node', ['scripts/build.mjs'], { cwd: root, env: { PATH: pathWithNode() }, inherit: true });
}

/** All that `npm start` needs. Returns the engine that answers, if one does. */
export async function setup() {
  await buildAll();
  const engine = await answeringEngine();
  if (!engine && !installed('engine')) await step('Docker Engine', engineInstalled);
  if (!which('trivy')) await tool('trivy');
  if (!(await imagesReachable()) || !(await trivyDatabaseReachable())) await tools(['registry', 'trivy-db']);
  return engine;
}
