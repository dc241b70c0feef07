import fc from 'fast-check';

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** A place in a document: the container, and the key within it. */
interface Place {
  readonly path: string;
  readonly of: Json[] | { [key: string]: Json };
  readonly key: string;
}

function places(value: Json, path = ''): Place[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => [
    { path: `${path}/${key}`, of: value, key },
    ...places(inner, `${path}/${key}`),
  ]);
}

const at = ({ of, key }: Place): Json => (of as Record<string, Json>)[key] ?? null;
const put = ({ of, key }: Place, value: Json): void => {
  (of as Record<string, Json>)[key] = value;
};

interface Draw {
  readonly where: number;
  readonly how: number;
  readonly offset: number;
  readonly flip: number;
}

const isBase64 = (text: string): boolean => text.length > 4 && /^[A-Za-z0-9+/]+=*$/.test(text);

/** Bends bytes within base64, so that what is decoded changes and not only how it is written. */
function bendBytes(text: string, { how, offset, flip }: Draw): string {
  const bytes = Buffer.from(text, 'base64');
  const middle = offset % bytes.length;
  if (how % 4 === 1) return bytes.subarray(0, middle).toString('base64');
  if (how % 4 === 2)
    return Buffer.concat([bytes.subarray(0, middle), Buffer.of(flip), bytes.subarray(middle)]).toString(
      'base64',
    );
  bytes[middle] = (bytes[middle] ?? 0) ^ flip;
  return bytes.toString('base64');
}

function bendText(text: string, { how, offset, flip }: Draw): string {
  if (isBase64(text) && how % 8 < 6) return bendBytes(text, { how, offset, flip, where: 0 });
  if (/^-?\d+$/.test(text)) return String(BigInt(text) + BigInt(how % 2 === 0 ? flip : -flip));
  const middle = text.length === 0 ? 0 : offset % text.length;
  return `${text.slice(0, middle)}${String.fromCharCode(flip)}${text.slice(middle + (how % 2))}`;
}

/** One change somewhere in `document`, or something put there that stands in the same place of `donor`. */
function mutate(document: Json, donor: Json, draw: Draw): void {
  const all = places(document);
  const place = all[draw.where % all.length];
  if (place === undefined) return;
  const value = at(place);
  const theirs = places(donor).find(({ path }) => path === place.path);
  switch (draw.how % 8) {
    case 0:
      if (Array.isArray(place.of)) place.of.splice(Number(place.key), 1);
      else Reflect.deleteProperty(place.of, place.key);
      return;
    case 1:
      if (Array.isArray(value)) value.push(...structuredClone(value));
      else put(place, null);
      return;
    case 2:
      if (theirs !== undefined) put(place, structuredClone(at(theirs)));
      return;
    default:
      if (typeof value === 'string') put(place, bendText(value, { ...draw, how: draw.how >> 3 }));
      else if (Array.isArray(value)) value.reverse();
      else if (theirs !== undefined) put(place, structuredClone(at(theirs)));
  }
}

/**
 * Documents that differ from `original` by one to three changes: bytes within base64, numbers, texts, parts left out, doubled, exchanged with those of
 * `donor` (another valid document), or a byte of the JSON itself.
 */
export function mutants(original: Buffer, donor: Buffer): fc.Arbitrary<Buffer> {
  const number = fc.nat(1 << 20);
  const draw = fc.record({
    where: number,
    how: number,
    offset: number,
    flip: fc.integer({ min: 1, max: 255 }),
  });
  const structured = fc.array(draw, { minLength: 1, maxLength: 3 }).map((draws) => {
    const document = JSON.parse(original.toString()) as Json;
    for (const one of draws) mutate(document, JSON.parse(donor.toString()) as Json, one);
    return Buffer.from(JSON.stringify(document));
  });
  const raw = draw.map(({ where, flip }) => {
    const bytes = Buffer.from(original);
    const offset = where % bytes.length;
    bytes[offset] = (bytes[offset] ?? 0) ^ flip;
    return bytes;
  });
  return fc.oneof({ weight: 9, arbitrary: structured }, { weight: 1, arbitrary: raw });
}
