import { argumentWords } from '../../parse/arguments.js';
import { expandWord } from '../../parse/expand.js';
import { readFrom } from '../../parse/from.js';
import { type ImageName, parseImageName } from '../../parse/image-name.js';
import { type Instruction } from '../../parse/nodes.js';
import { type Stage } from '../../parse/stages.js';
import { type RuleContext } from '../rule.js';
import { globalArguments } from './variables.js';

/** A stage and those it builds on, the base first. */
export function lineage(stage: Stage): Stage[] {
  const stages: Stage[] = [];
  for (let at: Stage | undefined = stage; at; at = at.parent) stages.unshift(at);
  return stages;
}

/** The stage whose image ships, if the file has one. */
export function finalStage({ graph, shipped }: Pick<RuleContext, 'graph' | 'shipped'>): Stage | undefined {
  return graph.stages.findLast((stage) => shipped.has(stage));
}

/** The image that a stage stands on in the end, arguments replaced by their values; undefined when they have none. */
export function baseImage(
  context: Pick<RuleContext, 'graph' | 'options'>,
  stage: Stage,
): ImageName | undefined {
  const from = lineage(stage)[0]?.from;
  const word = from && readFrom(from).image;
  if (!word) return undefined;
  const { effective } = globalArguments(context.graph, context.options);
  const { value, unmatched } = expandWord(word.raw, (name) => effective.get(name), from.escape);
  return unmatched.length > 0 || value === '' ? undefined : parseImageName(value);
}

/** `debian` of `docker.io/library/debian`; other registries keep their name. */
export function shortName(image: ImageName): string {
  const hub =
    image.registry === undefined || image.registry === 'docker.io' || image.registry === 'index.docker.io';
  return hub ? image.repository.replace(/^library\//, '') : `${image.registry ?? ''}/${image.repository}`;
}

/** Whether an image has no shell: scratch, distroless, Chainguard and hardened images but for their debug and dev forms. */
export function isShellLess(image: ImageName): boolean {
  const name = shortName(image);
  const tag = image.tag ?? '';
  if (name === 'scratch') return true;
  if (/^gcr\.io\/distroless\//.test(name)) return !tag.startsWith('debug');
  if (/^cgr\.dev\/chainguard\//.test(name))
    return !/(^|-)dev$/.test(tag) && !/\/(wolfi-base|chainguard-base|busybox|bash)$/.test(name);
  return /^dhi\.io\//.test(name) && !/(^|-)(dev|sdk|debug|busybox)/.test(tag);
}

/** Whether an image runs as another user than root when nothing is said. */
export function isNonRoot(image: ImageName): boolean {
  const name = shortName(image);
  return (
    /nonroot/.test(image.tag ?? '') ||
    /^cgr\.dev\/chainguard\//.test(name) ||
    /^dhi\.io\//.test(name) ||
    /nginx-unprivileged$/.test(name)
  );
}

/** The user that a stage ends with: the last USER of its lineage, expanded with the defaults of ARG and ENV. */
export function lastUser(
  stage: Stage,
): { readonly instruction: Instruction; readonly user: string } | undefined {
  for (const at of lineage(stage).reverse()) {
    const instruction = at.instructions.findLast(({ keyword }) => keyword === 'USER');
    const word = instruction && argumentWords(instruction)[0];
    if (instruction && word) return { instruction, user: word.value };
  }
  return undefined;
}

/** Whether a USER value is root, as far as the text tells. */
export function isRoot(user: string): boolean {
  return /^(root|0)(:|$)/.test(user);
}

/** Name and tag, for a message. */
export function imageText({ name, tag }: ImageName): string {
  return tag === undefined ? name : `${name}:${tag}`;
}
