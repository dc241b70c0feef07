/**
 * Packages of any Debian suite, unpacked into a folder of ours: the machine's own package lists, sources and
 * installed packages are neither read nor changed, because apt gets its own directories below `.tools/apt`.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runAsRoot } from './privilege.mjs';
import { toolsDir } from './paths.mjs';
import { run, which } from './run.mjs';
import { SetupError } from './say.mjs';

const apt = join(toolsDir, 'apt');
const keyring = '/usr/share/keyrings/debian-archive-keyring.gpg';
const options = {
  'Dir::Etc::sourcelist': join(apt, 'sources.list'),
  'Dir::Etc::sourceparts': join(apt, 'parts'),
  'Dir::State::lists': join(apt, 'lists'),
  'Dir::Cache': join(apt, 'cache'),
  // the unprivileged user that apt downloads as cannot enter a checkout below someone's home
  'APT::Sandbox::User': 'root',
};
const flags = Object.entries(options).flatMap(([key, value]) => ['-o', `${key}=${value}`]);

export const isDebianLike = () => existsSync('/etc/debian_version') && which('apt-get') !== undefined;

/** The mirror that this machine already uses, so that a company's proxy or mirror goes on being used. */
export function mirror() {
  const files = ['/etc/apt/sources.list', ...listSources()].filter((file) => existsSync(file));
  for (const text of files.map((file) => readFileSync(file, 'utf8'))) {
    const found = /^URIs:\s*(\S+\/debian)\/?\s*$/m.exec(text) ?? /^deb\s+(?:\[.*?\]\s+)?(\S+\/debian)\/?\s/m.exec(text);
    if (found) return found[1];
  }
  return undefined;
}

function listSources() {
  const folder = '/etc/apt/sources.list.d';
  return existsSync(folder) ? readdirSync(folder).map((name) => join(folder, name)) : [];
}

let updated;

/** Whether packages of other Debian suites can be had here; on Ubuntu only its own can (`suite: 'own'`). */
export const hasDebianSuites = () => isDebianLike() && mirror() !== undefined && existsSync(keyring);

/** Reads the package lists of trixie and sid, once a process. */
function update() {
  updated ??= (async () => {
    const from = mirror();
    if (!hasDebianSuites()) {
      throw new SetupError('this machine has no Debian package source to install from', [
        'install Docker Engine ≥ 25 with buildx, and start it: https://docs.docker.com/engine/install/',
      ]);
    }
    for (const folder of ['lists/partial', 'cache/archives/partial', 'parts']) mkdirSync(join(apt, folder), { recursive: true });
    writeFileSync(join(apt, 'sources.list'), ['trixie', 'sid'].map((suite) => `deb [signed-by=${keyring}] ${from} ${suite} main\n`).join(''));
    await run('apt-get', [...flags, 'update', '-qq'], { env: { LC_ALL: 'C' } });
  })();
  return updated;
}

/** Downloads packages of one suite (`own`: the machine's) and unpacks them into `folder`. Returns name → version. */
export async function unpack(packages, suite, folder) {
  const own = suite === 'own';
  if (!own) await update();
  const downloads = join(apt, `download-${process.pid}-${suite}`);
  mkdirSync(downloads, { recursive: true });
  try {
    const names = own ? packages : packages.map((name) => `${name}/${suite}`);
    await run('apt-get', [...(own ? [] : flags), 'download', '-qq', ...names], { cwd: downloads, env: { LC_ALL: 'C' } });
    mkdirSync(folder, { recursive: true });
    const versions = {};
    for (const file of readdirSync(downloads).filter((name) => name.endsWith('.deb'))) {
      await run('dpkg', ['-x', join(downloads, file), folder]);
      const { stdout } = await run('dpkg-deb', ['-f', join(downloads, file), 'Package', 'Version']);
      versions[/^Package: (.*)$/m.exec(stdout)[1]] = /^Version: (.*)$/m.exec(stdout)[1];
    }
    return versions;
  } finally {
    rmSync(downloads, { recursive: true, force: true });
  }
}

/** Installs packages of the machine's own suite, for the few that work only from their place in the system. */
export async function installOnSystem(packages) {
  if (!isDebianLike()) throw new SetupError(`missing on this machine: ${packages.join(', ')}`, ['install them with the machine’s package manager']);
  const env = { DEBIAN_FRONTEND: 'noninteractive', LC_ALL: 'C' };
  const install = () => runAsRoot('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...packages], { env });
  try {
    await install();
  } catch {
    // a machine fresh from its image has no package lists, or ones that name packages which are gone
    await runAsRoot('apt-get', ['update', '-qq'], { env });
    await install();
  }
}
