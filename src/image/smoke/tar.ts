const BLOCK = 512;
const MODE = 0o644;
/** Twelve bytes hold eleven octal digits and a terminator: 8 GiB. */
const OCTAL_LIMIT = 8 ** 11;

export interface TarFile {
  /** At most 100 bytes of ASCII. */
  readonly name: string;
  readonly size: number;
  /** Exactly `size` bytes. */
  readonly content: AsyncIterable<Buffer> | Iterable<Buffer>;
}

/**
 * A tar of plain files (POSIX.1, ustar). Its pieces are those of the files, good until the next is asked for: nothing is copied,
 * which is what an archive of layers is too large for.
 */
export async function* tarOf(files: Iterable<TarFile>): AsyncGenerator<Buffer, void> {
  for (const { name, size, content } of files) {
    yield header(name, size);
    yield* content;
    const rest = size % BLOCK;
    if (rest > 0) yield Buffer.alloc(BLOCK - rest);
  }
  yield Buffer.alloc(2 * BLOCK);
}

function header(name: string, size: number): Buffer {
  const block = Buffer.alloc(BLOCK);
  block.write(name, 0, 100, 'latin1');
  block.write(octal(MODE, 8), 100, 'latin1');
  block.write(octal(0, 8), 108, 'latin1');
  block.write(octal(0, 8), 116, 'latin1');
  writeSize(block, size);
  block.write(octal(0, 12), 136, 'latin1');
  block.write('0', 156, 'latin1');
  block.write('ustar\u000000', 257, 'latin1');
  // The sum is taken with spaces where it will stand.
  block.fill(' ', 148, 156);
  const sum = block.reduce((total, byte) => total + byte, 0);
  block.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148, 'latin1');
  return block;
}

/** As octal digits; a size past them in base 256, as GNU tar writes it and Go reads it. */
function writeSize(block: Buffer, size: number): void {
  if (size < OCTAL_LIMIT) {
    block.write(octal(size, 12), 124, 'latin1');
    return;
  }
  block[124] = 0x80;
  block.writeBigUInt64BE(BigInt(size), 128);
}

function octal(value: number, width: number): string {
  return `${value.toString(8).padStart(width - 1, '0')}\0`;
}
