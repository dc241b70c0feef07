import { spawn } from 'node:child_process';
import { bench } from './bench.js';

export interface RegistryOptions {
  /** Serve the referrers API (default) or leave clients to fallback tags. */
  readonly referrers?: boolean;
  /** Keeps blobs in this folder, where a test can look at or change them; in memory otherwise. */
  readonly directory?: string;
  /** `NAME:PASSWORD` that every request must carry as basic authentication. */
  readonly user?: string;
  /** Files of a certificate and its key: serves TLS. */
  readonly tls?: { readonly cert: string; readonly key: string };
}

export interface Registry extends AsyncDisposable {
  /** `127.0.0.1:PORT` */
  readonly address: string;
  /** `http://127.0.0.1:PORT` or https with a certificate */
  readonly url: string;
  stop(): Promise<void>;
}

/** Starts a registry of a test's own on a free port; `await using` or `stop()` ends it, the test process's end does too. */
export async function startRegistry(options: RegistryOptions = {}): Promise<Registry> {
  const args = [`-referrers=${String(options.referrers ?? true)}`, '-until-stdin-closes'];
  if (options.directory !== undefined) args.push('-directory', options.directory);
  if (options.user !== undefined) args.push('-user', options.user);
  if (options.tls !== undefined) args.push('-cert', options.tls.cert, '-key', options.tls.key);
  const child = spawn(bench().tools.registry, args, { stdio: ['pipe', 'pipe', 'inherit'] });
  const ended = new Promise<void>((resolve) => {
    child.once('exit', () => {
      resolve();
    });
  });
  const address = await new Promise<string>((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => {
      reject(new Error(`the registry ended with ${String(code)} before it listened`));
    });
    child.stdout.once('data', (line: Buffer) => {
      resolve((JSON.parse(line.toString()) as { address: string }).address);
    });
  });
  const stop = async (): Promise<void> => {
    child.kill('SIGTERM');
    await ended;
  };
  return {
    address,
    url: `${options.tls ? 'https' : 'http'}://${address}`,
    stop,
    [Symbol.asyncDispose]: stop,
  };
}
