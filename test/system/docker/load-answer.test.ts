import { describe, expect, it } from 'vitest';
import { readLoadAnswer } from '../../../src/system/docker/load-answer.js';

const LOADED = '{"stream":"Loaded image: acgs-smoke-1:x\\n"}\n';
const DIGEST = `sha256:${'8617ea6d'.repeat(8)}`;

describe('readLoadAnswer', () => {
  it('takes an image for complete only if nothing else is said', () => {
    expect(readLoadAnswer(LOADED)).toEqual({ complete: true });
    expect(readLoadAnswer('{"stream":"Loaded image ID: sha256:ab\\n"}\n\n')).toEqual({ complete: true });
    expect(readLoadAnswer('')).toEqual({ complete: false });
    expect(readLoadAnswer(`${LOADED}{"stream":"Something new"}\n`)).toEqual({ complete: false });
  });

  it('finds the blob that could not be unpacked', () => {
    const said = `{"stream":"Error unpacking image acgs-smoke-1:x: apply layer error for \\"acgs-smoke-1:x\\": failed to extract layer sha256:${'0'.repeat(64)}: NotFound: failed to get reader from content store: content digest ${DIGEST}: not found\\n"}\n`;
    expect(readLoadAnswer(LOADED + said)).toEqual({ complete: false, lacks: DIGEST });
  });

  it('throws what the engine failed at', () => {
    expect(() => readLoadAnswer('{"error":"invalid archive","errorDetail":{}}\n')).toThrow(/invalid archive/);
  });
});
