import { type Argument, argumentWords, flagOf } from './arguments.js';
import { type ImageName, parseImageName } from './image-name.js';
import { type Flag, type Instruction } from './nodes.js';

/** A FROM instruction read. */
export interface From {
  readonly image: Argument | undefined;
  readonly name: ImageName;
  readonly as: Argument | undefined;
  readonly alias: Argument | undefined;
  readonly platform: Flag | undefined;
}

const cache = new WeakMap<Instruction, From>();

/** Reads `FROM [--platform=P] image [AS alias]`. */
export function readFrom(instruction: Instruction): From {
  const cached = cache.get(instruction);
  if (cached) return cached;
  const [image, as, alias] = argumentWords(instruction);
  const isAs = as?.value.toUpperCase() === 'AS';
  const from: From = {
    image,
    name: parseImageName(image?.value ?? ''),
    as: isAs ? as : undefined,
    alias: isAs ? alias : undefined,
    platform: flagOf(instruction, 'platform'),
  };
  cache.set(instruction, from);
  return from;
}
