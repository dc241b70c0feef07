import { readCopy } from './parse/copy.js';
import { expandWord } from './parse/expand.js';
import { readFrom } from './parse/from.js';
import { keyValues } from './parse/key-values.js';
import { readMounts } from './parse/mounts.js';
import { type Dockerfile, type Instruction } from './parse/nodes.js';
import { type Stage, stageGraph } from './parse/stages.js';

/** An image from outside that the build of a target reads. */
export interface ExternalImage {
  /** As the builder will ask for it, variables expanded, e.g. `python:3.13-slim`. */
  readonly name: string;
  /** It is the base of the stage that ships. */
  readonly final: boolean;
}

export interface ExternalImages {
  readonly images: readonly ExternalImage[];
  /** Names of all stages. */
  readonly stages: readonly string[];
  /** Names that depend on what only the builder knows (TARGETARCH and its like), as written. */
  readonly dynamic: readonly string[];
}

/**
 * The images that FROM, COPY --from and RUN --mount=from name in the stages that are built for `target`; BuildKit
 * builds no others. `scratch`, stages and named contexts that are no images are not among them.
 */
export function externalImages(
  dockerfile: Dockerfile,
  options: { readonly target?: string; readonly buildArgs?: Readonly<Record<string, string>> } = {},
): ExternalImages {
  const graph = stageGraph(dockerfile);
  const globals = globalArguments(graph.head, options.buildArgs ?? {}, dockerfile.escape);
  const shipped = graph.shipped(options.target);
  const images = new Map<string, boolean>();
  const dynamic = new Set<string>();
  const add = (written: string, final: boolean): void => {
    const { value, unmatched } = expandWord(written, (name) => globals.get(name), dockerfile.escape);
    if (unmatched.length > 0) dynamic.add(written);
    else if (value !== '' && value !== 'scratch') images.set(value, final || images.get(value) === true);
  };
  for (const stage of graph.built(options.target)) {
    const written = stage.from === undefined ? undefined : readFrom(stage.from).image?.raw;
    if (written !== undefined && stage.parent === undefined) add(written, shipped.has(stage));
    for (const name of sourcesOf(stage))
      if (graph.find(name, stage) === undefined && !/^\d+$/.test(name)) add(name, false);
  }
  return {
    images: [...images].map(([name, final]) => ({ name, final })),
    stages: graph.stages.flatMap(({ name }) => (name === undefined ? [] : [name])),
    dynamic: [...dynamic],
  };
}

/** ARGs before the first FROM, later ones seeing earlier ones (BuildKit: only these count in FROM). */
function globalArguments(
  head: readonly Instruction[],
  given: Readonly<Record<string, string>>,
  escape: Dockerfile['escape'],
): ReadonlyMap<string, string> {
  const values = new Map<string, string>();
  for (const instruction of head) {
    if (instruction.keyword !== 'ARG') continue;
    for (const { key, rawValue } of keyValues(instruction).pairs) {
      const chosen =
        given[key] ??
        (rawValue === undefined ? undefined : expandWord(rawValue, (name) => values.get(name), escape).value);
      if (chosen !== undefined) values.set(key, chosen);
    }
  }
  return values;
}

function sourcesOf(stage: Stage): string[] {
  return stage.instructions.flatMap((instruction) => {
    if (instruction.keyword === 'COPY' || instruction.keyword === 'ADD') {
      const from = readCopy(instruction).from?.value;
      return from === undefined ? [] : [from];
    }
    if (instruction.keyword !== 'RUN') return [];
    return readMounts(instruction).flatMap(({ from }) => (from === undefined ? [] : [from]));
  });
}
