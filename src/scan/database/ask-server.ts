import { AcgsError } from '../../model/errors.js';
import { now } from '../../system/clock.js';
import { send } from '../../system/http.js';
import { readBody } from '../../system/read-body.js';
import { type TrivyOptions } from '../trivy-options.js';
import { type EnsuredDatabase } from './ensure-database.js';
import { assertRecent, factsFrom, readMetadata } from './read-metadata.js';

/**
 * Asks a Trivy server (`/version`) which database it holds; a server's database has the same age limit as ours.
 * @throws AcgsError `trivy/no-database`, `trivy/old-database`, `network/failed`
 */
export async function askServer(server: string, options: TrivyOptions): Promise<EnsuredDatabase> {
  const url = `${server.replace(/\/+$/, '')}/version`;
  const response = await send({
    method: 'GET',
    url,
    ...(options.signal === undefined ? {} : { signal: options.signal }),
  });
  const body = (await readBody(response, 1024 * 1024)).toString('utf8');
  const metadata = response.status === 200 ? readMetadata(databaseIn(body)) : undefined;
  if (metadata === undefined)
    throw new AcgsError(
      'trivy/no-database',
      `the Trivy server ${server} names no vulnerability database (status ${response.status})`,
      { next: ['check the URL given with --server or TRIVY_SERVER', 'look at the log of the server'] },
    );
  assertRecent(metadata, now(), options.maxDbAgeMs);
  return { facts: factsFrom(metadata, server), warnings: [] };
}

function databaseIn(body: string): unknown {
  try {
    const answer: unknown = JSON.parse(body);
    return typeof answer === 'object' && answer !== null && 'VulnerabilityDB' in answer
      ? answer.VulnerabilityDB
      : undefined;
  } catch {
    // Not JSON: whatever answers there is no Trivy server, and the caller says so.
    return undefined;
  }
}
