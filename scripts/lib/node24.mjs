/** The Node.js that everything here runs with: a binary package from npm, pinned with integrity, without install scripts. */
import { copyFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { root, toolsDir } from './paths.mjs';
import { run } from './run.mjs';
import { SetupError, step } from './say.mjs';

const source = join(root, 'toolchain/node');
const target = join(toolsDir, 'node');
const name = `node-${process.platform}-${process.arch}`;

/** The version that toolchain/node pins for this machine, or undefined if there is none for it. */
const pinned = JSON.parse(readFileSync(join(source, 'package.json'), 'utf8')).optionalDependencies[name];

export const nodeFolder = () => join(target, 'node_modules', name);
export const nodeProgram = () => join(nodeFolder(), 'bin/node');

/** PATH with our Node and the project's own programs first. */
export const pathWithNode = () => [join(nodeFolder(), 'bin'), join(root, 'node_modules/.bin'), process.env.PATH].join(delimiter);

/** Brings Node into `.tools/node` unless the pinned one is there. Returns the path of its program. */
export async function bringNode() {
  if (!pinned) throw new SetupError(`no pinned Node for ${process.platform} on ${process.arch}`, ['run this with Node 24 on Linux, or point ACGS_NODE at one']);
  const manifest = join(nodeFolder(), 'package.json');
  if (existsSync(manifest) && JSON.parse(readFileSync(manifest, 'utf8')).version === pinned) return nodeProgram();
  await step(`Node ${pinned}`, async () => {
    mkdirSync(target, { recursive: true });
    for (const file of ['package.json', 'package-lock.json']) copyFileSync(join(source, file), join(target, file));
    await run('npm', ['ci', '--ignore-scripts', '--loglevel=error', '--no-audit', '--no-fund'], { cwd: target });
    await run(nodeProgram(), ['--version']);
  });
  return nodeProgram();
}
