import { assume } from '../../../src/dockerfile/scaffold/assume.js';
import { basesOf, imagesOf, runtimesOf } from '../../../src/dockerfile/scaffold/bases.js';
import { type ScaffoldFile, type ScaffoldOptions } from '../../../src/dockerfile/scaffold/scaffold.js';
import { type Runtime, type StackId, STACK_IDS } from '../../../src/dockerfile/scaffold/stacks.js';
import { templates } from './templates.js';

export interface Variant {
  readonly stack: StackId;
  readonly runtime: Runtime;
}

/** Each stack on each runtime that it has. */
export const ALL_VARIANTS: readonly Variant[] = STACK_IDS.flatMap((stack) =>
  runtimesOf(assume(stack, '')).map((runtime) => ({ stack, runtime })),
);

/** A digest of nothing, where only its being there counts. */
export const PINS = `sha256:${'a'.repeat(64)}`;

export const standardOptions: ScaffoldOptions = {
  runtime: 'slim',
  port: 8080,
  health: '/health',
  name: 'api',
  source: 'https://example.com/acme/api',
  constitutionalHash: 'cdd01ef066bc6cf2',
  pins: new Map(
    ALL_VARIANTS.flatMap(({ stack, runtime }) =>
      imagesOf(basesOf(assume(stack, ''), runtime)).map((image) => [image, PINS] as const),
    ),
  ),
  templates,
};

/** The text of one of the files. */
export function textOf(files: readonly ScaffoldFile[], path: string): string {
  const found = files.find((file) => file.path === path);
  if (found === undefined) throw new Error(`there is no ${path}`);
  return found.text;
}
