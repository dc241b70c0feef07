import { createHash, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import { type AddressInfo } from 'node:net';

type Json = null | string | number | boolean | readonly Json[] | { readonly [key: string]: Json };

/** What a test may bend about a publication. */
export interface Publication {
  readonly version: number;
  readonly targets: Readonly<Record<string, string>>;
  readonly expires?: string;
  /** Signs timestamp, snapshot and targets with a key that the root does not name. */
  readonly stranger?: boolean;
  /** Publishes a root of the next version too. */
  readonly rootVersion?: number;
}

const LATER = '2999-01-01T00:00:00Z';

/** A TUF repository of a test's own: real metadata, signed here, served on loopback (TUF specification, 4). */
export class TufRepository {
  readonly files = new Map<string, Buffer>();
  readonly requests: string[] = [];
  /** Answers instead of the file. */
  endless = false;
  private readonly key = generateKeyPairSync('ed25519');
  private readonly server: Server;

  private constructor() {
    this.server = createServer((request, response): void => {
      const path = decodeURIComponent(request.url ?? '').slice(1);
      this.requests.push(path);
      const file = this.files.get(path);
      if (file === undefined) return void response.writeHead(404).end();
      if (!this.endless) return void response.end(file);
      const pour = (): void => {
        while (response.write(Buffer.alloc(65_536, 0x20)));
      };
      response.on('drain', pour);
      response.on('close', () => response.removeListener('drain', pour));
      pour();
    });
  }

  static async start(): Promise<TufRepository> {
    const repository = new TufRepository();
    await new Promise<void>((resolve) => repository.server.listen(0, '127.0.0.1', resolve));
    return repository;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** The root that a client is given by another way. */
  root(version = 1): Buffer {
    const keyid = idOf(this.key.publicKey);
    const role = { keyids: [keyid], threshold: 1 };
    const signed = {
      _type: 'root',
      spec_version: '1.0.31',
      version,
      expires: LATER,
      consistent_snapshot: false,
      keys: { [keyid]: keyOf(this.key.publicKey) },
      roles: { root: role, timestamp: role, snapshot: role, targets: role },
    };
    return this.signed(signed, this.key);
  }

  publish({ version, targets, expires = LATER, stranger = false, rootVersion = 1 }: Publication): void {
    const key = stranger ? generateKeyPairSync('ed25519') : this.key;
    const head = { spec_version: '1.0.31', version, expires };
    const listed = Object.fromEntries(
      Object.entries(targets).map(([name, text]) => [
        name,
        {
          length: Buffer.byteLength(text),
          hashes: { sha256: createHash('sha256').update(text).digest('hex') },
        },
      ]),
    );
    for (const [name, text] of Object.entries(targets)) this.files.set(`targets/${name}`, Buffer.from(text));
    this.files.set('targets.json', this.signed({ _type: 'targets', ...head, targets: listed }, key));
    this.files.set(
      'snapshot.json',
      this.signed({ _type: 'snapshot', ...head, meta: { 'targets.json': { version } } }, key),
    );
    this.files.set(
      'timestamp.json',
      this.signed({ _type: 'timestamp', ...head, meta: { 'snapshot.json': { version } } }, key),
    );
    if (rootVersion > 1) this.files.set(`${rootVersion}.root.json`, this.root(rootVersion));
  }

  private signed(
    signed: Json,
    { privateKey, publicKey }: { privateKey: KeyObject; publicKey: KeyObject },
  ): Buffer {
    const sig = sign(null, Buffer.from(canonical(signed)), privateKey).toString('hex');
    return Buffer.from(JSON.stringify({ signed, signatures: [{ keyid: idOf(publicKey), sig }] }));
  }
}

function keyOf(key: KeyObject): Json {
  const hex = Buffer.from(key.export({ format: 'jwk' }).x ?? '', 'base64url').toString('hex');
  return { keytype: 'ed25519', scheme: 'ed25519', keyval: { public: hex } };
}

function idOf(key: KeyObject): string {
  return createHash('sha256')
    .update(canonical(keyOf(key)))
    .digest('hex');
}

/** OLPC canonical JSON, for the plain values that stand in here. */
function canonical(value: Json): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${(value as readonly Json[]).map(canonical).join(',')}]`;
  const entries = Object.entries(value as { readonly [key: string]: Json }).sort(([a], [b]) =>
    a < b ? -1 : 1,
  );
  return `{${entries.map(([key, one]) => `${JSON.stringify(key)}:${canonical(one)}`).join(',')}}`;
}
