import { AcgsError } from '../../../model/errors.js';
import { callService } from '../../../system/call-service.js';
import { type NodeHash, parentOf } from './inclusion-path.js';

/** Hashes of a tile, and entries of a bundle (C2SP, tlog-tiles.md). */
const TILE_WIDTH = 256;
const TILE_LEVELS = 8;
const HASH_BYTES = 32;
/** 256 entries of at most 64 KiB. */
const BUNDLE_LIMIT = 256 * (64 * 1024 + 2);

export interface TileReader {
  readonly node: NodeHash;
  /** The entry at a leaf, as it was logged. @throws AcgsError `service/*` */
  entry(leaf: number): Promise<Buffer>;
}

/** Reads a tiled log of `size` leaves; each tile once. */
export function tileReader(url: string, size: number, signal: AbortSignal | undefined): TileReader {
  const tiles = new Map<string, Promise<Buffer>>();
  const tile = (level: number, number: number): Promise<Buffer> => {
    const path = `${level}/${tilePath(number, Math.floor(size / TILE_WIDTH ** level))}`;
    const known = tiles.get(path) ?? fetchTile(`${url}/api/v2/tile/${path}`, signal);
    tiles.set(path, known);
    return known;
  };
  return {
    async node(level, index) {
      const tileLevel = Math.floor(level / TILE_LEVELS);
      const width = 2 ** (level - tileLevel * TILE_LEVELS);
      const first = index * width;
      const hashes = await tile(tileLevel, Math.floor(first / TILE_WIDTH));
      return combined(hashes, first % TILE_WIDTH, width);
    },
    async entry(leaf) {
      const path = tilePath(Math.floor(leaf / TILE_WIDTH), size);
      return entryIn(await fetchTile(`${url}/api/v2/tile/entries/${path}`, signal), leaf % TILE_WIDTH);
    },
  };
}

/**
 * Path of a tile: its number in groups of three digits, all but the last marked with an x; the last tile of a level, not yet
 * full, says how much it holds.
 */
export function tilePath(number: number, hashesOfLevel: number): string {
  const digits = String(number).padStart(Math.ceil(String(number).length / 3) * 3, '0');
  const groups = digits.match(/\d{3}/g) ?? [];
  const held = Math.min(TILE_WIDTH, hashesOfLevel - number * TILE_WIDTH);
  const name = groups.map((group, at) => (at < groups.length - 1 ? `x${group}` : group)).join('/');
  return held === TILE_WIDTH ? name : `${name}.p/${held}`;
}

function combined(hashes: Buffer, offset: number, width: number): Buffer {
  if (width > 1) {
    const half = width / 2;
    return parentOf(combined(hashes, offset, half), combined(hashes, offset + half, half));
  }
  const hash = hashes.subarray(offset * HASH_BYTES, (offset + 1) * HASH_BYTES);
  if (hash.length === HASH_BYTES) return hash;
  throw new AcgsError('service/invalid', 'a tile of the transparency log is shorter than its tree');
}

/** Entries lie one after the other, each behind its length in two bytes. */
function entryIn(bundle: Buffer, number: number): Buffer {
  let at = 0;
  for (let skipped = 0; skipped < number && at + 2 <= bundle.length; skipped += 1)
    at += 2 + bundle.readUInt16BE(at);
  const length = at + 2 <= bundle.length ? bundle.readUInt16BE(at) : 0;
  const entry = bundle.subarray(at + 2, at + 2 + length);
  if (length > 0 && entry.length === length) return entry;
  throw new AcgsError('service/invalid', 'the transparency log does not hold the entry that it names');
}

async function fetchTile(url: string, signal: AbortSignal | undefined): Promise<Buffer> {
  const { body } = await callService({
    service: 'the transparency log',
    method: 'GET',
    url,
    limit: BUNDLE_LIMIT,
    ...(signal === undefined ? {} : { signal }),
  });
  return body;
}
