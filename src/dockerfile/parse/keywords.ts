/** The instructions of the Dockerfile reference. */
const KEYWORDS = [
  'ADD',
  'ARG',
  'CMD',
  'COPY',
  'ENTRYPOINT',
  'ENV',
  'EXPOSE',
  'FROM',
  'HEALTHCHECK',
  'LABEL',
  'MAINTAINER',
  'ONBUILD',
  'RUN',
  'SHELL',
  'STOPSIGNAL',
  'USER',
  'VOLUME',
  'WORKDIR',
] as const;

export type Keyword = (typeof KEYWORDS)[number];

const known: ReadonlySet<string> = new Set(KEYWORDS);

/** Whether an upper-case word is an instruction. */
export function isKeyword(word: string): word is Keyword {
  return known.has(word);
}
