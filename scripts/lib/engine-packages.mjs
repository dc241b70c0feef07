/**
 * A Docker Engine of our own where the machine has none: Debian's packages unpacked below `.tools/engine`.
 * sid has the newest, and moves; trixie's stay put and serve where sid's no longer start on this machine.
 */
import { existsSync, mkdirSync, readdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { installOnSystem, unpack } from './debian.mjs';
import { install, installed } from './installed.mjs';
import { run, which } from './run.mjs';
import { SetupError, say } from './say.mjs';

const suites = ['sid', 'trixie'];
const packages = ['docker.io', 'docker-cli', 'containerd', 'docker-buildx'];

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
  for (const suite of suites) {
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
  await run(join(root, 'usr/sbin/dockerd'), ['--version']);
  await run(join(bin, 'containerd'), ['--version']);
  await run(join(bin, 'docker'), ['--version']);
  await run(buildxOf(root), ['version']);
  mkdirSync(join(folder, 'bin'));
  symlinkSync('../root/usr/bin/docker', join(folder, 'bin/docker'));
  return { version: versions['docker.io'], suite, packages: versions };
}

/** Where a Debian package of buildx puts the plugin. */
export function buildxOf(root) {
  const places = ['usr/libexec/docker/cli-plugins', 'usr/lib/docker/cli-plugins', 'usr/bin'];
  const found = places.map((place) => join(root, place, 'docker-buildx')).find(existsSync);
  if (!found) throw new SetupError(`buildx is not where Debian’s package had it; found ${readdirSync(join(root, 'usr')).join(', ')}`);
  return found;
}
