import { type Bundle } from '../../evidence/bundle.js';
import { AcgsError } from '../../model/errors.js';
import { callService, type ServiceAnswer } from '../../system/call-service.js';
import { type Witness } from '../signer.js';
import { assertSameV1, proposeV1, type ProposedEntry } from './rekor-v1-entry.js';
import { readAnswerV1 } from './rekor-v1-answer.js';

const SERVICE = 'the transparency log';
const ENTRIES = '/api/v1/log/entries';
const CONFLICT = 409;
/** 64 hex digits, or 80 with the id of the log's tree before them. */
const UUID = /(?:^|[^0-9a-f])([0-9a-f]{80}|[0-9a-f]{64})(?![0-9a-f])/;

/**
 * Enters signatures in a Rekor log of version 1: `hashedrekord` for messages, `dsse` for statements (sigstore/rekor,
 * openapi.yaml). The same entry twice is one entry: where the answer got lost, or the log says that it has it (409), the
 * entry is fetched, and believed only if it holds this very signature.
 */
export function rekorV1(url: string, signal?: AbortSignal): Witness {
  return {
    async testify(content: Bundle['content'], verifier: string) {
      const proposed = proposeV1(content, verifier);
      const answer = await callService({
        service: SERVICE,
        method: 'POST',
        url: `${url}${ENTRIES}`,
        headers: { 'content-type': 'application/json', accept: 'application/json' },
        body: JSON.stringify(proposed),
        accept: [200, 201, CONFLICT],
        ...(signal === undefined ? {} : { signal }),
      });
      const found = answer.status === CONFLICT ? await fetchEntry(url, uuidIn(answer), signal) : answer;
      const entry = readAnswerV1(found.body, kindOf(proposed));
      assertSameV1(entry, content, verifier);
      return { tlogEntries: [entry] };
    },
  };
}

async function fetchEntry(
  url: string,
  uuid: string,
  signal: AbortSignal | undefined,
): Promise<ServiceAnswer> {
  return await callService({
    service: SERVICE,
    method: 'GET',
    url: `${url}${ENTRIES}/${uuid}`,
    headers: { accept: 'application/json' },
    ...(signal === undefined ? {} : { signal }),
  });
}

/** Only the id is taken from what the log says, never an address. */
function uuidIn({ headers, body }: ServiceAnswer): string {
  const found = UUID.exec(headers['location'] ?? '') ?? UUID.exec(body.toString('utf8'));
  if (found?.[1] !== undefined) return found[1];
  throw new AcgsError('service/invalid', `${SERVICE} has such an entry already, and does not say which`);
}

function kindOf({ kind, apiVersion }: ProposedEntry): { kind: string; version: string } {
  return { kind, version: apiVersion };
}
