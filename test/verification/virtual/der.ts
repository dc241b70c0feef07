/** A few ASN.1 DER encoders, enough to write certificates and timestamps in tests (ITU-T X.690). */
type Der = Buffer;

export function tlv(tag: number, ...content: readonly Uint8Array[]): Der {
  const body = Buffer.concat(content);
  return Buffer.concat([Buffer.of(tag), lengthOf(body.length), body]);
}

function lengthOf(length: number): Buffer {
  if (length < 0x80) return Buffer.of(length);
  const bytes: number[] = [];
  for (let rest = length; rest > 0; rest >>= 8) bytes.unshift(rest & 0xff);
  return Buffer.of(0x80 | bytes.length, ...bytes);
}

export const sequence = (...items: readonly Uint8Array[]): Der => tlv(0x30, ...items);
export const set = (...items: readonly Uint8Array[]): Der => tlv(0x31, ...items);
export const octets = (...items: readonly Uint8Array[]): Der => tlv(0x04, ...items);
export const bits = (bytes: Uint8Array): Der => tlv(0x03, Buffer.of(0), bytes);
export const utf8 = (text: string): Der => tlv(0x0c, Buffer.from(text));
export const boolean = (value: boolean): Der => tlv(0x01, Buffer.of(value ? 0xff : 0));
export const nothing = (): Der => tlv(0x05);
export const explicit = (number: number, ...items: readonly Uint8Array[]): Der =>
  tlv(0xa0 | number, ...items);
export const implicit = (number: number, bytes: Uint8Array): Der => tlv(0x80 | number, bytes);

export function integer(value: number | Uint8Array): Der {
  const bytes =
    typeof value === 'number'
      ? Buffer.from(
          value
            .toString(16)
            .padStart(2, '0')
            .replace(/^(.(..)*)$/, '0$1'),
          'hex',
        )
      : Buffer.from(value);
  return tlv(0x02, (bytes[0] ?? 0) >= 0x80 ? Buffer.concat([Buffer.of(0), bytes]) : bytes);
}

export function oid(dotted: string): Der {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number);
  const bytes = [first * 40 + second, ...rest].flatMap((arc) => {
    const groups = [arc & 0x7f];
    for (let left = Math.floor(arc / 128); left > 0; left = Math.floor(left / 128))
      groups.unshift((left & 0x7f) | 0x80);
    return groups;
  });
  return tlv(0x06, Buffer.from(bytes));
}

export function time(date: Date): Der {
  return tlv(0x18, Buffer.from(`${date.toISOString().slice(0, 19).replace(/[-:T]/g, '')}Z`));
}
