import { type Argument, argumentWords, flagOf } from './arguments.js';
import { type ImageName, parseImageName } from './image-name.js';
import { type Flag, type Instruction } from './nodes.js';
import { perNode } from './per-node.js';

/** A FROM instruction read. */
export interface From {
  readonly image: Argument | undefined;
  readonly name: ImageName;
  readonly as: Argument | undefined;
  readonly alias: Argument | undefined;
  readonly platform: Flag | undefined;
}

/** Reads `FROM [--platform=P] image [AS alias]`. */
export const readFrom = perNode((instruction: Instruction): From => {
  const [image, as, alias] = argumentWords(instruction);
  const isAs = as?.value.toUpperCase() === 'AS';
  const from: From = {
    image,
    name: parseImageName(image?.value ?? ''),
    as: isAs ? as : undefined,
    alias: isAs ? alias : undefined,
    platform: flagOf(instruction, 'platform'),
  };
  return from;
});
