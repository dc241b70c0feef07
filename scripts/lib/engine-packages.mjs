/**
 * A Docker Engine of our own where the machine has none: Debian's packages unpacked below `.tools/engine`.
 * sid has the newest, and moves; trixie's stay put and serve where sid's no longer start on this machine.
 */
import { existsSync, mkdirSync, readdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { hasDebianSuites, installOnSystem, isDebianLike, unpack } from './debian.mjs';
import { install, installed } from './installed.mjs';
import { run, which } from './run.mjs';
import { SetupError, say } from './say.mjs';

const suites = () => (hasDebianSuites() ? ['sid', 'trixie'] : isDebianLike() ? ['own'] : []);
const packages = ['docker.io', 'containerd', 'docker-buildx'];

/** The oldest engine that attests and exports OCI layouts. */
export const oldestEngine = 25;

/** runc and iptables find their libraries only from their place in the system. */
const systemPrograms = { runc: 'runc', iptables: 'iptables' };

/** Names of system packages that the engine lacks on this machine; what set-up will ask to install. */
export const missingSystemPackages = () =>
  Object.entries(systemPrograms)
    .filter(([program]) => !which(program, `${process.env.PATH}:/usr/sbin:/sbin`))
    .map(([, name]) => name);

/** Installs what the engine needs. Returns `{version, folder}`; its programs are in folder/root/usr/{bin,sbin}. */
export async function engineInstalled() {
  const missing = missingSystemPackages();
  if (missing.length > 0) await installOnSystem(missing);
  const present = installed('engine');
  if (present) return present;
  const reasons = [];
  for (const suite of suites()) {
    try {
      return await install('engine', suite, (folder) => fill(folder, suite));
    } catch (error) {
      reasons.push(`${suite}: ${error.message.split('\n').at(-1)}`);
      say(`  the engine of Debian ${suite} does not run here`);
      if (error instanceof SetupError) throw error;
    }
  }
  throw new SetupError(`no Docker Engine could be installed (${reasons.join('; ')})`, [
    'install Docker Engine ≥ 25 and start it: https://docs.docker.com/engine/install/',
  ]);
}

async function fill(folder, suite) {
  const root = join(folder, 'root');
  const versions = await unpack(packages, suite, root);
  const bin = join(root, 'usr/bin');
  // some releases keep the client in docker.io, others in a package of its own
  if (!existsSync(join(bin, 'docker'))) await unpack(['docker-cli'], suite, root);
  const { stdout } = await run(programOf(root, 'dockerd'), ['--version']);
  const major = Number(/version (\d+)/.exec(stdout)?.[1]);
  if (!(major >= oldestEngine)) throw new Error(`expected Docker Engine ≥ ${oldestEngine}, got ${stdout.trim()}`);
  await run(join(bin, 'containerd'), ['--version']);
  await run(join(bin, 'docker'), ['--version']);
  await run(buildxOf(root), ['version']);
  mkdirSync(join(folder, 'bin'));
  symlinkSync('../root/usr/bin/docker', join(folder, 'bin/docker'));
  return { version: versions['docker.io'], suite, packages: versions };
}

/** Where a package puts one of the engine's programs: Debian and Ubuntu differ. */
export const programOf = (root, name) => ['usr/sbin', 'usr/bin'].map((place) => join(root, place, name)).find(existsSync);

/** Where a Debian package of buildx puts the plugin. */
export function buildxOf(root) {
  const places = ['usr/libexec/docker/cli-plugins', 'usr/lib/docker/cli-plugins', 'usr/bin'];
  const found = places.map((place) => join(root, place, 'docker-buildx')).find(existsSync);
  if (!found) throw new SetupError(`buildx is not where Debian’s package had it; found ${readdirSync(join(root, 'usr')).join(', ')}`);
  return found;
}
