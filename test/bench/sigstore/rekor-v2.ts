import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { sigstoreTools } from '../bench.js';
import { forward } from './forward.js';
import { type HttpService, startHttpService } from './http-service.js';
import { answers, freePort, startProgram } from './program.js';

export const REKOR_ORIGIN = 'rekor.bench';

/** A real log of version 2. Its server only writes; what it writes is served here as its operators do, from files. */
export interface RekorV2 extends HttpService {
  readonly publicKey: KeyObject;
}

/** @param folder of its own, that exists */
export async function startRekorV2(folder: string): Promise<RekorV2> {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  const keyFile = join(folder, 'rekor.key');
  writeFileSync(keyFile, privateKey.export({ type: 'pkcs8', format: 'pem' }));
  const [http, grpc, metrics] = [await freePort(), await freePort(), await freePort()];
  const tiles = join(folder, 'rekor');
  const program = await startProgram(
    sigstoreTools().rekor,
    [
      'serve',
      ...['--hostname', REKOR_ORIGIN, '--storage-dir', tiles, '--signer-filepath', keyFile],
      ...['--http-port', String(http), '--grpc-port', String(grpc), '--http-metrics-port', String(metrics)],
      ...['--checkpoint-interval', '200ms', '--batch-max-age', '50ms', '--persistent-antispam'],
    ],
    () => answers(`http://127.0.0.1:${http}/healthz`),
  );
  const front = await startHttpService((request, response, { pathname }) => {
    if (request.method !== 'GET' || !/^\/api\/v2\/(?:tile\/|checkpoint$)/.test(pathname))
      return forward(request, response, { hostname: '127.0.0.1', port: http });
    const file = join(tiles, pathname.slice('/api/v2'.length));
    if (existsSync(file)) response.end(readFileSync(file));
    else response.writeHead(404).end();
  });
  const stop = async (): Promise<void> => {
    await Promise.all([front.stop(), program.stop()]);
  };
  return { url: front.url, publicKey, stop, [Symbol.asyncDispose]: stop };
}
