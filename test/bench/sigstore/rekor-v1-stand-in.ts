import { createHash, type KeyObject, sign } from 'node:crypto';
import { inclusionPath, parentOf, treeHash } from '../../../src/signing/witnesses/tiles/inclusion-path.js';
import { makeLog, type VirtualLog } from '../../verification/virtual/log.js';
import { bodyOf, type HttpService, sendJson, startHttpService } from './http-service.js';

/**
 * A stand-in for a log of version 1, whose server needs a database that tests cannot bring. Its entries are true: canonical body,
 * promise, inclusion proof and signed checkpoint, such as every verifier accepts. It checks no signature.
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
/** The first line of a checkpoint of version 1 names its tree; by that sigstore-go knows which version it has before it. */
const TREE_ID = 4242;
const ENTRIES = '/api/v1/log/entries';

export async function startRekorV1StandIn(): Promise<RekorV1StandIn> {
  const log = makeLog(REKOR_V1_ORIGIN);
  const known = new Map<string, object>();
  // An entry at index 0 is none to sigstore-go of cosign 2.5, which takes it for a missing field.
  const leaves: Buffer[] = [createHash('sha256').update('an entry of somebody else').digest()];
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
    leaves.push(Buffer.from(id, 'hex'));
    const entry = await shown(log, leaves, Buffer.from(JSON.stringify(body)));
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

/** The last entry as the API shows it (rekor, openapi.yaml, LogEntry), with its proof in the tree of all leaves so far. */
async function shown(log: VirtualLog, leaves: readonly Buffer[], body: Buffer): Promise<object> {
  const [logIndex, treeSize] = [leaves.length - 1, leaves.length];
  const node = async (level: number, index: number): Promise<Buffer> => {
    if (level === 0) return leaves[index] ?? Buffer.alloc(0);
    const [start, width] = [index * 2 ** level, 2 ** (level - 1)];
    const halves = [treeHash(start, start + width, node), treeHash(start + width, start + 2 * width, node)];
    const [left = Buffer.alloc(0), right = Buffer.alloc(0)] = await Promise.all(halves);
    return parentOf(left, right);
  };
  const rootHash = await treeHash(0, treeSize, node);
  const hashes = await inclusionPath(logIndex, treeSize, node);
  const note = `${log.host} - ${TREE_ID}\n${treeSize}\n${rootHash.toString('base64')}\n`;
  const signature = Buffer.concat([log.id.subarray(0, 4), sign('sha256', Buffer.from(note), log.key)]);
  // Keys in alphabetical order and no spaces: the canonical JSON that the promise covers.
  const promised = {
    body: body.toString('base64'),
    integratedTime: Math.floor(Date.now() / 1000),
    logID: log.id.toString('hex'),
    logIndex,
  };
  const promise = sign('sha256', Buffer.from(JSON.stringify(promised)), log.key);
  return {
    ...promised,
    verification: {
      inclusionProof: {
        checkpoint: `${note}\n\u2014 ${log.host} ${signature.toString('base64')}\n`,
        hashes: hashes.map((hash) => hash.toString('hex')),
        logIndex,
        rootHash: rootHash.toString('hex'),
        treeSize,
      },
      signedEntryTimestamp: promise.toString('base64'),
    },
  };
}
