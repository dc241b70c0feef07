import { AcgsError } from '../model/errors.js';
import { redact } from '../system/redaction.js';

/** What a failed call of buildx left behind. */
export interface BuildFailure {
  /** Dockerfile as users know it. */
  readonly file: string;
  /** Lines beside the progress. */
  readonly finalWords: readonly string[];
  readonly failed: readonly {
    readonly name: string;
    readonly error: string;
    readonly tail: readonly string[];
  }[];
}

interface Known {
  readonly pattern: RegExp;
  readonly say: (match: RegExpExecArray) => string;
  readonly next: readonly string[];
}

/** The failures that users meet most, in words that say what to do; everything else keeps BuildKit's own words. */
const KNOWN: readonly Known[] = [
  {
    pattern: /dockerfile parse error on line \d+: ([\s\S]*)/,
    say: ([, why]) => `the Dockerfile cannot be read: ${shorten(why ?? '')}`,
    next: ['correct that line', 'run `acgs dockerfile lint`'],
  },
  {
    // Before the exit code of the command, which says less.
    pattern: /exec format error/,
    say: () => 'this machine cannot run programs of that platform',
    next: [
      'install emulation (docker run --privileged tonistiigi/binfmt), or build elsewhere with --builder',
    ],
  },
  {
    pattern: /no space left on device/i,
    // BuildKit's words do not tell which of the two it was.
    say: () => 'no space left on the disk of the builder or of the output',
    next: ['free some: `docker builder prune`', 'or choose another disk with --output'],
  },
  {
    pattern: /process "(?:\/bin\/sh -c )?([\s\S]*)" did not complete successfully: exit code: (\d+)/,
    say: ([, command, code]) => `RUN ended with exit code ${code ?? '?'}: ${shorten(command ?? '')}`,
    next: ['read the output of the command above'],
  },
  {
    pattern: /failed to calculate checksum of ref [^"]*"([^"]+)": not found/,
    say: ([, path]) => `COPY: "${path ?? ''}" is not in the build context`,
    next: ['check the path and .dockerignore', 'check `context` of the service in acgs.yaml'],
  },
  {
    pattern: /no match for platform in manifest/,
    say: () => 'the base image does not exist for that platform',
    next: ['choose another base, or leave the platform out'],
  },
  {
    pattern: /failed to resolve source metadata for (\S+): (.*)/,
    say: ([, image, why]) => `the base image ${image ?? ''} cannot be had: ${shorten(why ?? '')}`,
    next: ['check its name and tag', 'run `docker login` for its registry'],
  },
  {
    pattern: /secret (\S+): not found/,
    say: ([, id]) => `the Dockerfile needs the secret "${id ?? ''}", which was not given`,
    next: ['name it under `secrets` of the service in acgs.yaml'],
  },
];

/**
 * One line of text, the place in the Dockerfile, the end of the failed step's output.
 * @returns `build/failed`; `engine/missing` where the engine went away; `usage/invalid` for a builder that does not exist
 */
export function buildFailure({ file, finalWords, failed }: BuildFailure): AcgsError {
  const said = finalWords.findLast((line) => line.startsWith('ERROR: ')) ?? finalWords.at(-1) ?? '';
  const words = redact(said.replace(/^ERROR: (?:failed to build: )?(?:failed to solve: )?/, ''));
  if (/cannot connect to the docker daemon|is the docker daemon running/i.test(words))
    return new AcgsError('engine/missing', `the Docker engine does not answer: ${shorten(words)}`);
  if (/no builder .* found/.test(words))
    return new AcgsError('usage/invalid', words, { next: ['see `docker buildx ls`'] });
  // A step that was cancelled because another failed says so; the cause is the other one.
  const step = failed.find(({ error }) => !/context canceled/.test(error)) ?? failed[0];
  const texts = [words, step?.error ?? '', ...(step?.tail ?? [])];
  const known = KNOWN.flatMap(({ pattern, ...rest }) =>
    texts.flatMap((text) => {
      const match = pattern.exec(text);
      return match === null ? [] : [{ match, ...rest }];
    }),
  )[0];
  const message =
    known !== undefined ? known.say(known.match) : words === '' ? 'docker buildx failed' : words;
  const line = lineOf(finalWords, words);
  const output = step?.tail.join('\n') ?? '';
  return new AcgsError('build/failed', message, {
    file,
    ...(line === undefined ? {} : { line }),
    ...(output === '' ? {} : { output }),
    next: known?.next ?? ['build it by itself to look closer: `docker buildx build`'],
  });
}

/** buildx heads its excerpt with `Dockerfile:2`, or `Dockerfile:2-4`, after the base name of the file. */
function lineOf(finalWords: readonly string[], words: string): number | undefined {
  const parse = /parse error on line (\d+)/.exec(words)?.[1];
  const head = finalWords
    .map((line) => /^[^\s]+:(\d+)(?:-\d+)?$/.exec(line.trim())?.[1])
    .find((n) => n !== undefined);
  const found = parse ?? head;
  return found === undefined ? undefined : Number(found);
}

function shorten(text: string): string {
  const line = text.trim().split('\n')[0] ?? '';
  return line.length <= 160 ? line : `${line.slice(0, 159)}…`;
}
