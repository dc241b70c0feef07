import { spawn } from 'node:child_process';
import { createServer, type AddressInfo } from 'node:net';
import { request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';

/** A server of somebody else's that runs until it is stopped, or this process ends. */
export interface Program extends AsyncDisposable {
  stop(): Promise<void>;
}

const READY_MS = 20_000;

/** Starts a server and waits until `ready` says that it answers; what it wrote is told if it never does. */
export async function startProgram(
  command: string,
  args: readonly string[],
  ready: () => Promise<boolean>,
): Promise<Program> {
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => (said = `${said}${text}`.slice(-4000)));
  const ended = new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
    child.once('error', (error) => {
      said += error.message;
      resolve();
    });
  });
  const killWithUs = (): void => void child.kill('SIGKILL');
  process.once('exit', killWithUs);
  const stop = async (): Promise<void> => {
    process.off('exit', killWithUs);
    child.kill('SIGKILL');
    await ended;
  };
  const until = Date.now() + READY_MS;
  while (!(await ready())) {
    if (child.exitCode !== null || Date.now() > until) {
      await stop();
      throw new Error(`${command} ${args.join(' ')} does not answer:\n${said}`);
    }
    await sleep(25);
  }
  return { stop, [Symbol.asyncDispose]: stop };
}

/** A port that was free a moment ago: these programs take no port 0. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** Whether an address, or a path behind a Unix socket, answers with 200. */
export function answers(
  where: string | { readonly socketPath: string; readonly path: string },
): Promise<boolean> {
  return new Promise((resolve) => {
    const call = typeof where === 'string' ? request(where) : request(where);
    call.once('response', (response) => {
      response.resume();
      resolve(response.statusCode === 200);
    });
    call.once('error', () => resolve(false));
    call.end();
  });
}
