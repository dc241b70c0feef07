import { randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import { afterEach, describe, expect, it } from 'vitest';
import { type Digest } from '../../src/model/digest.js';
import { Repository } from '../../src/registry/repository.js';
import { type RegistryOptions } from '../../src/registry/options.js';
import { FakeRegistry, type FakeRegistryOptions, sha256 } from './fake-registry.js';
import { INDEX, MANIFEST, piece, seedImage, testImage } from './images.js';
import { refusal } from './refusals.js';

const open: FakeRegistry[] = [];
afterEach(async () => {
  for (const registry of open.splice(0)) await registry.close();
});

async function start(options: FakeRegistryOptions = {}): Promise<FakeRegistry> {
  const registry = await FakeRegistry.start(options);
  open.push(registry);
  return registry;
}

const at = (registry: FakeRegistry, options: RegistryOptions = {}): Repository =>
  new Repository(registry.host, 'acme/api', options);

describe('manifests', () => {
  it('are named by the bytes received, whatever the digest header says', async () => {
    const registry = await start({ lyingHeader: true });
    const image = testImage();
    seedImage(registry, 'acme/api', image, '1.0');
    const found = await at(registry).getManifest('1.0');
    expect(found.descriptor).toMatchObject(image.root.descriptor);
    expect(found.content.kind).toBe('index');
  });

  it('with other bytes than their digest are refused', async () => {
    const registry = await start();
    const image = testImage();
    seedImage(registry, 'acme/api', image);
    const stored = registry.manifests.get('acme/api');
    const other = testImage('other');
    stored?.set(image.root.descriptor.digest, { bytes: other.root.bytes, type: INDEX });
    const error = await refusal(at(registry).getManifest(image.root.descriptor.digest), 'evidence/tampered');
    expect(error.message).toContain(image.root.descriptor.digest);
    expect(error.exit).toBe(4);
  });

  it('that are both index and manifest, or come as what they are not, are refused', async () => {
    const registry = await start();
    const both = Buffer.from(JSON.stringify({ schemaVersion: 2, manifests: [], layers: [], config: {} }));
    registry.seedManifest('acme/api', both, MANIFEST, 'both');
    await refusal(at(registry).getManifest('both'), 'evidence/invalid');
    registry.seedManifest('acme/api', testImage().root.bytes, MANIFEST, 'confused');
    await refusal(at(registry).getManifest('confused'), 'evidence/invalid');
  });

  it('that are not there are undefined or registry/not-found', async () => {
    const registry = await start();
    expect(await at(registry).findManifest('nope')).toBeUndefined();
    await refusal(at(registry).getManifest('nope'), 'registry/not-found');
  });

  it('that never end are cut at the limit', async () => {
    const registry = await start();
    let sent = 0;
    registry.fault((request, response) => {
      if (!request.path.includes('/manifests/')) return false;
      response.writeHead(200, { 'content-type': MANIFEST });
      const pour = (): void => {
        while (!response.destroyed && response.write(Buffer.alloc(65_536, 0x20))) sent += 65_536;
        if (!response.destroyed) response.once('drain', pour);
      };
      pour();
      return true;
    });
    await refusal(at(registry).getManifest('endless'), 'evidence/too-large');
    expect(sent).toBeLessThan(16 * 1024 * 1024);
  });

  it('nested too deep are refused without being parsed', async () => {
    const registry = await start();
    const deep = Buffer.from(`{"schemaVersion":2,"x":${'['.repeat(100_000)}${']'.repeat(100_000)}}`);
    registry.seedManifest('acme/api', deep, MANIFEST, 'deep');
    await refusal(at(registry).getManifest('deep'), 'evidence/too-large');
  });

  it('are written once, by digest, and tags only when asked', async () => {
    const registry = await start();
    const image = testImage();
    const repository = at(registry);
    expect((await repository.putManifest(image.root.bytes, INDEX)).written).toBe(true);
    expect((await repository.putManifest(image.root.bytes, INDEX)).written).toBe(false);
    expect(registry.seen(/^PUT/).map(({ path }) => path)).toEqual([
      `/v2/acme/api/manifests/${image.root.descriptor.digest}`,
    ]);
    await repository.setTag('1.0', image.root.descriptor.digest);
    expect(registry.manifests.get('acme/api')?.get('1.0')?.bytes).toEqual(image.root.bytes);
    expect(registry.manifests.get('acme/api')?.get('1.0')?.type).toBe(INDEX);
  });
});

describe('blobs', () => {
  it('are streamed and checked at the end', async () => {
    const registry = await start();
    const blob = piece(randomBytes(300_000), 'application/octet-stream');
    registry.seedBlob(blob.bytes);
    expect(await at(registry).readBlob(blob.descriptor, 1_000_000)).toEqual(blob.bytes);
  });

  it('with one byte changed, cut short, or too long are refused', async () => {
    const registry = await start();
    const blob = piece(randomBytes(100_000), 'application/octet-stream');
    for (const bytes of [
      Buffer.concat([blob.bytes.subarray(0, -1), Buffer.from([(blob.bytes.at(-1) ?? 0) ^ 1])]),
      blob.bytes.subarray(1),
      Buffer.concat([blob.bytes, Buffer.from('x')]),
    ]) {
      registry.blobs.set(blob.descriptor.digest, bytes);
      await refusal(at(registry).readBlob(blob.descriptor, 1_000_000), 'evidence/tampered');
    }
  });

  it('larger than the caller allows are refused before anything is asked for', async () => {
    const registry = await start();
    const blob = piece('some bytes', 'application/octet-stream');
    await refusal(at(registry).readBlob(blob.descriptor, 3), 'evidence/too-large');
    expect(registry.requests).toHaveLength(0);
  });

  it('are taken up again where the connection broke', async () => {
    const registry = await start();
    const blob = piece(randomBytes(200_000), 'application/octet-stream');
    registry.seedBlob(blob.bytes);
    let broken = 0;
    registry.fault((request, response) => {
      if (broken >= 2 || request.method !== 'GET') return false;
      const start = Number(/bytes=(\d+)-/.exec(request.headers.range ?? '')?.[1] ?? 0);
      broken += 1;
      response.writeHead(start > 0 ? 206 : 200, {
        'content-length': blob.bytes.length - start,
        'content-range': `bytes ${start}-${blob.bytes.length - 1}/${blob.bytes.length}`,
      });
      response.write(blob.bytes.subarray(start, start + 50_000), () => response.destroy());
      return true;
    });
    expect(await at(registry).readBlob(blob.descriptor, 1_000_000)).toEqual(blob.bytes);
    expect(registry.seen(/^GET/).map(({ headers }) => headers.range !== undefined)).toEqual([
      false,
      true,
      true,
    ]);
  });

  it('are begun anew where the registry knows no ranges', async () => {
    const registry = await start();
    const blob = piece(randomBytes(200_000), 'application/octet-stream');
    let tries = 0;
    registry.fault((request, response) => {
      if (request.method !== 'GET') return false;
      tries += 1;
      response.writeHead(200, { 'content-length': blob.bytes.length });
      if (tries === 1) response.write(blob.bytes.subarray(0, 70_000), () => response.destroy());
      else response.end(blob.bytes);
      return true;
    });
    expect(await at(registry).readBlob(blob.descriptor, 1_000_000)).toEqual(blob.bytes);
  });

  it('are uploaded once: HEAD, POST, one PUT of known length', async () => {
    const registry = await start();
    const blob = piece(randomBytes(100_000), 'application/octet-stream');
    const repository = at(registry);
    expect(await repository.putBlob(blob.descriptor, () => Readable.from([blob.bytes]))).toBe('written');
    expect(await repository.putBlob(blob.descriptor, () => Readable.from([blob.bytes]))).toBe('present');
    expect(registry.blobs.get(blob.descriptor.digest)).toEqual(blob.bytes);
    expect(registry.requests.map(({ method }) => method)).toEqual(['HEAD', 'POST', 'PUT', 'HEAD']);
    expect(registry.seen(/^PUT/)[0]?.headers['content-length']).toBe('100000');
  });

  it('are sent in chunks to a registry that takes no whole blob', async () => {
    const registry = await start({ chunksOnly: true });
    const blob = piece(randomBytes(23 * 1024 * 1024), 'application/octet-stream');
    const outcome = await at(registry).putBlob(blob.descriptor, () => Readable.from([blob.bytes]));
    expect(outcome).toBe('written');
    expect(registry.seen(/^PATCH/)).toHaveLength(3);
    expect(registry.blobs.get(blob.descriptor.digest)?.equals(blob.bytes)).toBe(true);
  });

  it('are mounted from another repository of the same registry', async () => {
    const registry = await start();
    const blob = piece('layer', 'application/octet-stream');
    registry.seedBlob(blob.bytes);
    registry.failWith(404, /^HEAD/);
    const origin = { registry: registry.host, repository: 'acme/base' };
    const outcome = await at(registry).putBlob(blob.descriptor, () => Readable.from([]), origin);
    expect(outcome).toBe('mounted');
    expect(registry.seen(/mount=sha256%3A|mount=sha256:/)).toHaveLength(1);
  });

  it('whose source lies are never completed', async () => {
    const registry = await start();
    const blob = piece('what was promised', 'application/octet-stream');
    const lie = (): Readable => Readable.from([Buffer.from('what comes instead')]);
    const sameSize = (): Readable => Readable.from([Buffer.from('what was pr0mised')]);
    await refusal(at(registry).putBlob(blob.descriptor, lie), 'evidence/tampered');
    await refusal(at(registry).putBlob(blob.descriptor, sameSize), 'evidence/tampered');
    expect(registry.blobs.size).toBe(0);
  });

  it('are sent again from the start when the registry fails halfway', async () => {
    const registry = await start();
    const blob = piece(randomBytes(500_000), 'application/octet-stream');
    let failures = 0;
    registry.fault((request, response, raw) => {
      if (request.method !== 'PUT' || failures >= 2) return false;
      failures += 1;
      if (failures === 1) raw.once('data', () => response.destroy());
      else response.writeHead(503, { 'retry-after': '0' }).end();
      return true;
    });
    let opened = 0;
    const outcome = await at(registry).putBlob(blob.descriptor, () => {
      opened += 1;
      return Readable.from([blob.bytes.subarray(0, 250_000), blob.bytes.subarray(250_000)]);
    });
    expect(outcome).toBe('written');
    expect(opened).toBe(3);
    expect(registry.blobs.get(blob.descriptor.digest)?.equals(blob.bytes)).toBe(true);
  });

  it('count as written when only the answer was lost', async () => {
    const registry = await start();
    const blob = piece('layer', 'application/octet-stream');
    let lost = false;
    registry.fault((request, response, raw) => {
      if (request.method !== 'PUT' || lost) return false;
      lost = true;
      raw
        .on('data', () => undefined)
        .on('end', () => {
          registry.seedBlob(blob.bytes);
          response.destroy();
        });
      return true;
    });
    expect(await at(registry).putBlob(blob.descriptor, () => Readable.from([blob.bytes]))).toBe('written');
    expect(registry.seen(/^PUT/)).toHaveLength(1);
  });
});

describe('failures', () => {
  it('that may pass are tried again, and Retry-After is kept', async () => {
    const registry = await start();
    seedImage(registry, 'acme/api', testImage(), '1.0');
    registry.failWith(429, /manifests/, 1, { 'retry-after': '0' });
    registry.failWith(503, /manifests/, 2, { 'retry-after': '0' });
    const waits: number[] = [];
    await at(registry, { onRetry: (_why, waitMs) => waits.push(waitMs) }).getManifest('1.0');
    expect(waits).toEqual([0, 0, 0]);
  });

  it('that stay end after five tries with the status', async () => {
    const registry = await start();
    registry.failWith(500, /manifests/, Infinity, { 'retry-after': '0' });
    const error = await refusal(at(registry).getManifest('1.0'), 'registry/unreachable');
    expect(error.message).toContain('HTTP 500');
    expect(error.exit).toBe(1);
    expect(registry.requests).toHaveLength(5);
  });

  it('with a longer pause asked for than a minute are told at once', async () => {
    const registry = await start();
    registry.failWith(429, /manifests/, Infinity, { 'retry-after': '3600' });
    const error = await refusal(at(registry).getManifest('1.0'), 'registry/unreachable');
    expect(error.next.join(' ')).toContain('docker login');
    expect(registry.requests).toHaveLength(1);
  });

  it('an answer that drips on and on is given up once', async () => {
    const registry = await start();
    registry.fault((_request, response) => {
      const drops = setInterval(() => response.write(' '), 5);
      response.on('close', () => {
        clearInterval(drops);
      });
      return true;
    });
    const error = await refusal(at(registry, { exchangeMs: 100 }).getManifest('1.0'), 'registry/unreachable');
    expect(error.message).toContain('no complete answer within 0.1 s');
    expect(registry.requests).toHaveLength(1);
  });

  it('an interrupted upload says so', async () => {
    const registry = await start();
    registry.fault((request) => request.method === 'PUT');
    const controller = new AbortController();
    const blob = piece('layer', 'application/octet-stream');
    const upload = at(registry, { signal: controller.signal }).putBlob(blob.descriptor, () =>
      Readable.from([blob.bytes]),
    );
    setTimeout(() => controller.abort(), 50);
    await refusal(upload, 'run/interrupted');
    expect(registry.seen(/^PUT/)).toHaveLength(1);
  });

  it('half a manifest is asked for again', async () => {
    const registry = await start();
    const image = testImage();
    seedImage(registry, 'acme/api', image, '1.0');
    let broken = false;
    registry.fault((_request, response) => {
      if (broken) return false;
      broken = true;
      response.writeHead(200, { 'content-type': INDEX, 'content-length': image.root.bytes.length });
      response.write(image.root.bytes.subarray(0, 20), () => response.destroy());
      return true;
    });
    expect((await at(registry).getManifest('1.0')).descriptor.digest).toBe(image.root.descriptor.digest);
  });

  it('a registry that hangs is given up after the idle time', async () => {
    const registry = await start();
    registry.fault(() => true);
    const error = await refusal(
      at(registry, { idleMs: 60, attempts: 2 }).getManifest('1.0'),
      'registry/unreachable',
    );
    expect(error.message).toContain('no data');
  });

  it('a registry that is not there is told in one line', async () => {
    const registry = await start();
    await registry.close();
    open.splice(0);
    const error = await refusal(at(registry).getManifest('1.0'), 'registry/unreachable');
    expect(error.message).toMatch(/^registry 127\.0\.0\.1:\d+ cannot be reached: .*ECONNREFUSED/);
    expect(error.next.length).toBeGreaterThan(0);
  });

  it('a web page in place of a registry is told apart', async () => {
    const registry = await start();
    registry.fault((_request, response) => {
      response.writeHead(200, { 'content-type': 'text/html' }).end('<html>welcome</html>');
      return true;
    });
    const error = await refusal(at(registry).getManifest('1.0'), 'registry/protocol');
    expect(error.message).toContain('web page');
  });

  it('an interrupted request says so and is not tried again', async () => {
    const registry = await start();
    registry.fault(() => true);
    const controller = new AbortController();
    const pending = at(registry, { signal: controller.signal }).getManifest('1.0');
    setTimeout(() => controller.abort(), 50);
    await refusal(pending, 'run/interrupted');
    expect(registry.requests).toHaveLength(1);
  });
});

describe('redirects', () => {
  it('are followed to another host without authorization', async () => {
    const blob = piece('layer', 'application/octet-stream');
    const store = await start();
    store.fault((_request, response) => {
      response.end(blob.bytes);
      return true;
    });
    const registry = await start({ auth: { kind: 'basic', username: 'ann', password: 'pa55word-canary' } });
    registry.fault((request, response) => {
      if (request.headers.authorization === undefined) return false;
      response.writeHead(307, { location: `${store.url}/elsewhere` }).end();
      return true;
    });
    const repository = at(registry, { username: 'ann', password: 'pa55word-canary' });
    expect(await repository.readBlob(blob.descriptor, 100)).toEqual(blob.bytes);
    expect(registry.seen(/blobs/).some(({ headers }) => headers.authorization !== undefined)).toBe(true);
    expect(store.requests).toHaveLength(1);
    expect(store.requests[0]?.headers.authorization).toBeUndefined();
    expect(store.requests[0]?.headers.cookie).toBeUndefined();
  });

  it.each([
    ['plain http to another machine', 'http://registry.example.com/x'],
    ['another scheme', 'file:///etc/passwd'],
    ['credentials in the address', 'https://ann:secret@registry.example.com/'],
    ['nothing', ''],
  ])('to %s are refused', async (_what, location) => {
    const registry = await start();
    registry.fault((_request, response) => {
      response.writeHead(302, location === '' ? {} : { location }).end();
      return true;
    });
    await refusal(at(registry).getManifest('1.0'), 'registry/protocol');
  });

  it('without end are refused', async () => {
    const registry = await start();
    registry.fault((request, response) => {
      response.writeHead(307, { location: `${request.path}x` }).end();
      return true;
    });
    const error = await refusal(at(registry).getManifest('1.0'), 'registry/protocol');
    expect(error.message).toContain('redirects');
  });

  it('that turn a write into something else are refused', async () => {
    const registry = await start();
    registry.fault((request, response, raw) => {
      if (request.method !== 'PUT') return false;
      raw.resume();
      response.writeHead(302, { location: '/v2/' }).end();
      return true;
    });
    await refusal(at(registry).putManifest(testImage().root.bytes, INDEX), 'registry/protocol');
  });
});

describe('tags', () => {
  it('are listed over all pages, and only from the registry itself', async () => {
    const registry = await start();
    seedImage(registry, 'acme/api', testImage(), 'a');
    const repository = at(registry);
    const digest = testImage().root.descriptor.digest;
    for (const tag of ['b', 'c', 'd', 'e']) await repository.setTag(tag, digest);
    expect(await repository.tags()).toEqual(['a', 'b', 'c', 'd', 'e']);
    const other = await start();
    registry.fault((request, response) => {
      if (!request.path.includes('tags')) return false;
      response.writeHead(200, { link: `<${other.url}/v2/x>; rel="next"` }).end('{"tags":["a"]}');
      return true;
    });
    await refusal(repository.tags(), 'registry/protocol');
    expect(other.requests).toHaveLength(0);
  });

  it('of a repository that is not there are none', async () => {
    const registry = await start();
    expect(await at(registry).tags()).toEqual([]);
  });
});

describe('digests', () => {
  it('that are none never become a path', async () => {
    const registry = await start();
    const forged = { mediaType: 'x', digest: 'sha256:../../../token' as Digest, size: 1 };
    // The type forbids it; a caller that casts must still not reach other endpoints.
    await refusal(at(registry).readBlob(forged, 10), 'reference/invalid');
    await refusal(at(registry).hasBlob(forged), 'reference/invalid');
    await refusal(at(registry).referrersOf(forged.digest), 'reference/invalid');
    await refusal(at(registry).findManifest('../../token'), 'reference/invalid');
    expect(registry.requests).toHaveLength(0);
    expect(sha256('x')).toMatch(/^sha256:[0-9a-f]{64}$/);
  });
});
