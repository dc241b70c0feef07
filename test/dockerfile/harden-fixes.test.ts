import { describe, expect, it } from 'vitest';
import { hardenDockerfile } from '../../src/dockerfile/harden.js';

/** What a body becomes on a base; `same` where nobody may touch it. */
function hardened(base: string, body: string): string {
  const text = `FROM ${base}\n${body}\n`;
  const result = hardenDockerfile(text).text;
  return result === text ? 'same' : result.slice(`FROM ${base}\n`.length).trimEnd();
}

const same = 'same';

describe('list clean-up', () => {
  it.each([
    ['RUN apt-get update', 'RUN apt-get update && rm -rf /var/lib/apt/lists/*'],
    ['RUN apt-get update \\\n  && b', 'RUN apt-get update \\\n  && b \\\n  && rm -rf /var/lib/apt/lists/*'],
    ['RUN apt-get update && \\\n  b', 'RUN apt-get update && \\\n  b && \\\n  rm -rf /var/lib/apt/lists/*'],
    ['RUN apt-get update && b # later', same],
    ['RUN apt-get update && (b; c)', same],
    ['RUN apt-get update || b', same],
    ['RUN ["apt-get", "update"]', same],
    ['RUN <<EOF\napt-get update\nEOF', same],
    // The second step lives on the lists of the first.
    ['RUN apt-get update\nENV A=b\nRUN apt-get install -y --no-install-recommends a=1', same],
  ])('%j', (body, expected) => {
    expect(hardened('debian:13', body)).toBe(expected);
  });
});

describe('exec form', () => {
  it.each([
    ['CMD node app.js', 'CMD ["node", "app.js"]'],
    ['CMD exec node "a b" \'c\'', 'CMD ["node", "a b", "c"]'],
    ['CMD node --port $PORT', 'CMD ["/bin/sh", "-c", "exec node --port $PORT"]'],
    ['ENTRYPOINT a "${B:-c}"', 'ENTRYPOINT ["/bin/sh", "-c", "exec a \\"${B:-c}\\""]'],
    ['CMD a && b', same],
    ['CMD cd /x', same],
    ['CMD A=b node app.js', same],
    ['CMD a $(b)', same],
    ['CMD a *.js', same],
    ['CMD a > /log', same],
    // A comment inside would be lost.
    ['CMD node \\\n  # the entry\n  app.js', same],
    // In exec form the list of CMD would become arguments.
    ['ENTRYPOINT a\nCMD ["b"]', same],
    ['SHELL ["/bin/bash", "-c"]\nCMD a $B', same],
  ])('%j', (body, expected) => {
    expect(hardened('team/app:1', body)).toBe(expected);
  });

  it('names no shell in an image that has none', () => {
    expect(hardened('gcr.io/distroless/static-debian12:nonroot', 'CMD /app $A')).toBe(same);
    expect(hardened('gcr.io/distroless/static-debian12:nonroot', 'CMD /app')).toBe('CMD ["/app"]');
  });
});

describe('health check', () => {
  const get = (address: string): string =>
    `HEALTHCHECK CMD ["node", "-e", "fetch(${address}).then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]`;
  it.each([
    ['node:24-slim', 'curl -f http://localhost:3000/h || exit 1', get("'http://127.0.0.1:3000/h'")],
    ['node:24-slim', '["curl", "-fsS", "http://127.0.0.1"]', get("'http://127.0.0.1:80/'")],
    [
      'node:24-slim',
      'curl -f http://localhost:${PORT:-1}/',
      get("'http://127.0.0.1:' + (process.env.PORT || 1) + '/'"),
    ],
    [
      'python:3.13-slim',
      'wget -q --spider http://localhost:80/a?b=c',
      `HEALTHCHECK CMD ["python", "-c", "import urllib.request as r; r.urlopen('http://localhost:80/a?b=c')"]`,
    ],
    [
      'alpine:3.22',
      'curl -f http://localhost:${PORT:-8}/ || exit 1',
      'HEALTHCHECK CMD ["/bin/sh", "-c", "wget -q -O /dev/null \\"http://127.0.0.1:${PORT:-8}/\\""]',
    ],
    // What the runtime would ask differently, or somebody else.
    ['node:24-slim', 'curl -f -H "a: b" http://localhost/', same],
    ['node:24-slim', 'curl -f https://localhost/', same],
    ['node:24-slim', 'curl -f http://db:1/', same],
    ['node:24-slim', 'curl -f http://localhost:$PORT/', same],
    ['node:24-slim', 'curl -f http://localhost/ | grep ok', same],
    ['node:16-slim', 'curl -f http://localhost/', same],
    ['debian:13', 'curl -f http://localhost/', same],
  ])('%s: %s', (base, check, expected) => {
    expect(hardened(base, `USER 1000\nHEALTHCHECK CMD ${check}`).replace('USER 1000\n', '')).toBe(expected);
  });

  it('keeps a program that the image has, as a list', () => {
    const body =
      'COPY --from=tools:1 /curl /usr/bin/curl\nHEALTHCHECK CMD curl -f http://localhost/ || exit 1';
    expect(hardened('node:24-slim', body)).toContain('HEALTHCHECK CMD ["curl", "-f", "http://localhost/"]');
  });
});

describe('numeric user', () => {
  it.each([
    ['debian:13', 'RUN useradd -m app\nUSER app', 'RUN useradd --uid 1000 -m app\nUSER 1000:1000'],
    [
      'debian:13',
      'RUN useradd -rms /bin/sh -u 77 app\nUSER app',
      'RUN useradd -rms /bin/sh -u 77 app\nUSER 77',
    ],
    ['debian:13', 'RUN groupadd -g 7 g && useradd -u 8 -g g app\nUSER app:g', same],
    [
      'debian:13',
      'RUN groupadd -g 7 g && useradd -u 8 -g g app\nUSER app',
      'RUN groupadd -g 7 g && useradd -u 8 -g g app\nUSER 8:7',
    ],
    ['alpine:3.22', 'RUN adduser -D app\nUSER app', 'RUN adduser -u 1000 -D app\nUSER 1000'],
    ['node:24', 'USER node', 'USER 1000:1000'],
    ['debian:13', 'USER nobody', 'USER 65534:65534'],
    // Who is who is not for the text to say.
    ['debian:13', 'RUN useradd a && useradd b\nUSER a', same],
    ['debian:13', 'RUN useradd -u 1000 b && useradd a\nUSER a', same],
    ['debian:13', 'RUN useradd -u $ID a\nUSER a', same],
    ['debian:13', 'USER a\nRUN useradd a', same],
    ['team/app:1', 'USER app', same],
  ])('%s: %j', (base, body, expected) => {
    expect(hardened(base, body)).toBe(expected);
  });
});

describe('the user that ships', () => {
  const make =
    'RUN groupadd --gid 1000 app && useradd --uid 1000 --gid 1000 --no-create-home --shell /usr/sbin/nologin app';
  it.each([
    ['python:3.13', 'COPY a /a\n# why\nCMD ["a"]', `${make}\nCOPY a /a\nUSER 1000:1000\n# why\nCMD ["a"]`],
    // No place between two RUN: the number alone.
    ['python:3.13', 'RUN x\nCMD ["a"]', 'RUN x\nUSER 1000:1000\nCMD ["a"]'],
    ['node:24', 'COPY a /a\nCMD ["a"]', 'COPY a /a\nUSER 1000:1000\nCMD ["a"]'],
    ['gcr.io/distroless/static', 'COPY a /a\nCMD ["/a"]', 'COPY a /a\nUSER 65532:65532\nCMD ["/a"]'],
    [
      'debian:13',
      'USER 5:6\nRUN x\nUSER 0\nRUN y\nCMD ["a"]',
      'USER 5:6\nRUN x\nUSER 0\nRUN y\nUSER 5:6\nCMD ["a"]',
    ],
    // A privileged port would bring ACGS1405, and nginx is not made for another user.
    ['python:3.13', 'COPY a /a\nEXPOSE 80\nCMD ["a"]', same],
    ['nginx:1.29', 'COPY a /a\nCMD ["a"]', same],
    ['team/app:1', 'CMD ["a"]', same],
  ])('%s: %j', (base, body, expected) => {
    expect(hardened(base, body)).toBe(expected);
  });

  it('says why it leaves root alone', () => {
    const { refused } = hardenDockerfile('FROM python:3.13\nCOPY a /a\nEXPOSE 80\nCMD ["a"]\n');
    expect(refused.map(({ remedy, why }) => [remedy.rule, why])).toEqual([
      ['ACGS1403', 'it would bring ACGS1405'],
    ]);
  });
});

describe('the rest', () => {
  it.each([
    ['debian:13', 'WORKDIR app\nWORKDIR b', 'WORKDIR /app\nWORKDIR /app/b'],
    ['golang:1.25', 'WORKDIR app', same],
    ['debian:13', 'RUN sudo make install', 'RUN make install'],
    ['debian:13', 'RUN sudo -u a make', same],
    ['debian:13', 'USER 5\nRUN sudo make', same],
    ['team/app:1', 'RUN sudo make', same],
    ['debian:13', 'MAINTAINER $me', same],
    ['debian:13', 'RUN a \\\n\n  b', 'RUN a \\\n  b'],
    ['debian:13', 'RUN a | b', 'SHELL ["/bin/bash", "-o", "pipefail", "-c"]\nRUN a | b'],
    ['team/app:1', 'RUN a | b', same],
    ['debian:13', 'COPY --chown=5:5 . /app\nUSER 5', 'COPY . /app\nUSER 5'],
    ['debian:13', 'COPY --chown=5:5 . /var/lib/app\nUSER 5', same],
    ['debian:13', 'COPY --chown=0:0 . /app\nUSER 5', same],
    ['debian:13', 'COPY --chown=5:5 . /app', same],
    ['debian:13', 'EXPOSE ${PORT:-8000}', same],
  ])('%s: %j', (base, body, expected) => {
    expect(hardened(base, body)).toBe(expected);
  });

  it('writes no syntax line, and keeps CRLF', () => {
    const { text } = hardenDockerfile('FROM python:3.13\r\nCOPY a /a\r\nCMD ["a"]\r\n');
    expect(text).not.toContain('syntax');
    expect(text.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
  });

  it('changes nothing that the file says to ignore', () => {
    const text = 'FROM debian:13\n# hadolint ignore=DL3015\nRUN apt-get install -y a=1\n';
    expect(hardenDockerfile(text).text).toBe(text);
  });
});
