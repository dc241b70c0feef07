import { createHash, randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { type AddressInfo } from 'node:net';

const OCI_INDEX = 'application/vnd.oci.image.index.v1+json';

/** One request as the registry saw it. */
export interface SeenRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
}

/** Takes a request over; returns false to let the registry answer as usual. */
export type Fault = (
  request: SeenRequest,
  response: ServerResponse,
  raw: IncomingMessage,
) => boolean | Promise<boolean>;

export interface FakeRegistryOptions {
  /** Serve the referrers API; default true. */
  readonly referrers?: boolean;
  /** Entries of a page of referrers; default all. */
  readonly referrersPage?: number;
  readonly auth?: {
    readonly kind: 'basic' | 'bearer';
    readonly username: string;
    readonly password: string;
    /** Accepted by the token service as refresh token. */
    readonly refreshToken?: string;
    /** Lets anyone read. */
    readonly anonymousPull?: boolean;
    /** Address of the token service, instead of this registry's own. */
    readonly realm?: string;
  };
  /** Give ETags and honour If-Match on manifests; default false, as distribution. */
  readonly conditional?: boolean;
  /** Refuse a whole blob in one PUT with 413. */
  readonly chunksOnly?: boolean;
  /** Announce false digests in Docker-Content-Digest. */
  readonly lyingHeader?: boolean;
  /** Pause before each answer, in milliseconds (a function for jitter). */
  readonly delayMs?: () => number;
}

interface StoredManifest {
  readonly bytes: Buffer;
  readonly type: string;
}

/** Digest of bytes, computed apart from the product's own code. */
export function sha256(bytes: Uint8Array | string): string {
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
}

/** An OCI registry in this process, in memory, as obedient or as hostile as a test wants it. */
export class FakeRegistry {
  readonly requests: SeenRequest[] = [];
  readonly blobs = new Map<string, Buffer>();
  /** `repository` → tag or digest → manifest. */
  readonly manifests = new Map<string, Map<string, StoredManifest>>();
  /** Bytes of blobs received but not kept (see {@link forgetBlobs}). */
  received = 0;
  /** Count and hash uploads without keeping their bytes: for memory tests. */
  forgetBlobs = false;
  readonly host: string;
  readonly url: string;
  private readonly faults: Fault[] = [];
  private readonly uploads = new Map<string, Buffer[]>();
  private readonly tokens = new Map<string, string>();

  private constructor(
    private readonly server: Server,
    readonly options: FakeRegistryOptions,
  ) {
    this.host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
    this.url = `http://${this.host}`;
  }

  static async start(options: FakeRegistryOptions = {}): Promise<FakeRegistry> {
    const holder: { registry?: FakeRegistry } = {};
    const server = createServer((request, response) => {
      void holder.registry?.handle(request, response).catch(() => {
        response.destroy();
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    holder.registry = new FakeRegistry(server, options);
    return holder.registry;
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise<void>((resolve) => this.server.close(() => resolve()));
  }

  /** Adds a fault; the first that takes a request wins. Returns how to remove it. */
  fault(fault: Fault): () => void {
    this.faults.push(fault);
    return () => {
      this.faults.splice(this.faults.indexOf(fault), 1);
    };
  }

  /** Answers matching requests with a status, `times` times. */
  failWith(
    status: number,
    match: RegExp,
    times = Infinity,
    headers: Readonly<Record<string, string>> = {},
  ): void {
    let left = times;
    this.fault((request, response) => {
      if (left <= 0 || !match.test(`${request.method} ${request.path}`)) return false;
      left -= 1;
      response.writeHead(status, headers).end();
      return true;
    });
  }

  /** Requests whose `METHOD path` matches. */
  seen(match: RegExp): SeenRequest[] {
    return this.requests.filter((request) => match.test(`${request.method} ${request.path}`));
  }

  /** Requests that write. */
  get writes(): SeenRequest[] {
    return this.requests.filter(({ method }) => method !== 'GET' && method !== 'HEAD');
  }

  /** Puts a manifest in directly. */
  seedManifest(repository: string, bytes: Uint8Array, type: string, ...names: string[]): string {
    const digest = sha256(bytes);
    const known = this.manifests.get(repository) ?? new Map<string, StoredManifest>();
    this.manifests.set(repository, known);
    for (const name of [digest, ...names]) known.set(name, { bytes: Buffer.from(bytes), type });
    return digest;
  }

  /** Puts a blob in directly. */
  seedBlob(bytes: Uint8Array): string {
    const digest = sha256(bytes);
    this.blobs.set(digest, Buffer.from(bytes));
    return digest;
  }

  /** The manifest under a name, parsed. */
  manifest(repository: string, name: string): Record<string, unknown> | undefined {
    const stored = this.manifests.get(repository)?.get(name);
    return stored === undefined
      ? undefined
      : (JSON.parse(stored.bytes.toString()) as Record<string, unknown>);
  }

  private async handle(raw: IncomingMessage, response: ServerResponse): Promise<void> {
    const request: SeenRequest = { method: raw.method ?? '', path: raw.url ?? '', headers: raw.headers };
    this.requests.push(request);
    const delay = this.options.delayMs?.() ?? 0;
    if (delay > 0) await new Promise((resolve) => setTimeout(resolve, delay));
    for (const fault of [...this.faults]) if (await fault(request, response, raw)) return;
    const url = new URL(request.path, this.url);
    if (url.pathname === '/token') return await this.giveToken(request, raw, url, response);
    if (!this.isAllowed(request, response)) return void raw.resume();
    if (url.pathname === '/v2/') return void response.writeHead(200).end();
    const found = /^\/v2\/(.+)\/(manifests|blobs|referrers|tags)\/(.*)$/.exec(url.pathname);
    if (found === null) return notFound(response, 'UNSUPPORTED');
    const [, repository = '', kind, rest = ''] = found;
    if (kind === 'manifests') return await this.manifestRequest(repository, rest, raw, response);
    if (kind === 'referrers') return this.referrersRequest(repository, rest, url, response);
    if (kind === 'tags') return this.tagsRequest(repository, url, response);
    if (repository.endsWith('/blobs') || rest.startsWith('uploads/'))
      return await this.uploadRequest(repository, rest.slice('uploads/'.length), raw, url, response);
    return this.blobRequest(rest, request, response);
  }

  private isAllowed(request: SeenRequest, response: ServerResponse): boolean {
    const { auth } = this.options;
    if (auth === undefined) return true;
    const given = request.headers.authorization;
    const basic = `Basic ${Buffer.from(`${auth.username}:${auth.password}`).toString('base64')}`;
    const writes = request.method !== 'GET' && request.method !== 'HEAD';
    if (auth.kind === 'basic' && given === basic) return true;
    const granted = given === undefined ? undefined : this.tokens.get(given.replace(/^Bearer /, ''));
    if (auth.kind === 'bearer' && granted !== undefined && (!writes || granted.includes('push'))) return true;
    const challenge =
      auth.kind === 'basic'
        ? 'Basic realm="fake"'
        : `Bearer realm="${auth.realm ?? `${this.url}/token`}",service="fake, registry",scope="registry:catalog:*"`;
    response
      .writeHead(401, { 'www-authenticate': challenge, 'content-type': 'application/json' })
      .end('{"errors":[{"code":"UNAUTHORIZED","message":"authentication required"}]}');
    return false;
  }

  private async giveToken(
    request: SeenRequest,
    raw: IncomingMessage,
    url: URL,
    response: ServerResponse,
  ): Promise<void> {
    const body = new URLSearchParams((await bodyOf(raw)).toString());
    const { auth } = this.options;
    if (auth === undefined) return notFound(response, 'UNSUPPORTED');
    const basic = `Basic ${Buffer.from(`${auth.username}:${auth.password}`).toString('base64')}`;
    const known =
      request.headers.authorization === basic ||
      (auth.refreshToken !== undefined && body.get('refresh_token') === auth.refreshToken);
    const scopes = [...url.searchParams.getAll('scope'), ...(body.get('scope')?.split(' ') ?? [])];
    const wants = scopes.join(' ');
    if (
      !known &&
      (auth.anonymousPull !== true || wants.includes('push') || request.headers.authorization !== undefined)
    )
      return void response.writeHead(401).end('{"errors":[{"code":"DENIED","message":"who are you"}]}');
    const token = `token-${randomBytes(9).toString('hex')}`;
    this.tokens.set(token, wants);
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ token }));
  }

  /** Makes every token given so far invalid. */
  expireTokens(): void {
    this.tokens.clear();
  }

  private async manifestRequest(
    repository: string,
    name: string,
    raw: IncomingMessage,
    response: ServerResponse,
  ): Promise<void> {
    const known = this.manifests.get(repository);
    const stored = known?.get(name);
    if (raw.method === 'PUT') {
      const bytes = await bodyOf(raw);
      const condition = raw.headers['if-match'];
      if (this.options.conditional === true && condition !== undefined) {
        const current = this.manifests.get(repository)?.get(name);
        if (current === undefined || `"${sha256(current.bytes)}"` !== condition)
          return void response.writeHead(412).end();
      }
      if (name.startsWith('sha256:') && sha256(bytes) !== name)
        return void response.writeHead(400).end('{"errors":[{"code":"DIGEST_INVALID","message":"digest"}]}');
      const names = name.startsWith('sha256:') ? [] : [name];
      this.seedManifest(repository, bytes, raw.headers['content-type'] ?? '', ...names);
      return void response.writeHead(201, { location: `/v2/${repository}/manifests/${name}` }).end();
    }
    if (stored === undefined) return notFound(response, 'MANIFEST_UNKNOWN');
    response.writeHead(200, {
      'content-type': stored.type,
      'content-length': stored.bytes.length,
      'docker-content-digest': this.options.lyingHeader === true ? sha256('lie') : sha256(stored.bytes),
      ...(this.options.conditional === true ? { etag: `"${sha256(stored.bytes)}"` } : {}),
    });
    response.end(raw.method === 'HEAD' ? undefined : stored.bytes);
  }

  private referrersRequest(repository: string, subject: string, url: URL, response: ServerResponse): void {
    if (this.options.referrers === false) return notFound(response, 'MANIFEST_UNKNOWN');
    const all = [...(this.manifests.get(repository) ?? new Map<string, StoredManifest>())].flatMap(
      ([name, { bytes, type }]) => {
        if (!name.startsWith('sha256:')) return [];
        const document = JSON.parse(bytes.toString()) as {
          subject?: { digest?: string };
          artifactType?: string;
          config?: { mediaType?: string };
          annotations?: Record<string, string>;
        };
        if (document.subject?.digest !== subject) return [];
        const artifactType = document.artifactType ?? document.config?.mediaType;
        const { annotations } = document;
        return [
          {
            mediaType: type,
            digest: name,
            size: bytes.length,
            artifactType,
            ...(annotations ? { annotations } : {}),
          },
        ];
      },
    );
    const size = this.options.referrersPage ?? all.length;
    const from = Number(url.searchParams.get('from') ?? 0);
    const more = from + size < all.length;
    response
      .writeHead(200, {
        'content-type': OCI_INDEX,
        ...(more ? { link: `</v2/${repository}/referrers/${subject}?from=${from + size}>; rel="next"` } : {}),
      })
      .end(
        JSON.stringify({ schemaVersion: 2, mediaType: OCI_INDEX, manifests: all.slice(from, from + size) }),
      );
  }

  private tagsRequest(repository: string, url: URL, response: ServerResponse): void {
    const known = this.manifests.get(repository);
    if (known === undefined) return notFound(response, 'NAME_UNKNOWN');
    const tags = [...known.keys()].filter((name) => !name.startsWith('sha256:')).sort();
    const last = url.searchParams.get('last');
    const count = Math.min(Number(url.searchParams.get('n') ?? 1_000), 2);
    const from = last === null ? 0 : tags.indexOf(last) + 1;
    const page = tags.slice(from, from + count);
    const more = from + count < tags.length;
    response
      .writeHead(200, {
        'content-type': 'application/json',
        ...(more ? { link: `</v2/${repository}/tags/list?n=${count}&last=${page.at(-1)}>; rel="next"` } : {}),
      })
      .end(JSON.stringify({ name: repository, tags: page }));
  }

  private blobRequest(digest: string, request: SeenRequest, response: ServerResponse): void {
    const blob = this.blobs.get(digest);
    if (blob === undefined) return notFound(response, 'BLOB_UNKNOWN');
    const start = Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? '')?.[1] ?? 0);
    const part = blob.subarray(start);
    response.writeHead(start > 0 ? 206 : 200, {
      'content-length': part.length,
      ...(start > 0 ? { 'content-range': `bytes ${start}-${blob.length - 1}/${blob.length}` } : {}),
    });
    response.end(request.method === 'HEAD' ? undefined : part);
  }

  private async uploadRequest(
    repository: string,
    id: string,
    raw: IncomingMessage,
    url: URL,
    response: ServerResponse,
  ): Promise<void> {
    const digest = url.searchParams.get('digest');
    if (raw.method === 'POST') {
      raw.resume();
      const mount = url.searchParams.get('mount');
      if (mount !== null && this.blobs.has(mount)) return void response.writeHead(201).end();
      const session = randomBytes(6).toString('hex');
      this.uploads.set(session, []);
      return void response
        .writeHead(202, { location: `/v2/${repository}/blobs/uploads/${session}?state=opaque` })
        .end();
    }
    const held = this.uploads.get(id);
    if (held === undefined) return notFound(response, 'BLOB_UPLOAD_UNKNOWN');
    if (raw.method === 'PATCH') {
      const bytes = await bodyOf(raw);
      const size = held.reduce((sum, part) => sum + part.length, 0);
      const range = raw.headers['content-range'];
      if (range !== undefined && range !== `${size}-${size + bytes.length - 1}`)
        return void response.writeHead(416).end();
      held.push(bytes);
      return void response
        .writeHead(202, { location: `/v2/${repository}/blobs/uploads/${id}?state=${held.length}` })
        .end();
    }
    if (this.options.chunksOnly === true && Number(raw.headers['content-length'] ?? 0) > 0) {
      raw.resume();
      return void response.writeHead(413).end();
    }
    const hash = createHash('sha256');
    for (const part of held) hash.update(part);
    for await (const chunk of raw as AsyncIterable<Buffer>) {
      hash.update(chunk);
      this.received += chunk.length;
      if (!this.forgetBlobs) held.push(chunk);
    }
    this.uploads.delete(id);
    if (`sha256:${hash.digest('hex')}` !== digest)
      return void response.writeHead(400).end('{"errors":[{"code":"DIGEST_INVALID","message":"digest"}]}');
    this.blobs.set(digest, Buffer.concat(held));
    response.writeHead(201, { location: `/v2/${repository}/blobs/${digest}` }).end();
  }
}

function notFound(response: ServerResponse, code: string): void {
  response
    .writeHead(404, { 'content-type': 'application/json' })
    .end(JSON.stringify({ errors: [{ code, message: 'not known' }] }));
}

async function bodyOf(raw: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of raw as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks);
}
