/** The Docker engine that the scripts work with: the one that answers, or one of our own, started and stopped here. */
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { networkInterfaces, tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { buildxOf, engineInstalled, oldestEngine, programOf } from './engine-packages.mjs';
import { toolsDir } from './paths.mjs';
import { asRoot } from './privilege.mjs';
import { run, which } from './run.mjs';
import { SetupError, step } from './say.mjs';

const keeper = new URL('engine-keeper.mjs', import.meta.url).pathname;

/**
 * The engine that the docker CLI would use (DOCKER_HOST, context, default socket), if it answers and is new enough.
 * @returns {Promise<{version: string, env: Record<string, string>} | undefined>}
 */
export async function answeringEngine() {
  if (!which('docker')) return undefined;
  const { code, stdout } = await run('docker', ['version', '--format', '{{.Server.Version}}'], { ok: () => true, timeout: 20_000 });
  const version = stdout.trim();
  if (code !== 0 || !(Number.parseInt(version, 10) >= oldestEngine)) return undefined;
  const buildx = await run('docker', ['buildx', 'version'], { ok: () => true });
  if (buildx.code === 0) return { version, env: {} };
  const { stdout: host } = await run('docker', ['context', 'inspect', '--format', '{{.Endpoints.docker.Host}}']);
  const { folder } = await engineInstalled();
  return { version, env: { DOCKER_HOST: process.env.DOCKER_HOST ?? host.trim(), DOCKER_CONFIG: dockerConfig(folder) } };
}

/**
 * Starts a Docker engine of our own. It ends with this process (or by `stop`), unless `stay`.
 * @param {{name?: string, stay?: boolean}} options `name` keys its data, so that two engines never share them
 * @returns {Promise<{version: string, env: Record<string, string>, pid: number, stop: () => Promise<void>}>}
 */
export async function startEngine({ name = 'main', stay = false } = {}) {
  const { folder, version } = await step('Docker Engine: install', engineInstalled);
  return step(`Docker Engine ${version}: start`, () => launch({ folder, version, name, stay }));
}

async function launch({ folder, version, name, stay }) {
  const data = dataFolder(name);
  const runDir = runFolder();
  const socket = join(runDir, 'docker.sock');
  const logFile = join(toolsDir, `engine-${name}.log`);
  const daemonFile = join(runDir, 'daemon.json');
  writeFileSync(daemonFile, JSON.stringify(daemonConfig({ folder, data: data.path, runDir, socket }), null, 2));
  const path = [join(folder, 'root/usr/sbin'), join(folder, 'root/usr/bin'), process.env.PATH, '/usr/sbin', '/sbin'].join(delimiter);
  const keeperFile = join(runDir, 'keeper.json');
  const temporary = [...data.temporary, data.claim];
  writeFileSync(keeperFile, JSON.stringify({ dockerd: programOf(join(folder, 'root'), 'dockerd'), path, daemonFile, runDir, logFile, temporary }));
  const [command, args] = asRoot(process.execPath, [keeper, keeperFile, ...(stay ? ['--stay'] : [])]);
  const child = spawn(command, args, { stdio: [stay ? 'ignore' : 'pipe', 'ignore', 'inherit'], detached: stay });
  child.unref();
  child.stdin?.on('error', () => {}); // the keeper ended first: its exit is what tells
  child.stdin?.unref?.();
  writeFileSync(data.claim, String(child.pid));
  const ended = new Promise((resolve) => child.once('exit', resolve));
  const env = { DOCKER_HOST: `unix://${socket}`, DOCKER_CONFIG: dockerConfig(folder), PATH: `${join(folder, 'bin')}${delimiter}${process.env.PATH}` };
  const stop = async () => {
    child.ref();
    if (stay) process.kill(child.pid, 'SIGTERM');
    else child.stdin.end();
    await ended;
  };
  for (let i = 0; i < 300; i++) {
    if (await ping(socket)) return { version, env, pid: child.pid, stop };
    if (child.exitCode !== null) break;
    await sleep(200);
  }
  await stop();
  const words = existsSync(logFile) ? readFileSync(logFile, 'utf8').trimEnd().split('\n').slice(-5) : [];
  throw new SetupError(`the Docker engine did not start\n${words.join('\n')}`, [`read ${logFile}`, 'or start a Docker engine ≥ 25 yourself']);
}

function daemonConfig({ folder, data, runDir, socket }) {
  const addresses = Object.entries(networkInterfaces()).filter(([name]) => name !== 'docker0').flatMap(([, list]) => list ?? []);
  const net = addresses.some(({ address }) => address.startsWith('172.17.')) ? '172.29' : '172.17';
  return {
    hosts: [`unix://${socket}`],
    group: String(process.getgid()),
    'data-root': data,
    'exec-root': join(runDir, 'exec'),
    pidfile: join(runDir, 'dockerd.pid'),
    features: { 'containerd-snapshotter': true },
    'insecure-registries': ['127.0.0.0/8'],
    'userland-proxy-path': programOf(join(folder, 'root'), 'docker-proxy'),
    bip: `${net}.0.1/16`,
    // a slice of the bridge's addresses, so that two engines on one machine do not give out the same ones
    'fixed-cidr': `${net}.${1 + Math.floor(Math.random() * 254)}.0/24`,
    'shutdown-timeout': 5,
    'log-level': 'warn',
  };
}

/** The engine's data: kept between runs, which makes the second one quick; a throw-away folder while another process uses it. */
function dataFolder(name) {
  mkdirSync(join(toolsDir, 'engine-data'), { recursive: true });
  const path = join(toolsDir, 'engine-data', name);
  const claim = `${path}.pid`;
  if (existsSync(claim) && alive(Number(readFileSync(claim, 'utf8')))) {
    const other = `${path}-${process.pid}`;
    return { path: other, claim: `${other}.pid`, temporary: [other] };
  }
  return { path, claim, temporary: [] };
}

/**
 * The folder of sockets. The kernel takes at most 107 bytes for a socket's path, and containerd puts some 60 behind
 * ours, so a checkout that lies too deep gets a folder in the system's temporary one instead.
 */
function runFolder() {
  const base = join(toolsDir, 'run');
  mkdirSync(base, { recursive: true });
  const room = 107 - '/eXXXXXX/exec/containerd/containerd.sock.ttrpc'.length;
  return mkdtempSync(Buffer.byteLength(base) <= room ? join(base, 'e') : join(tmpdir(), 'acgs-e'));
}

/** A docker CLI configuration of our own with our buildx as its plugin; the user's is not touched. */
function dockerConfig(folder) {
  const config = join(toolsDir, 'docker-config');
  mkdirSync(join(config, 'cli-plugins'), { recursive: true });
  const plugin = join(config, 'cli-plugins/docker-buildx');
  rmSync(plugin, { force: true });
  symlinkSync(buildxOf(join(folder, 'root')), plugin);
  return config;
}

function ping(socketPath) {
  return new Promise((resolve) => {
    const call = request({ socketPath, path: '/_ping', timeout: 2_000 }, (answer) => {
      answer.resume();
      resolve(answer.statusCode === 200);
    });
    call.on('error', () => resolve(false)).on('timeout', () => call.destroy()).end();
  });
}

export function alive(pid) {
  try {
    return pid > 0 && process.kill(pid, 0);
  } catch (error) {
    return error.code === 'EPERM';
  }
}
