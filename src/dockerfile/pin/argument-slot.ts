import { readFrom } from '../parse/from.js';
import { type KeyValue, keyValues } from '../parse/key-values.js';
import { type Dockerfile } from '../parse/nodes.js';
import { type StageGraph } from '../parse/stages.js';
import { type ImageMention } from './image-mentions.js';

/** A name that ends with one plain variable: `$BASE`, `python:${VERSION}`. */
const ENDS_WITH_VARIABLE = /^([\w./:-]*)\$(?:\{([A-Za-z_]\w*)\}|([A-Za-z_]\w*))$/;

/** A value that is text and nothing else, in quotes or not. */
const LITERAL = /^(["']?)([\w./:@-]+)\1$/;

/**
 * Where the digest of a base belongs whose name ends with a variable: in the default of that ARG, if nothing else depends on the
 * value. A digest behind the variable would take all effect from `--build-arg`, because a digest wins over a tag.
 *
 * @param raw the name as FROM has it
 */
export function argumentSlot(dockerfile: Dockerfile, graph: StageGraph, raw: string): ImageMention['at'] {
  const match = ENDS_WITH_VARIABLE.exec(raw);
  const variable = match?.[2] ?? match?.[3];
  if (match?.[1] === undefined || variable === undefined)
    return { why: 'its name is put together from variables; a digest behind them would win over them' };
  const definitions = graph.head.flatMap((instruction) =>
    instruction.keyword === 'ARG' ? keyValues(instruction).pairs.filter(({ key }) => key === variable) : [],
  );
  const definition = definitions[0];
  if (definition?.rawValue === undefined || definition.valueSpan === undefined)
    return { why: `ARG ${variable} has no default` };
  if (definitions.length > 1) return { why: `ARG ${variable} is set twice` };
  const literal = LITERAL.exec(definition.rawValue);
  const { start, end } = definition.valueSpan;
  if (!literal?.[2] || dockerfile.text.slice(start, end) !== definition.rawValue)
    return { why: `the default of ARG ${variable} is no plain text` };
  const other = otherUse(graph, variable, raw, definition);
  if (other !== undefined) return { why: other };
  const quote = literal[1]?.length ?? 0;
  return {
    slot: { span: { start: start + quote, end: end - quote }, text: literal[2] },
    image: match[1] + literal[2],
  };
}

/** What else reads the variable, in words. */
function otherUse(
  graph: StageGraph,
  variable: string,
  raw: string,
  definition: KeyValue,
): string | undefined {
  const mentions = new RegExp(`\\$\\{?${variable}(?!\\w)`);
  const isInHead = graph.head.some(
    (instruction) =>
      instruction.keyword === 'ARG' &&
      keyValues(instruction).pairs.some(
        (pair) => pair !== definition && pair.rawValue !== undefined && mentions.test(pair.rawValue),
      ),
  );
  if (isInHead) return `another ARG is made from ${variable}`;
  for (const { from, instructions } of graph.stages) {
    const read = from && readFrom(from);
    if (read?.image && read.image.raw !== raw && mentions.test(read.image.raw))
      return `another FROM uses ${variable} differently`;
    if (read?.platform?.value !== undefined && mentions.test(read.platform.value))
      return `--platform uses ${variable} too`;
    const isAgain = instructions.some(
      (instruction) =>
        instruction.keyword === 'ARG' && keyValues(instruction).pairs.some(({ key }) => key === variable),
    );
    if (isAgain) return `a stage reads ARG ${variable} too`;
  }
  return undefined;
}
