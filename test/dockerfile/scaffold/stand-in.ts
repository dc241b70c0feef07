import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { bench } from '../../bench/bench.js';
import { runOk } from '../../bench/run.js';

const folder = join(import.meta.dirname, 'stand-ins');
const made = new Map<string, Promise<string>>();

/**
 * An image that stands in for a toolchain's where no public registry can be reached: made from Debian's packages and those
 * of the languages' registries, on the bench's base images. Made once, and kept in the bench's registry.
 * @param name of a Dockerfile in `stand-ins`
 */
export function standIn(name: string): Promise<string> {
  const image = made.get(name) ?? make(name);
  made.set(name, image);
  return image;
}

async function make(name: string): Promise<string> {
  const { tools, registryReferrers, baseImages } = bench();
  const file = join(folder, `${name}.Dockerfile`);
  const text = readFileSync(file, 'utf8');
  const key = createHash('sha256').update(text).update(JSON.stringify(baseImages)).digest('hex').slice(0, 12);
  const image = `${registryReferrers}/scaffold-stand-in/${name}:${key}`;
  const contexts = Object.entries(baseImages).flatMap(([base, at]) => [
    '--build-context',
    `${base}=docker-image://${at}`,
  ]);
  const flags = ['--quiet', '--push', '--provenance=false', '--file', file, '--tag', image];
  await runOk(tools.docker, ['buildx', 'build', ...flags, ...contexts, folder], { timeout: 590_000 });
  return image;
}
