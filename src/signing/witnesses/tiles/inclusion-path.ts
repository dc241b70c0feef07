import { createHash } from 'node:crypto';

/** Hash of the whole subtree of 2^level leaves that begins at leaf `index` × 2^level. */
export type NodeHash = (level: number, index: number) => Promise<Buffer>;

/**
 * Audit path of a leaf (RFC 6962, 2.1.1): the hashes with which the root follows from the leaf, from the leaf upwards.
 * @param size leaves of the tree
 */
export async function inclusionPath(leaf: number, size: number, node: NodeHash): Promise<Buffer[]> {
  const path = async (start: number, end: number): Promise<Buffer[]> => {
    if (end - start === 1) return [];
    const middle = start + splitOf(end - start);
    return leaf < middle
      ? [...(await path(start, middle)), await treeHash(middle, end, node)]
      : [...(await path(middle, end)), await treeHash(start, middle, node)];
  };
  return await path(0, size);
}

/** Hash of the leaves from `start` to before `end`; `start` is a multiple of the largest power of two in it. */
export async function treeHash(start: number, end: number, node: NodeHash): Promise<Buffer> {
  const width = end - start;
  const level = Math.log2(width);
  if (Number.isInteger(level)) return await node(level, start / width);
  const middle = start + splitOf(width);
  return parentOf(await treeHash(start, middle, node), await treeHash(middle, end, node));
}

/** Hash of an inner node. */
export function parentOf(left: Buffer, right: Buffer): Buffer {
  return createHash('sha256').update(Buffer.of(1)).update(left).update(right).digest();
}

/** The largest power of two smaller than `width`. */
function splitOf(width: number): number {
  return 2 ** Math.ceil(Math.log2(width) - 1);
}
