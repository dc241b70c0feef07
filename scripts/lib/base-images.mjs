/**
 * Base images where no image registry can be reached: made from Debian's packages (toolchain/base-images), kept in the
 * engine between runs, and pushed to a local registry, from which builds take them as from any other.
 */
import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { mirror, unpack } from './debian.mjs';
import { install, installed } from './installed.mjs';
import { nodeFolder } from './node24.mjs';
import { debianArch, root, toolsDir } from './paths.mjs';
import { run, which } from './run.mjs';
import { SetupError, step } from './say.mjs';

/** name → the folder of toolchain/base-images, and what its build context needs besides. `debian` comes first: others are FROM it. */
const images = {
  'debian:trixie-slim': { folder: 'debian', fill: debianContext },
  'python:3.13-slim': { folder: 'python', fill: async () => {}, from: 'debian:trixie-slim' },
  'node:24-slim': { folder: 'node', fill: nodeContext, from: 'debian:trixie-slim' },
  'busybox:stable': { folder: 'busybox', fill: busyboxContext },
};

/** Where companies and distributions keep the certificates that the machine trusts. */
const certificates = ['/etc/ssl/certs/ca-certificates.crt', '/etc/pki/tls/certs/ca-bundle.crt', '/etc/ssl/cert.pem'];

/**
 * Makes the base images that the engine does not have yet and pushes all to the registry.
 * @param {{env: Record<string, string>, registry: string, names?: string[]}} options
 * @returns {Promise<Record<string, string>>} name as in a FROM → `127.0.0.1:PORT/library/NAME:TAG@sha256:…`
 */
export async function baseImages({ env, registry, names = Object.keys(images) }) {
  const wanted = Object.keys(images).filter((name) => names.some((asked) => asked === name || images[asked]?.from === name));
  const pushed = {};
  for (const name of wanted) {
    const local = `acgs-base/${images[name].folder}:${key(name)}`;
    const { code } = await run('docker', ['image', 'inspect', local], { env, ok: () => true });
    if (code !== 0) await step(`base image ${name}, from Debian packages`, () => build(name, local, { env, pushed }));
    pushed[name] = await push(local, `${registry}/library/${name}`, env);
  }
  return Object.fromEntries(Object.entries(pushed).filter(([name]) => names.includes(name)));
}

/** The published images instead, where they can be reached: copied into the registry as they are, for this machine's platform. */
export async function publishedImages({ crane, registry }) {
  const copied = {};
  for (const name of Object.keys(images)) {
    const target = `${registry}/library/${name}`;
    await step(`base image ${name}`, () => run(crane, ['copy', '--platform', `linux/${debianArch}`, `docker.io/library/${name}`, target]));
    const { stdout } = await run(crane, ['digest', target]);
    copied[name] = `${target}@${stdout.trim()}`;
  }
  return copied;
}

async function build(name, local, { env, pushed }) {
  const { folder, fill, from } = images[name];
  const source = join(root, 'toolchain/base-images', folder);
  const context = join(toolsDir, 'base-images', `${folder}-${process.pid}`);
  mkdirSync(context, { recursive: true });
  try {
    for (const file of readdirSync(source)) copyFileSync(join(source, file), join(context, file));
    await fill(context);
    const base = from ? ['--build-context', `${from}=docker-image://${pushed[from]}`] : [];
    await run('docker', ['buildx', 'build', '--quiet', '--load', '--provenance=false', ...base, '-t', local, context], { env });
  } finally {
    rmSync(context, { recursive: true, force: true });
  }
}

async function push(local, target, env) {
  await run('docker', ['tag', local, target], { env });
  const { stdout } = await run('docker', ['push', target], { env });
  await run('docker', ['image', 'rm', target], { env });
  const digest = /digest: (sha256:[0-9a-f]{64})/.exec(stdout)?.[1];
  if (!digest) throw new Error(`docker push ${target} told no digest`);
  return `${target}@${digest}`;
}

/** Changes when what the image is made of changes. */
function key(name) {
  const { folder, from } = images[name];
  const source = join(root, 'toolchain/base-images', folder);
  const hash = createHash('sha256').update(from ? key(from) : '');
  for (const file of readdirSync(source).sort()) hash.update(`${file}\0`).update(readFileSync(join(source, file)));
  return hash.digest('hex').slice(0, 12);
}

async function debianContext(context) {
  const from = mirror();
  if (!from) throw new SetupError('no Debian mirror to make a base image from', ['let this machine reach an image registry, e.g. Docker Hub']);
  const maker = which('mmdebstrap') ?? (await ownMmdebstrap());
  const skip = ['man', 'doc', 'locale', 'info'].map((name) => `--dpkgopt=path-exclude=/usr/share/${name}/*`);
  const keep = '--dpkgopt=path-include=/usr/share/doc/*/copyright';
  await run(maker, ['--quiet', '--variant=minbase', '--include=passwd,ca-certificates', ...skip, keep, 'trixie', join(context, 'rootfs.tar'), from], {
    // it calls mmtarfilter, which lies beside it
    env: { LC_ALL: 'C', SOURCE_DATE_EPOCH: '0', PATH: [dirname(maker), process.env.PATH].join(delimiter) },
  });
  const trusted = process.env.SSL_CERT_FILE ?? certificates.find(existsSync);
  copyFileSync(trusted, join(context, 'ca-certificates.crt'));
}

async function ownMmdebstrap() {
  const present = installed('mmdebstrap') ?? (await install('mmdebstrap', 'trixie', async (folder) => void (await unpack(['mmdebstrap'], 'trixie', folder))));
  return join(present.folder, 'usr/bin/mmdebstrap');
}

async function nodeContext(context) {
  await run('npm', ['ci', '--ignore-scripts', '--loglevel=error', '--no-audit', '--no-fund'], { cwd: context });
  await run('mv', [join(context, 'node_modules/npm'), join(context, 'npm')]);
  copyFileSync(join(nodeFolder(), 'bin/node'), join(context, 'node'));
}

async function busyboxContext(context) {
  const unpacked = join(context, 'unpacked');
  await unpack(['busybox-static'], 'trixie', unpacked);
  const program = ['bin/busybox', 'usr/bin/busybox'].map((path) => join(unpacked, path)).find(existsSync);
  copyFileSync(program, join(context, 'busybox'));
  rmSync(unpacked, { recursive: true });
}
