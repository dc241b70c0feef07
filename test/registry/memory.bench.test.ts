import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { afterEach, describe, expect, it } from 'vitest';
import { type Descriptor } from '../../src/model/descriptor.js';
import { type Digest } from '../../src/model/digest.js';
import { Repository } from '../../src/registry/repository.js';
import { FakeRegistry } from './fake-registry.js';

const MEBIBYTE = 1024 * 1024;
const CHUNK = Buffer.alloc(64 * 1024, 'layer');
let registry: FakeRegistry | undefined;
afterEach(async () => await registry?.close());

function layer(size: number): { descriptor: Descriptor; open: () => Readable } {
  const count = size / CHUNK.length;
  const hash = createHash('sha256');
  for (let at = 0; at < count; at += 1) hash.update(CHUNK);
  const digest: Digest = `sha256:${hash.digest('hex')}`;
  function* chunks(): Generator<Buffer> {
    for (let at = 0; at < count; at += 1) yield CHUNK;
  }
  return {
    descriptor: { mediaType: 'application/vnd.oci.image.layer.v1.tar', digest, size },
    open: () => Readable.from(chunks(), { objectMode: false }),
  };
}

/** How far the process's memory rises above its start while something runs. */
async function riseOf(action: () => Promise<unknown>): Promise<number> {
  const before = process.memoryUsage.rss();
  let peak = before;
  const sampler = setInterval(() => (peak = Math.max(peak, process.memoryUsage.rss())), 5);
  try {
    await action();
  } finally {
    clearInterval(sampler);
  }
  return Math.max(peak, process.memoryUsage.rss()) - before;
}

describe('a large layer', () => {
  it('costs no more memory up and down than a small one', async () => {
    registry = await FakeRegistry.start();
    registry.forgetBlobs = true;
    const repository = new Repository(registry.host, 'acme/api');
    const [small, large] = [layer(20 * MEBIBYTE), layer(200 * MEBIBYTE)];
    registry.fault((request, response) => {
      const wanted = [small, large].find(({ descriptor }) => request.path.endsWith(descriptor.digest));
      if (request.method !== 'GET' || wanted === undefined) return false;
      response.writeHead(200, { 'content-length': wanted.descriptor.size });
      wanted.open().pipe(response);
      return true;
    });
    const upAndDown = async ({ descriptor, open }: ReturnType<typeof layer>): Promise<void> => {
      expect(await repository.putBlob(descriptor, open)).toBe('written');
      let size = 0;
      for await (const chunk of repository.openBlob(descriptor) as AsyncIterable<Buffer>)
        size += chunk.length;
      expect(size).toBe(descriptor.size);
    };
    // The first pass warms up what every later one has: code, buffers, sockets.
    await upAndDown(small);
    const rise = await riseOf(async () => await upAndDown(large));
    expect(registry.received).toBe(220 * MEBIBYTE);
    // Far below the layer itself: what varies is when garbage is collected.
    expect(rise / MEBIBYTE).toBeLessThan(80);
  }, 60_000);
});
