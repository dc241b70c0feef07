import { expect, test } from 'vitest';
import { externalImages } from '../../src/dockerfile/external-images.js';
import { parseDockerfile } from '../../src/dockerfile/parse/parse-dockerfile.js';

const imagesOf = (text: string, options = {}) => externalImages(parseDockerfile(text), options);

test('names the bases of the stages that are built, and which of them ships', () => {
  const text = `ARG PY=3.13
FROM python:\${PY}-slim AS build
FROM node:24 AS unused
FROM debian:trixie
COPY --from=build /a /a
COPY --from=busybox:stable /bin/sh /bin/sh
RUN --mount=type=bind,from=alpine:3,target=/x true
`;
  expect(imagesOf(text)).toEqual({
    images: [
      { name: 'debian:trixie', final: true },
      { name: 'busybox:stable', final: false },
      { name: 'alpine:3', final: false },
      { name: 'python:3.13-slim', final: false },
    ],
    stages: ['build', 'unused'],
    dynamic: [],
  });
});

test('a build argument wins over the default, and a target leaves the later stages out', () => {
  const text = 'ARG PY=3.13\nFROM python:${PY} AS build\nFROM scratch\nCOPY --from=build /a /a\n';
  expect(imagesOf(text, { target: 'build', buildArgs: { PY: '3.14' } }).images).toEqual([
    { name: 'python:3.14', final: true },
  ]);
});

test('a name that only the builder can complete is told apart, not guessed', () => {
  expect(imagesOf('FROM tools-${TARGETARCH}:1\n')).toEqual({
    images: [],
    stages: [],
    dynamic: ['tools-${TARGETARCH}:1'],
  });
});
