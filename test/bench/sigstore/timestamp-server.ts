import { spawnSync } from 'node:child_process';
import { request } from 'node:http';
import { join } from 'node:path';
import { sigstoreTools } from '../bench.js';
import { forward } from './forward.js';
import { type HttpService, startHttpService } from './http-service.js';
import { answers, startProgram } from './program.js';

/** A real timestamp authority with a key in memory. */
export interface TimestampServer extends HttpService {
  /** Its certificates, PEM, leaf first. */
  readonly chain: string;
}

const PATH = '/api/v1/timestamp';

/**
 * Starts one. Its port for metrics is fixed, so that there can be one a machine; in a network of its own, spoken to through a Unix
 * socket, there can be any number.
 */
export async function startTimestampServer(folder: string): Promise<TimestampServer> {
  const socketPath = join(folder, 'tsa.sock');
  const alone = ['--map-root-user', '--net'];
  const serve = [
    'serve',
    ...['--scheme', 'unix', '--socket-path', socketPath],
    ...['--timestamp-signer', 'memory', '--disable-ntp-monitoring'],
  ];
  const canBeAlone = spawnSync('unshare', [...alone, 'true']).status === 0;
  const { tsa } = sigstoreTools();
  const ready = (): Promise<boolean> => answers({ socketPath, path: '/ping' });
  const program = canBeAlone
    ? await startProgram('unshare', [...alone, tsa, ...serve], ready)
    : await startProgram(tsa, serve, ready);
  const front = await startHttpService((incoming, outgoing) => forward(incoming, outgoing, { socketPath }));
  const stop = async (): Promise<void> => {
    await Promise.all([front.stop(), program.stop()]);
  };
  return {
    url: `${front.url}${PATH}`,
    chain: await get({ socketPath, path: `${PATH}/certchain` }),
    stop,
    [Symbol.asyncDispose]: stop,
  };
}

function get(where: { readonly socketPath: string; readonly path: string }): Promise<string> {
  return new Promise((resolve, reject) => {
    const call = request(where, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
      response.once('end', () => resolve(text));
    });
    call.once('error', reject);
    call.end();
  });
}
