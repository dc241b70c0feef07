import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { entryOfTiles } from '../../../src/signing/witnesses/tiles/entry-of-tiles.js';
import { inclusionPath, parentOf, treeHash } from '../../../src/signing/witnesses/tiles/inclusion-path.js';
import { tilePath } from '../../../src/signing/witnesses/tiles/tile-reader.js';
import { NO_ANCHORS, type TrustAnchors } from '../../../src/trust/trust-anchors.js';
import { type HttpService, startHttpService } from '../../bench/sigstore/http-service.js';

const entryAt = (index: number): Buffer => Buffer.from(`entry ${index}`);
const leafHash = (entry: Buffer): Buffer => createHash('sha256').update(Buffer.of(0)).update(entry).digest();
const leaves = Array.from({ length: 70_000 }, (_none, index) => leafHash(entryAt(index)));

const known = new Map<string, Buffer>();
/** RFC 6962's MTH of the leaves from `start` to before `end`, straight from its definition. */
function rootOf(start: number, end: number): Buffer {
  if (end - start === 1) return leaves[start] ?? Buffer.alloc(0);
  const cached = known.get(`${start} ${end}`);
  if (cached !== undefined) return cached;
  let split = 1;
  while (split * 2 < end - start) split *= 2;
  const root = parentOf(rootOf(start, start + split), rootOf(start + split, end));
  known.set(`${start} ${end}`, root);
  return root;
}

/** Root that follows from a leaf and its path (RFC 9162, 2.1.3.2): the check that verifiers make. */
function rootFrom(leaf: number, size: number, path: readonly Buffer[]): Buffer {
  let [fn, sn] = [leaf, size - 1];
  let hash = leaves[leaf] ?? Buffer.alloc(0);
  for (const sibling of path) {
    if (fn % 2 === 1 || fn === sn) {
      hash = parentOf(sibling, hash);
      while (fn % 2 === 0 && fn !== 0) [fn, sn] = [Math.floor(fn / 2), Math.floor(sn / 2)];
    } else hash = parentOf(hash, sibling);
    [fn, sn] = [Math.floor(fn / 2), Math.floor(sn / 2)];
  }
  expect(sn).toBe(0);
  return hash;
}

const nodeOf = (level: number, index: number): Promise<Buffer> =>
  Promise.resolve(rootOf(index * 2 ** level, (index + 1) * 2 ** level));

describe('the path from a leaf to the root', () => {
  it.each([1, 2, 3, 4, 5, 7, 8, 9, 13, 64, 100])('is right for every leaf of a tree of %i', async (size) => {
    const root = rootOf(0, size);
    expect(await treeHash(0, size, nodeOf)).toEqual(root);
    for (let leaf = 0; leaf < size; leaf += 1)
      expect(rootFrom(leaf, size, await inclusionPath(leaf, size, nodeOf))).toEqual(root);
  });
});

describe('the path of a tile', () => {
  it.each([
    [0, 300, '000'],
    [1, 300, '001.p/44'],
    [1_234_067, 1_234_068 * 256, 'x001/x234/067'],
    [0, 256, '000'],
    [999, 1000 * 256, '999'],
    [1000, 1000 * 256 + 1, 'x001/000.p/1'],
  ])('%i of %i hashes is %s', (number, hashes, path) => {
    expect(tilePath(number, hashes)).toBe(path);
  });
});

describe('an entry that a tiled log has', () => {
  const SIZE = 70_000;
  const logID = createHash('sha256').update('a log').digest();
  const anchors = (): Promise<TrustAnchors> =>
    Promise.resolve({ ...NO_ANCHORS, tlogs: [{ logID } as TrustAnchors['tlogs'][number]] });
  let log: HttpService;
  const asked: string[] = [];

  beforeAll(async () => {
    log = await startHttpService((_request, response, { pathname }) => {
      asked.push(pathname);
      if (pathname === '/api/v2/checkpoint') {
        const signature = Buffer.concat([logID.subarray(0, 4), Buffer.alloc(64)]).toString('base64');
        response.end(
          `log.test\n${SIZE}\n${rootOf(0, SIZE).toString('base64')}\n\n\u2014 log.test ${signature}\n`,
        );
        return;
      }
      const [, kind = '', rest = ''] = /^\/api\/v2\/tile\/([^/]+)\/(.+)$/.exec(pathname) ?? [];
      const number = Number(rest.replace(/\.p\/\d+$/, '').replaceAll(/[x/]/g, ''));
      const held = Number(/\.p\/(\d+)$/.exec(rest)?.[1] ?? 256);
      const indexes = Array.from({ length: held }, (_none, at) => number * 256 + at);
      if (kind === 'entries')
        response.end(
          Buffer.concat(
            indexes.map((index) => {
              const entry = entryAt(index);
              return Buffer.concat([Buffer.of(entry.length >> 8, entry.length & 0xff), entry]);
            }),
          ),
        );
      else {
        const width = 256 ** Number(kind);
        response.end(Buffer.concat(indexes.map((index) => rootOf(index * width, (index + 1) * width))));
      }
    });
  });
  afterAll(() => log.stop());

  it.each([0, 255, 256, 65_535, 65_536, 69_999])('is read with its proof at %i', async (leaf) => {
    asked.length = 0;
    const entry = await entryOfTiles(leaf, { url: log.url, anchors });
    expect(entry.canonicalizedBody).toEqual(entryAt(leaf));
    expect(entry.logId.keyId).toEqual(logID);
    const { inclusionProof: proof } = entry;
    expect(proof?.rootHash).toEqual(rootOf(0, SIZE));
    expect(rootFrom(leaf, SIZE, proof?.hashes ?? [])).toEqual(rootOf(0, SIZE));
    // each tile once
    expect(new Set(asked).size).toBe(asked.length);
  });

  it('is of no use from a log that nobody trusts', async () => {
    await expect(
      entryOfTiles(3, { url: log.url, anchors: () => Promise.resolve(NO_ANCHORS) }),
    ).rejects.toMatchObject({ code: 'service/invalid' });
  });
});
