import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { imageMentions } from '../../../src/dockerfile/pin/image-mentions.js';
import { pinDockerfile } from '../../../src/dockerfile/pin/pin-dockerfile.js';
import { parseDockerfile } from '../../../src/dockerfile/parse/parse-dockerfile.js';
import { type Digest } from '../../../src/model/digest.js';
import { parseReference } from '../../../src/model/reference.js';
import { dockerfileArbitrary } from '../parse/dockerfile-arbitrary.js';

const digest: Digest = `sha256:${'a'.repeat(64)}`;
const other: Digest = `sha256:${'b'.repeat(64)}`;

const mentionsIn = (text: string) => imageMentions(parseDockerfile(text));

/** The command asks a registry first, and so never writes behind what is no reference. */
const isReference = (image: string): boolean => {
  try {
    return parseReference(image).repository !== '';
  } catch {
    return false;
  }
};

const pinAll = (text: string, to: Digest = digest): string =>
  pinDockerfile(
    text,
    mentionsIn(text)
      .filter(({ at }) => 'slot' in at && isReference(at.image))
      .map((mention) => ({ mention, digest: to })),
  );

/** Without digests, and without the tag that a name without one gets. */
const bare = (text: string): string =>
  text.replaceAll(/(:latest)?@sha256:[0-9a-f]{64}/g, '').replaceAll(':latest', '');

const short = (text: string): string => text.replaceAll(digest, 'D').replaceAll(other, 'E');

describe('where a digest is written', () => {
  it.each([
    ['a plain base', 'FROM python:3.13-slim AS build\n', 'FROM python:3.13-slim@D AS build\n'],
    ['a digest that is renewed', `FROM debian:13@${other}\n`, 'FROM debian:13@D\n'],
    ['no tag: the one that it stands for', 'FROM debian\n', 'FROM debian:latest@D\n'],
    ['a port is no tag', 'FROM localhost:5000/api\n', 'FROM localhost:5000/api:latest@D\n'],
    ['a platform stays', 'FROM --platform=$BUILDPLATFORM go:1\n', 'FROM --platform=$BUILDPLATFORM go:1@D\n'],
    [
      'the front end',
      '# syntax=docker/dockerfile:1\nFROM scratch\n',
      '# syntax=docker/dockerfile:1@D\nFROM scratch\n',
    ],
    [
      'COPY',
      'FROM scratch\nCOPY --from=uv:1 --link /uv /\n',
      'FROM scratch\nCOPY --from=uv:1@D --link /uv /\n',
    ],
    [
      'a mount',
      'FROM a:1\nRUN --mount=type=bind,from=uv:1,target=/uv true\n',
      'FROM a:1@D\nRUN --mount=type=bind,from=uv:1@D,target=/uv true\n',
    ],
    [
      'what ONBUILD defers',
      'FROM a:1\nONBUILD COPY --from=uv:1 /uv /\n',
      'FROM a:1@D\nONBUILD COPY --from=uv:1@D /uv /\n',
    ],
    ['a line that goes on', 'FROM \\\n  a:1 \\\n  AS b\n', 'FROM \\\n  a:1@D \\\n  AS b\n'],
    ['CRLF', 'FROM a:1\r\nUSER 1\r\n', 'FROM a:1@D\r\nUSER 1\r\n'],
    ['an ARG that is the base', 'ARG BASE=a:1\nFROM $BASE\n', 'ARG BASE=a:1@D\nFROM $BASE\n'],
    ['an ARG that ends it', 'ARG V="1"\nFROM a:${V}\n', 'ARG V="1@D"\nFROM a:${V}\n'],
    [
      'an ARG of two stages',
      'ARG V=1\nFROM a:$V AS b\nFROM a:$V\n',
      'ARG V=1@D\nFROM a:$V AS b\nFROM a:$V\n',
    ],
  ])('%s', (_name, before, after) => {
    expect(short(pinAll(before))).toBe(after);
  });

  it.each([
    ['scratch and stages', 'FROM scratch AS a\nFROM a\nCOPY --from=a / /\nCOPY --from=0 / /\n'],
    ['a name that a child build may give a stage', 'FROM scratch\nONBUILD COPY --from=build / /\n'],
  ])('no image: %s', (_name, text) => {
    expect(mentionsIn(text)).toEqual([]);
  });

  it.each([
    ['variables in the middle', 'ARG V=1\nFROM a:${V}-slim\n', /put together from variables/],
    ['a default in the name', 'FROM ${A:-a:1}\n', /put together from variables/],
    ['no default', 'ARG V\nFROM a:$V\n', /has no default/],
    ['set twice', 'ARG V=1\nARG V=2\nFROM a:$V\n', /set twice/],
    ['made from another', 'ARG U=1\nARG V=$U\nFROM a:$V\n', /no plain text/],
    ['another made from it', 'ARG V=1\nARG W=$V\nFROM a:$V\n', /another ARG/],
    ['another image', 'ARG V=1\nFROM a:$V AS x\nFROM b:$V\n', /differently/],
    ['read in a stage', 'ARG V=1\nFROM a:$V\nARG V\nRUN echo $V\n', /a stage reads/],
    ['a platform', 'ARG V=1\nFROM --platform=$V a:$V\n', /--platform/],
    ['a variable in COPY', 'FROM scratch\nCOPY --from=a:$V / /\n', /no variables/],
    ['quotes', 'FROM "a:1"\n', /quotes/],
  ])('left alone: %s', (_name, text, why) => {
    expect(mentionsIn(text).map(({ at }) => ('why' in at ? at.why : 'a slot'))).toContainEqual(
      expect.stringMatching(why),
    );
  });
});

it('pinning twice is pinning once, and nothing but references changes, whatever the file', () => {
  fc.assert(
    fc.property(dockerfileArbitrary, (text) => {
      const once = pinAll(text);
      expect(pinAll(once)).toBe(once);
      expect(bare(once)).toBe(bare(text));
    }),
  );
});
