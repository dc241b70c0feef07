import { AcgsError } from '../../model/errors.js';
import { errnoOf } from '../../system/file-failure.js';
import { send } from '../../system/http.js';

const ANSWER_MS = 2_000;

/**
 * Asks the published port once. Without a path, any answer will do, even one that is not HTTP: something listens.
 * @returns why it is not satisfied, or nothing
 * @throws AcgsError `run/interrupted`
 */
export async function askOverHttp(
  port: number | undefined,
  path: string | undefined,
  signal?: AbortSignal,
): Promise<string | undefined> {
  if (port === undefined) return 'the engine published no port';
  try {
    const response = await send({
      method: 'GET',
      url: `http://127.0.0.1:${port}${path ?? '/'}`,
      idleMs: ANSWER_MS,
      ...(signal === undefined ? {} : { signal }),
    });
    response.body.destroy();
    if (path === undefined || response.status < 400) return undefined;
    return `GET ${path} answered ${response.status}`;
  } catch (error) {
    if (!(error instanceof AcgsError) || error.code !== 'network/failed') throw error;
    // The parser of node:http met bytes of another protocol.
    if (path === undefined && errnoOf(error.cause)?.startsWith('HPE_') === true) return undefined;
    return error.message;
  }
}
