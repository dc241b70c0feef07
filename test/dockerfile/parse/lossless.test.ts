import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseDockerfile } from '../../../src/dockerfile/parse/parse-dockerfile.js';
import { printDockerfile } from '../../../src/dockerfile/parse/print.js';
import { dockerfileArbitrary } from './dockerfile-arbitrary.js';

function expectLossless(text: string): void {
  const dockerfile = parseDockerfile(text);
  expect(printDockerfile(dockerfile)).toBe(text);
  let at = 0;
  for (const node of dockerfile.nodes) {
    expect(node.span.start).toBe(at);
    for (const part of node.parts) {
      expect(part.start).toBe(at);
      expect(part.end).toBeGreaterThan(part.start);
      at = part.end;
    }
    expect(node.span.end).toBe(at);
  }
  expect(at).toBe(text.length);
}

describe('print(parse(text))', () => {
  it('is the identity on mutated Dockerfiles, and the parts tile the text', () => {
    fc.assert(fc.property(dockerfileArbitrary, expectLossless), { numRuns: 500 });
  });

  it('is the identity on any text', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 60 }), expectLossless), { numRuns: 300 });
  });
});
