import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseBoundedJson } from '../../src/model/bounded-json.js';

const parse = (text: string, depth: number): unknown =>
  parseBoundedJson(Buffer.from(text), 'it', { bytes: 1 << 24, depth });

function depthOf(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0;
  return 1 + Math.max(0, ...Object.values(value).map(depthOf));
}

/** Texts in which what could be taken for the end of a string, or for nesting, is frequent; short ones and long ones. */
const trickyText = fc
  .array(fc.constantFrom('"', '\\', '{', '}', '[', ']', 'a', 'é', '\n', '\u2028'), { maxLength: 40 })
  .chain((parts) =>
    fc.constantFrom(0, 30, 47, 48, 49, 500).map((padding) => 'x'.repeat(padding) + parts.join('')),
  );
const { value: tricky } = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 5 },
    trickyText,
    fc.integer(),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(trickyText, tie('value'), { maxKeys: 4 }),
  ),
}));

describe('JSON from outside', () => {
  it('is what JSON.parse makes of it, up to the depth allowed and no deeper', () => {
    fc.assert(
      fc.property(tricky, fc.boolean(), (value, spaced) => {
        const text = JSON.stringify(value, undefined, spaced ? 2 : undefined);
        const depth = depthOf(value);
        expect(parse(text, depth)).toEqual(JSON.parse(text));
        if (depth > 0)
          expect(() => parse(text, depth - 1)).toThrow(
            expect.objectContaining({ code: 'evidence/too-large' }) as Error,
          );
      }),
    );
  });

  it.each(['"', `"${'x'.repeat(100)}`, `"${'x'.repeat(47)}\\`, `["${'x'.repeat(60)}\\"`, '{"a":"\\\\\\"}'])(
    'that ends within a string is refused: %j',
    (text) => {
      expect(() => parse(text, 8)).toThrow(expect.objectContaining({ code: 'evidence/invalid' }) as Error);
    },
  );

  it('is refused in another encoding, or when it is too long', () => {
    const limits = { bytes: 4, depth: 1 };
    const refused = (bytes: readonly number[]) => () =>
      parseBoundedJson(Uint8Array.from(bytes), 'it', limits);
    expect(refused([0x22, 0xff, 0x22])).toThrow('not JSON in UTF-8');
    expect(refused([0x31, 0x31, 0x31, 0x31, 0x31])).toThrow('5 bytes, more than the 4 allowed');
  });
});
