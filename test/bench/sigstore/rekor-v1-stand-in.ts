import { createHash, type KeyObject } from 'node:crypto';
import { type TransparencyLogEntry } from '../../../src/evidence/bundle.js';
import { enter, makeLog } from '../../verification/virtual/log.js';
import { bodyOf, type HttpService, sendJson, startHttpService } from './http-service.js';

/**
 * A stand-in for a log of version 1, whose server needs a database that tests cannot bring. Its entries are true: canonical body,
 * promise, inclusion proof in a tree of one leaf and signed checkpoint, such as every verifier accepts. It checks no signature.
 */
export interface RekorV1StandIn extends HttpService {
  readonly publicKey: KeyObject;
  /** SHA-256 over the key. */
  readonly id: Buffer;
  /** How many entries it has made. */
  entries(): number;
  /** Their ids, in the order of making. */
  uuids(): readonly string[];
}

interface Proposed {
  readonly kind: string;
  readonly apiVersion: string;
  readonly spec: { readonly proposedContent?: { readonly envelope: string; readonly verifiers: string[] } };
}

export const REKOR_V1_ORIGIN = 'rekor-v1.bench';
const ENTRIES = '/api/v1/log/entries';

export async function startRekorV1StandIn(): Promise<RekorV1StandIn> {
  const log = makeLog(REKOR_V1_ORIGIN);
  const known = new Map<string, object>();
  const service = await startHttpService(async (request, response, { pathname }) => {
    if (pathname === '/api/v1/log/publicKey')
      return void response.end(log.publicKey.export({ type: 'spki', format: 'pem' }));
    const uuid = pathname.startsWith(`${ENTRIES}/`) ? pathname.slice(ENTRIES.length + 1) : undefined;
    if (request.method === 'GET' && uuid !== undefined) {
      const entry = known.get(uuid);
      return entry === undefined
        ? sendJson(response, { code: 404, message: 'entry not found' }, 404)
        : sendJson(response, { [uuid]: entry });
    }
    if (request.method !== 'POST' || pathname !== ENTRIES)
      return sendJson(response, { code: 404, message: `no ${pathname} here` }, 404);
    const body = canonical(JSON.parse((await bodyOf(request)).toString()) as Proposed);
    const id = createHash('sha256').update(Buffer.of(0)).update(JSON.stringify(body)).digest('hex');
    if (known.has(id)) {
      response.setHeader('location', `${ENTRIES}/${id}`);
      const message = `an equivalent entry already exists in the transparency log with UUID ${id}`;
      return sendJson(response, { code: 409, message }, 409);
    }
    const { kind, apiVersion: version } = body;
    const entry = shown(enter(log, { kind, version, body, integratedAt: new Date(), logIndex: known.size }));
    known.set(id, entry);
    sendJson(response, { [id]: entry }, 201);
  });
  return {
    ...service,
    publicKey: log.publicKey,
    id: log.id,
    entries: () => known.size,
    uuids: () => [...known.keys()],
  };
}

/** What the log keeps of a proposal, keys in order: of an envelope its hashes, signature and verifier (rekor, pkg/types/dsse/v0.0.1). */
function canonical({ apiVersion, kind, spec }: Proposed): Proposed {
  if (spec.proposedContent === undefined) return { apiVersion, kind, spec: sorted(spec) as Proposed['spec'] };
  const { envelope, verifiers } = spec.proposedContent;
  const { payload, signatures } = JSON.parse(envelope) as { payload: string; signatures: { sig: string }[] };
  const sha256 = (bytes: Buffer | string): object => ({
    algorithm: 'sha256',
    value: createHash('sha256').update(bytes).digest('hex'),
  });
  return {
    apiVersion,
    kind,
    spec: {
      envelopeHash: sha256(envelope),
      payloadHash: sha256(Buffer.from(payload, 'base64')),
      signatures: signatures.map(({ sig }, at) => ({ signature: sig, verifier: verifiers[at] })),
    } as Proposed['spec'],
  };
}

function sorted(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, inner]) => [key, sorted(inner)]));
}

/** An entry as the API shows it (rekor, openapi.yaml, LogEntry). */
function shown(entry: TransparencyLogEntry): object {
  const { inclusionProof: proof, inclusionPromise: promise } = entry;
  return {
    body: entry.canonicalizedBody.toString('base64'),
    integratedTime: Number(entry.integratedTime),
    logID: entry.logId.keyId.toString('hex'),
    logIndex: Number(entry.logIndex),
    verification: {
      inclusionProof: {
        checkpoint: proof?.checkpoint?.envelope,
        hashes: [],
        logIndex: 0,
        rootHash: proof?.rootHash.toString('hex'),
        treeSize: 1,
      },
      signedEntryTimestamp: promise?.signedEntryTimestamp.toString('base64'),
    },
  };
}
