import { argumentWords, execItems } from '../../dockerfile/parse/arguments.js';
import { readCopy } from '../../dockerfile/parse/copy.js';
import { expandWord } from '../../dockerfile/parse/expand.js';
import { keyValues } from '../../dockerfile/parse/key-values.js';
import { readMounts } from '../../dockerfile/parse/mounts.js';
import { type Dockerfile, type Instruction } from '../../dockerfile/parse/nodes.js';
import { parseDockerfile } from '../../dockerfile/parse/parse-dockerfile.js';
import { stageGraph } from '../../dockerfile/parse/stages.js';

/** What a Dockerfile tells about its service. */
export interface DockerfileFacts {
  readonly port?: number;
  /** Path of the HEALTHCHECK's URL. */
  readonly health?: string;
  /** What it takes from the build context, relative to it: folders, files, patterns. */
  readonly sources: readonly string[];
}

/** Reads port, health path and sources of the image that `target` (default: the last stage) gives. */
export function describeDockerfile(text: string, target?: string): DockerfileFacts {
  const file = parseDockerfile(text);
  const shipped = shippedInstructions(file, target);
  const variables = variablesOf(file, shipped);
  const expand = (word: string): string => expandWord(word, (name) => variables.get(name), file.escape).value;
  const check = shipped.findLast((instruction) => instruction.keyword === 'HEALTHCHECK');
  const url = healthUrl(check, expand);
  const ports = shipped
    .filter((instruction) => instruction.keyword === 'EXPOSE')
    .flatMap((instruction) => argumentWords(instruction).flatMap((word) => portOf(expand(word.raw)) ?? []));
  const preferred = portOf(variables.get('PORT') ?? '');
  const port =
    ports.find((exposed) => exposed === url?.port) ??
    ports.find((exposed) => exposed === preferred) ??
    ports[0] ??
    url?.port ??
    preferred;
  return {
    ...(port === undefined ? {} : { port }),
    ...(url === undefined ? {} : { health: url.path }),
    sources: contextSources(file, target),
  };
}

/** In build order: the ancestors of the target first. */
function shippedInstructions(file: Dockerfile, target: string | undefined): readonly Instruction[] {
  return [...stageGraph(file).shipped(target)].reverse().flatMap((stage) => stage.instructions);
}

function variablesOf(file: Dockerfile, shipped: readonly Instruction[]): ReadonlyMap<string, string> {
  const global = new Map<string, string>();
  const variables = new Map<string, string>();
  const lookup = (name: string): string | undefined => variables.get(name) ?? global.get(name);
  const read = (instruction: Instruction, into: Map<string, string>): void => {
    if (instruction.keyword !== 'ARG' && instruction.keyword !== 'ENV') return;
    for (const { key, rawValue } of keyValues(instruction).pairs) {
      if (rawValue !== undefined) into.set(key, expandWord(rawValue, lookup, instruction.escape).value);
      else if (global.has(key)) into.set(key, global.get(key) ?? '');
    }
  };
  for (const instruction of stageGraph(file).head) read(instruction, global);
  for (const instruction of shipped) read(instruction, variables);
  return variables;
}

function portOf(text: string): number | undefined {
  const [, port] = /^(\d{1,5})(?:-\d+)?(?:\/tcp)?$/i.exec(text) ?? [];
  return port !== undefined && Number(port) > 0 && Number(port) < 65_536 ? Number(port) : undefined;
}

/** The URL on this machine that a HEALTHCHECK asks, wherever in its command it stands. */
function healthUrl(
  check: Instruction | undefined,
  expand: (word: string) => string,
): { path: string; port: number | undefined } | undefined {
  if (check === undefined) return undefined;
  const words = execItems(check)?.map((item) => item.value) ?? [check.argsText];
  const [, port, path] =
    /https?:\/\/(?:localhost|127\.0\.0\.1|0\.0\.0\.0|\[::1?\])(?::(\d+|\$\w+|\$\{[^}]*\}))?(\/[\w./~%-]*)?/.exec(
      words.join(' '),
    ) ?? [];
  // No path at all: nothing that says health.
  if (path === undefined || path === '/') return undefined;
  return { path, port: port === undefined ? undefined : portOf(expand(port)) };
}

/** Sources of COPY, ADD and bind mounts of every stage that is built; expressions and URLs are left out. */
function contextSources(file: Dockerfile, target: string | undefined): readonly string[] {
  const instructions = [...stageGraph(file).built(target)].flatMap((stage) => stage.instructions);
  const sources = instructions.flatMap((instruction) => {
    if (instruction.keyword === 'COPY' || instruction.keyword === 'ADD') {
      const copy = readCopy(instruction);
      return copy.from === undefined ? copy.sources.map((source) => source.value) : [];
    }
    if (instruction.keyword !== 'RUN') return [];
    return readMounts(instruction)
      .filter((mount) => mount.type === 'bind' && mount.from === undefined)
      .map((mount) => mount.options.get('source') ?? mount.options.get('src') ?? '.');
  });
  return [...new Set(sources)].filter((source) => !/\$|^[a-z+]+:\/\/|^git@/i.test(source)).sort();
}
