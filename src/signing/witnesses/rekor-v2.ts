import { TransparencyLogEntry as EntryCodec } from '@sigstore/protobuf-specs';
import { type Bundle, type TransparencyLogEntry } from '../../evidence/bundle.js';
import { asRecord, parseBoundedJson } from '../../model/bounded-json.js';
import { AcgsError } from '../../model/errors.js';
import { callService, type ServiceAnswer } from '../../system/call-service.js';
import { type TrustAnchors } from '../../trust/trust-anchors.js';
import { type Witness } from '../signer.js';
import { assertSameV2, requestV2 } from './rekor-v2-entry.js';
import { entryOfTiles } from './tiles/entry-of-tiles.js';
import { witnessedContent } from './witnessed-content.js';

const SERVICE = 'the transparency log';
const CONFLICT = 409;
const LIMITS = { bytes: 1024 * 1024, depth: 32 };

export interface RekorV2Options {
  readonly url: string;
  /** Names the logs by their keys: an entry read from tiles says only four bytes of its log's id. */
  readonly anchors: () => Promise<TrustAnchors>;
  readonly signal?: AbortSignal;
}

/**
 * Enters signatures in a Rekor log of version 2 (sigstore/rekor-tiles, rekor_service.proto). It knows one kind, `hashedrekord`
 * 0.0.2: a statement is entered as the digest of its envelope's pre-authentication encoding. Where the log has the entry already
 * (an answer got lost), it is read from the log's tiles with its proof, and compared.
 */
export function rekorV2(options: RekorV2Options): Witness {
  return {
    async testify(content: Bundle['content'], verifier: string) {
      const witnessed = witnessedContent(content, verifier);
      const answer = await callService({
        service: SERVICE,
        method: 'POST',
        url: `${options.url}/api/v2/log/entries`,
        headers: { 'content-type': 'application/json', accept: 'application/json' },
        body: JSON.stringify(requestV2(witnessed)),
        accept: [200, 201, CONFLICT],
        ...(options.signal === undefined ? {} : { signal: options.signal }),
      });
      const entry =
        answer.status === CONFLICT ? await entryOfTiles(indexIn(answer), options) : readAnswer(answer.body);
      assertSameV2(entry, witnessed);
      return { tlogEntries: [entry] };
    },
  };
}

function readAnswer(bytes: Buffer): TransparencyLogEntry {
  try {
    const json = asRecord(parseBoundedJson(bytes, 'the answer of the transparency log', LIMITS));
    const entry = EntryCodec.fromJSON(json);
    const { logId, kindVersion, inclusionProof } = entry;
    if (logId !== undefined && kindVersion !== undefined && inclusionProof?.checkpoint !== undefined)
      return { ...entry, logId, kindVersion };
  } catch (error) {
    throw new AcgsError('service/invalid', 'the answer of the transparency log cannot be read', {
      cause: error,
    });
  }
  throw new AcgsError(
    'service/invalid',
    'the answer of the transparency log lacks its log, kind or inclusion proof',
  );
}

/** Where the log has the entry: a header, or the end of its message. */
function indexIn({ headers, body }: ServiceAnswer): number {
  const said = headers['x-log-index'] ?? /with index (\d+)/.exec(body.toString('utf8'))?.[1];
  const index = Number(said);
  if (said !== undefined && Number.isSafeInteger(index) && index >= 0) return index;
  throw new AcgsError('service/invalid', `${SERVICE} has such an entry already, and does not say where`);
}
