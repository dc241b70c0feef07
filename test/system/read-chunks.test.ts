import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readlinkSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { closeConnections } from '../../src/system/agents.js';
import { send } from '../../src/system/http.js';
import { readBody } from '../../src/system/read-body.js';
import { chunksOfFile } from '../../src/system/read-chunks.js';

const folder = mkdtempSync(join(tmpdir(), 'acgs-chunks-'));
const file = join(folder, 'layer');
/** Some pieces and a bit, no two the same. */
const content = Buffer.concat(
  Array.from({ length: 80_000 }, (_, at) => createHash('sha256').update(String(at)).digest()),
);
writeFileSync(file, content);
afterAll(() => {
  rmSync(folder, { recursive: true });
  closeConnections();
});

const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

test('gives a file in pieces of two buffers, so that a large one leaves no garbage', async () => {
  const hash = createHash('sha256');
  const buffers = new Set<ArrayBufferLike>();
  for await (const chunk of chunksOfFile(file)) {
    hash.update(chunk);
    buffers.add(chunk.buffer);
  }
  expect(hash.digest('hex')).toBe(sha256(content));
  expect(buffers.size).toBe(2);
});

test('an empty file has no piece', async () => {
  const empty = join(folder, 'empty');
  writeFileSync(empty, '');
  const chunks: Buffer[] = [];
  for await (const chunk of chunksOfFile(empty)) chunks.push(chunk);
  expect(chunks).toEqual([]);
});

test('who stops reading leaves no open file behind', async () => {
  for await (const chunk of chunksOfFile(file)) {
    expect(chunk.length).toBeLessThan(content.length);
    break;
  }
  const open = readdirSync('/proc/self/fd').flatMap((fd) => {
    try {
      return [readlinkSync(`/proc/self/fd/${fd}`)];
    } catch {
      // The descriptor of this very listing.
      return [];
    }
  });
  expect(open).not.toContain(file);
});

test('a request whose pieces share a buffer arrives as it was meant', async () => {
  const server = createServer((request, response) => {
    const hash = createHash('sha256');
    request.on('data', (chunk: Buffer) => {
      hash.update(chunk);
      // A slow reader: the sender has to wait for the system to take each piece.
      request.pause();
      setTimeout(() => request.resume(), 1);
    });
    request.on('end', () => response.end(hash.digest('hex')));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  try {
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
    for (const headers of [{ 'content-length': String(content.length) }, {}]) {
      const answer = await send({ method: 'PUT', url, headers, body: () => chunksOfFile(file) });
      expect((await readBody(answer, 100)).toString()).toBe(sha256(content));
    }
  } finally {
    server.close();
    server.closeAllConnections();
  }
});
