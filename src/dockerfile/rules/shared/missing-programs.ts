import { argumentWords } from '../../parse/arguments.js';
import { readCopy } from '../../parse/copy.js';
import { type Instruction } from '../../parse/nodes.js';
import { type Span } from '../../parse/span.js';
import { type Stage } from '../../parse/stages.js';
import { type ShellWord } from '../../shell/shell-command.js';
import { type RuleContext } from '../rule.js';
import { baseImage, lineage } from './base-image.js';
import { systemPackages } from './installs.js';
import { lacksProgram } from './programs.js';

/** Programs that a HEALTHCHECK calls and that the image of its stage is known to lack. */
export function missingPrograms(
  context: RuleContext,
  stage: Stage,
  check: Instruction,
): { readonly name: string; readonly span: Span }[] {
  const image = baseImage(context, stage);
  if (!image) return [];
  const steps = lineage(stage).flatMap(({ instructions }) => instructions);
  return programs(context, check).filter(
    ({ name }) => lacksProgram(image, name) && !isAdded(context, steps, name),
  );
}

function programs(context: RuleContext, check: Instruction): { name: string; span: Span }[] {
  const [, first] = argumentWords(check);
  if (first?.raw.startsWith('[')) {
    const name = /^\[\s*"([^"]*)"/.exec(check.logical.text.slice(first.at.start, check.args.end))?.[1];
    return name === undefined ? [] : [{ name: name.replace(/^.*\//, ''), span: first.span }];
  }
  return context
    .shell(check)
    .commands.map(({ name, nameSpan }) => ({ name: name.replace(/^.*\//, ''), span: nameSpan }));
}

/** Installed, copied or written by an earlier step, as far as its text tells. */
function isAdded(context: RuleContext, steps: readonly Instruction[], name: string): boolean {
  return steps.some((step) => {
    if (step.keyword === 'COPY' || step.keyword === 'ADD') {
      const { sources, destination } = readCopy(step);
      return [...sources, ...(destination ? [destination] : [])].some(
        ({ value }) =>
          value.endsWith(`/${name}`) ||
          value === name ||
          /^\/(usr\/)?(local\/)?bin\/?$/.test(value) ||
          value === '/',
      );
    }
    if (step.keyword !== 'RUN') return false;
    return context
      .shell(step)
      .commands.some(
        (command) =>
          systemPackages(command).some((word) => provides(word, name)) ||
          command.args.some(({ value }) => value.endsWith(`bin/${name}`)),
      );
  });
}

function provides(word: ShellWord & { readonly name: string }, program: string): boolean {
  if (word.value.includes('$')) return true;
  return (
    word.name === program ||
    (program === 'nc' && /^(netcat|nmap-ncat|ncat|busybox)/.test(word.name)) ||
    (program === 'wget' && word.name === 'busybox')
  );
}
