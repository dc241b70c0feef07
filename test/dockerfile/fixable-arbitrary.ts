import fc from 'fast-check';

const HEADS = [
  'FROM debian:12',
  'from debian:13-slim as build',
  'FROM python:3.13-slim',
  'FROM node:24-slim as web',
  'FROM alpine:3.22',
  'FROM gcr.io/distroless/static-debian12',
  'FROM --platform=$TARGETPLATFORM ubuntu:24.04',
  'FROM build',
];

/** Instructions that fixes change, alone and in company of what they must not touch. */
const LINES = [
  '# a remark',
  '',
  '# hadolint ignore=DL3015',
  'RUN apt-get update && apt-get install curl',
  'RUN apt-get update && \\\n    # why\n    apt-get install -y wget',
  'RUN apt-get update \\\n  && apt-get install -y \\\n\n  git \\\n  make',
  'RUN apt-get install git # later',
  'RUN apt install x; sudo make install',
  'RUN <<EOF\napt-get update\napt-get install curl\n# a remark of the shell\nEOF',
  'RUN sudo chown a:a /x && sudo -u a y',
  'RUN apk add curl',
  'RUN pip install flask && npm ci',
  'RUN --mount=type=cache,target=/root/.cache/pip pip install --no-cache-dir -r r.txt',
  'RUN dnf install x',
  'RUN yarn install',
  'RUN curl -s http://example.com | tar x',
  'RUN wget http://example.com/a.tgz',
  'RUN useradd -m app',
  'RUN groupadd -g 5 app && useradd -ms /bin/sh -g app app',
  'RUN adduser -D app',
  'USER app',
  'USER app:app',
  'USER root',
  'USER nobody',
  'USER 1000',
  'MAINTAINER "me" <a@b.c>',
  'MAINTAINER $me',
  'ENV A b c',
  'LABEL x y',
  'ADD a.txt /b',
  'COPY a b /c',
  'COPY --chown=app:app . /app',
  'COPY --from=build --chown=1:1 /a \\\n  /b',
  'COPY <<A /a\nsudo x\nA',
  'WORKDIR app',
  'WORKDIR /srv',
  'EXPOSE 80/TCP',
  'EXPOSE ${PORT:-8000}',
  'SHELL ["/bin/bash", "-c"]',
  'CMD node app.js',
  'CMD python app.py --port $PORT',
  'CMD a && b',
  'CMD node \\\n  # the entry\n  app.js',
  'ENTRYPOINT exec app "$A" \'b c\'',
  'HEALTHCHECK CMD curl -f http://localhost:8000/health || exit 1',
  'HEALTHCHECK --interval=5s CMD ["curl", "-fsS", "http://127.0.0.1/"]',
  'HEALTHCHECK CMD wget -q --spider http://localhost:${PORT:-80}/ || exit 1',
  'ONBUILD RUN apt-get install x',
  'ONBUILD USER app',
];

const stage = fc.tuple(
  fc.constantFrom(...HEADS),
  fc.array(fc.constantFrom(...LINES), { minLength: 1, maxLength: 8 }),
);

/** Dockerfiles that there is something to fix in, with either line break and sometimes none at the end. */
export const fixableArbitrary: fc.Arbitrary<string> = fc
  .tuple(fc.array(stage, { minLength: 1, maxLength: 3 }), fc.constantFrom('\n', '\r\n'), fc.boolean())
  .map(([stages, newline, last]) => {
    const text = stages.map(([from, lines]) => [from, ...lines].join('\n')).join('\n');
    return (last ? `${text}\n` : text).replaceAll('\n', newline);
  });
