import { describe, expect, it } from 'vitest';
import { digestInEngine } from '../../src/image/engine-bases.js';
import { digestOf } from '../../src/model/digest.js';
import { parseReference } from '../../src/model/reference.js';

const id = digestOf('id');
const pulled = digestOf('pulled');
const engineWith = (...repoDigests: readonly string[]) => ({
  findImage: () => Promise.resolve({ id, repoDigests }),
});

describe('digestInEngine', () => {
  it('is the image’s own id in the containerd store', async () => {
    expect(await digestInEngine(engineWith(), { containerdStore: true }, parseReference('base:1'))).toBe(id);
  });

  it.each([
    ['python:3.13', `python@${pulled}`, pulled],
    ['acme/api', `acme/api@${pulled}`, pulled],
    ['localhost:5000/acme/api:1', `localhost:5000/acme/api@${pulled}`, pulled],
    ['api', `acme/api@${pulled}`, undefined],
    ['api', 'api@sha256:short', undefined],
  ])('in the classic store %s is what %s says: %s', async (name, repoDigest, expected) => {
    const found = await digestInEngine(
      engineWith(repoDigest),
      { containerdStore: false },
      parseReference(name),
    );
    expect(found).toBe(expected);
  });

  it('is unknown for an image that the engine does not have, or never pulled', async () => {
    const none = { findImage: () => Promise.resolve(undefined) };
    expect(await digestInEngine(none, { containerdStore: true }, parseReference('base:1'))).toBeUndefined();
    expect(
      await digestInEngine(engineWith(), { containerdStore: false }, parseReference('base:1')),
    ).toBeUndefined();
  });
});
