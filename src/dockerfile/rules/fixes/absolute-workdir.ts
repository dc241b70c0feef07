import { posix } from 'node:path';
import { type Fix } from '../../fix.js';
import { argsSpan } from '../../parse/arguments.js';
import { type Instruction } from '../../parse/nodes.js';
import { type RuleContext } from '../rule.js';
import { baseImage, lineage, shortName } from '../shared/base-image.js';

/** Official images that start in `/`. */
const AT_ROOT =
  /^(scratch|debian|ubuntu|alpine|busybox|fedora|rockylinux|almalinux|amazonlinux|python|node|rust|ruby)$/;

/** A fix that writes a relative WORKDIR as the builder resolves it; undefined where an earlier one is not known. */
export function absoluteWorkdir(context: RuleContext, workdir: Instruction, path: string): Fix | undefined {
  const stage = context.stageOf(workdir);
  if (!stage || workdir.isDeferred || !/^[\w./-]+$/.test(path)) return undefined;
  const image = baseImage(context, stage);
  let folder = image && AT_ROOT.test(shortName(image)) ? '/' : undefined;
  for (const step of lineage(stage).flatMap(({ instructions }) => instructions)) {
    if (step.keyword !== 'WORKDIR' || step.span.start >= workdir.span.start) continue;
    const other = step.argsText;
    if (!/^[\w./-]+$/.test(other)) folder = undefined;
    else folder = other.startsWith('/') ? other : folder && posix.join(folder, other);
  }
  if (folder === undefined) return undefined;
  const text = posix.join(folder, path).replace(/(.)\/$/, '$1');
  return { title: `Write ${text}`, risk: 'safe', edits: [{ span: argsSpan(workdir), text }] };
}
