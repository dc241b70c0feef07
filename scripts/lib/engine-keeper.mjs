/**
 * Runs one dockerd and answers for its end. It is its own process so that no engine outlives the script that wanted it,
 * however that script ends: its death closes our standard input, and then dockerd is stopped, what is left of it is
 * ended, and its run folder removed. With `--stay` (a developer's engine) only a signal ends it.
 *
 * node engine-keeper.mjs CONFIG.json [--stay]    CONFIG: {dockerd, path, daemonFile, runDir, logFile, temporary: string[]}
 */
import { spawn } from 'node:child_process';
import { openSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

const config = JSON.parse(readFileSync(process.argv[2], 'utf8'));
const stay = process.argv.includes('--stay');
const log = openSync(config.logFile, 'a');

// Ctrl-C reaches the whole foreground group; the script decides when the engine is no longer needed
process.on('SIGINT', () => {});
process.on('SIGTERM', () => void stop());
process.on('SIGHUP', () => {});

const dockerd = spawn(config.dockerd, ['--config-file', config.daemonFile], {
  detached: true,
  stdio: ['ignore', log, log],
  env: { ...process.env, PATH: config.path },
});
dockerd.on('error', () => void stop());
dockerd.on('exit', () => void stop());
if (!stay) process.stdin.resume().on('end', () => void stop()).on('error', () => void stop());
else setInterval(() => {}, 60_000);

let stopping;
function stop() {
  stopping ??= (async () => {
    if (dockerd.exitCode === null && dockerd.signalCode === null && dockerd.pid) {
      dockerd.kill('SIGTERM');
      for (let i = 0; i < 100 && dockerd.exitCode === null && dockerd.signalCode === null; i++) await sleep(200);
    }
    for (const signal of ['SIGTERM', 'SIGKILL']) {
      for (const pid of leftovers()) signalTo(pid, signal);
      for (let i = 0; i < 15 && leftovers().length > 0; i++) await sleep(200);
    }
    for (const folder of [config.runDir, ...config.temporary]) rmSync(folder, { recursive: true, force: true });
    process.exit(0);
  })();
  return stopping;
}

/** Processes that name our run folder on their command line: dockerd, its containerd, and the shims of containers. */
function leftovers() {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid && Number(name) !== process.ppid)
    .filter((pid) => {
      try {
        const words = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0');
        return /(^|\/)(dockerd|containerd|containerd-shim-runc-v2)$/.test(words[0]) && words.some((word) => word.includes(config.runDir));
      } catch {
        return false; // it ended while we looked
      }
    })
    .map(Number);
}

function signalTo(pid, signal) {
  try {
    process.kill(pid, signal);
  } catch {
    // it ended by itself
  }
}
