import { flagOf } from '../parse/arguments.js';
import { readFrom } from '../parse/from.js';
import { readMounts } from '../parse/mounts.js';
import { type DirectiveNode, type Dockerfile, type Flag, type Instruction } from '../parse/nodes.js';
import { type Span } from '../parse/span.js';
import { type StageGraph, stageGraph } from '../parse/stages.js';
import { argumentSlot } from './argument-slot.js';

/** What names an image. */
export type MentionPlace = 'FROM' | 'COPY --from' | 'RUN --mount' | 'syntax';

/** A part of the file that ends with an image's tag or digest: the reference itself, or the default of an ARG. */
export interface Slot {
  readonly span: Span;
  /** As written there. */
  readonly text: string;
}

/** An image from outside that the file names, and where a digest of it would be written. */
export interface ImageMention {
  readonly place: MentionPlace;
  /** Counts from 1. */
  readonly line: number;
  /** The reference as written. */
  readonly written: string;
  /** Where its digest belongs, and the whole name with the defaults of its variables; or why none can be written. */
  readonly at: { readonly slot: Slot; readonly image: string } | { readonly why: string };
}

/** All images that a Dockerfile names, those of stages that are never built among them; stages and `scratch` are none. */
export function imageMentions(dockerfile: Dockerfile): readonly ImageMention[] {
  const graph = stageGraph(dockerfile);
  const found = dockerfile.directives.flatMap((node) => syntaxMention(dockerfile, node));
  for (const instruction of dockerfile.instructions) {
    found.push(...mentionsOf(dockerfile, graph, instruction));
  }
  return found;
}

function mentionsOf(dockerfile: Dockerfile, graph: StageGraph, instruction: Instruction): ImageMention[] {
  if (instruction.deferred) return mentionsOf(dockerfile, graph, instruction.deferred);
  const isStage = (name: string): boolean =>
    /^\d+$/.test(name) || graph.find(name, graph.stageOf.get(instruction)) !== undefined;
  const mention = (place: MentionPlace, written: string, at: ImageMention['at']): ImageMention => ({
    place,
    written,
    at,
    line: dockerfile.lines.positionAt(instruction.keywordSpan.start).line,
  });
  const fromFlag = (place: MentionPlace, flag: Flag, name: string): ImageMention[] => {
    // What ONBUILD defers may name a stage of the file that builds on this one.
    if (name === '' || name === 'scratch' || isStage(name)) return [];
    if (instruction.isDeferred && !/[:/]/.test(name)) return [];
    if (name.includes('$')) return [mention(place, name, { why: 'the builder expands no variables there' })];
    const slot = literalSlot(dockerfile, flag, name);
    return [mention(place, name, slot === undefined ? { why: QUOTED } : { slot, image: name })];
  };
  switch (instruction.keyword) {
    case 'FROM': {
      const { image } = readFrom(instruction);
      if (!image || image.value === '' || image.value === 'scratch') return [];
      if (graph.stageOf.get(instruction)?.parent) return [];
      if (image.value.includes('$'))
        return [mention('FROM', image.raw, argumentSlot(dockerfile, graph, image.raw))];
      const isPlain = dockerfile.text.slice(image.span.start, image.span.end) === image.value;
      const slot = { span: image.span, text: image.value };
      return [mention('FROM', image.raw, isPlain ? { slot, image: image.value } : { why: QUOTED })];
    }
    case 'COPY': {
      const flag = flagOf(instruction, 'from');
      return flag?.value === undefined ? [] : fromFlag('COPY --from', flag, flag.value);
    }
    case 'RUN':
      return readMounts(instruction).flatMap(({ from, flag }) =>
        from === undefined ? [] : fromFlag('RUN --mount', flag, from),
      );
    default:
      return [];
  }
}

const QUOTED = 'it is written with quotes or over two lines';

/** Where a name stands in the value of a flag: all of it, or its field `from=`. */
function literalSlot({ text }: Dockerfile, { valueSpan, value }: Flag, name: string): Slot | undefined {
  if (valueSpan === undefined || text.slice(valueSpan.start, valueSpan.end) !== value) return undefined;
  const field = /(?:^|,)\s*from=/i.exec(value);
  const start = valueSpan.start + (value === name || !field ? 0 : field.index + field[0].length);
  const span = { start, end: start + name.length };
  return text.slice(span.start, span.end) === name ? { span, text: name } : undefined;
}

/** The front end's image; arguments may follow it (BuildKit, DetectSyntax). */
function syntaxMention(dockerfile: Dockerfile, { name, value, valueSpan }: DirectiveNode): ImageMention[] {
  const image = value.split(' ')[0] ?? '';
  if (name !== 'syntax' || image === '') return [];
  const span = { start: valueSpan.start, end: valueSpan.start + image.length };
  const { line } = dockerfile.lines.positionAt(span.start);
  return [{ place: 'syntax', line, written: image, at: { slot: { span, text: image }, image } }];
}
