/** Tags of the few types that certificates and timestamps are read for (ITU-T X.680, 8.4). */
export const TAG = {
  boolean: 0x01,
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  objectIdentifier: 0x06,
  utcTime: 0x17,
  generalizedTime: 0x18,
  sequence: 0x30,
  set: 0x31,
} as const;

/** Tag of a context-specific, constructed element `[number]`. */
export const context = (number: number): number => 0xa0 | number;

/** Nesting that no certificate or timestamp needs; deeper DER is an attack on the stack. */
const DEEPEST = 100;
const CONSTRUCTED = 0x20;
const LONG_FORM = 0x1f;
const LONGEST_LENGTH = 4;

/** Bytes that are not DER, or not the DER that was expected. */
export class DerError extends Error {
  override readonly name = 'DerError';
}

/** One element: views of the bytes it was read from, nothing is copied. */
export interface Der {
  readonly tag: number;
  /** The element with its header, as it was signed. */
  readonly bytes: Buffer;
  readonly content: Buffer;
  /** Elements within a constructed one; none for a primitive one. */
  readonly children: readonly Der[];
}

/**
 * Reads one element and all within it, strictly (ITU-T X.690, 10): definite and shortest lengths, nothing after it. What an OCTET STRING
 * wraps is bytes until somebody reads it.
 * @throws DerError
 */
export function readDer(bytes: Buffer): Der {
  const [element, next] = readElement(bytes, 0, bytes.length, 0);
  if (next !== bytes.length) throw new DerError('bytes after the end');
  return element;
}

function readElement(bytes: Buffer, at: number, end: number, depth: number): [Der, number] {
  if (depth > DEEPEST) throw new DerError('nested too deep');
  if (at + 2 > end) throw new DerError('cut short');
  const tag = bytes[at] ?? 0;
  if ((tag & LONG_FORM) === LONG_FORM || (tag & ~CONSTRUCTED) === 0)
    throw new DerError('a tag that is not used');
  const [length, start] = readLength(bytes, at + 1, end);
  const next = start + length;
  if (next > end) throw new DerError('cut short');
  const children: Der[] = [];
  if ((tag & CONSTRUCTED) !== 0)
    for (let inner = start; inner < next;) {
      const [child, after] = readElement(bytes, inner, next, depth + 1);
      children.push(child);
      inner = after;
    }
  return [{ tag, bytes: bytes.subarray(at, next), content: bytes.subarray(start, next), children }, next];
}

function readLength(bytes: Buffer, at: number, end: number): [length: number, next: number] {
  const first = bytes[at] ?? 0;
  if (first < 0x80) return [first, at + 1];
  const size = first & 0x7f;
  if (size === 0 || size > LONGEST_LENGTH || at + 1 + size > end) throw new DerError('a length that is none');
  const length = bytes.readUIntBE(at + 1, size);
  if (length < 0x80 || bytes[at + 1] === 0) throw new DerError('a length that is not the shortest');
  return [length, at + 1 + size];
}

/** Writes one element around parts that are DER already. */
export function wrapDer(tag: number, parts: readonly Uint8Array[]): Buffer {
  const length = parts.reduce((sum, part) => sum + part.length, 0);
  if (length < 0x80) return Buffer.concat([Buffer.of(tag, length), ...parts]);
  const header = Buffer.from([tag, 0x80 | LONGEST_LENGTH, 0, 0, 0, 0]);
  header.writeUInt32BE(length, 2);
  const zeros = header.subarray(2).findIndex((byte) => byte !== 0);
  header[1] = 0x80 | (LONGEST_LENGTH - zeros);
  return Buffer.concat([header.subarray(0, 2), header.subarray(2 + zeros), ...parts]);
}

/**
 * The element, if it has the tag that is expected.
 * @throws DerError for another one, or none
 */
export function expectTag(element: Der | undefined, tag: number): Der {
  if (element?.tag !== tag)
    throw new DerError(
      `expected the tag 0x${tag.toString(16)}, got ${element?.tag.toString(16) ?? 'nothing'}`,
    );
  return element;
}

/** An OBJECT IDENTIFIER in dots. @throws DerError */
export function readOid(element: Der | undefined): string {
  const { content } = expectTag(element, TAG.objectIdentifier);
  const first = content[0] ?? 0;
  const arcs = [Math.floor(first / 40), first % 40];
  let arc = 0;
  for (const byte of content.subarray(1)) {
    arc = arc * 0x80 + (byte & 0x7f);
    // Beyond this two identifiers could become one number.
    if (!Number.isSafeInteger(arc)) throw new DerError('an object identifier that is too long');
    if (byte >= 0x80) continue;
    arcs.push(arc);
    arc = 0;
  }
  return arcs.join('.');
}

const SHORT_YEAR = /^(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})Z$/;
const LONG_YEAR = /^(\d{4})(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})(?:\.\d{3})?Z$/;

/** A UTCTime (1950 to 2049; RFC 5280, 4.1.2.5.1) or GeneralizedTime, to the second. @throws DerError */
export function readTime(element: Der | undefined): Date {
  const text = element?.content.toString('latin1') ?? '';
  const [, year, ...rest] =
    (element?.tag === TAG.utcTime
      ? SHORT_YEAR.exec(text)
      : element?.tag === TAG.generalizedTime
        ? LONG_YEAR.exec(text)
        : undefined) ?? [];
  if (year === undefined) throw new DerError('a time that is none');
  const century = year.length === 4 ? '' : Number(year) >= 50 ? '19' : '20';
  const [month, day, hour, minute, second] = rest;
  const time = new Date(
    `${century}${year}-${month ?? ''}-${day ?? ''}T${hour ?? ''}:${minute ?? ''}:${second ?? ''}Z`,
  );
  if (Number.isNaN(time.getTime())) throw new DerError('a time that is none');
  return time;
}

/** A BOOLEAN. @throws DerError */
export function readBoolean(element: Der | undefined): boolean {
  const { content } = expectTag(element, TAG.boolean);
  if (content.length !== 1 || (content[0] !== 0 && content[0] !== 0xff))
    throw new DerError('a truth value that is none');
  return content[0] === 0xff;
}
