import { AcgsError } from '../../model/errors.js';
import { type FilePlan } from '../../kits/file-plan.js';
import { ownDockerfiles } from '../../kits/own-dockerfiles.js';
import { type KitProject } from './kit-project.js';
import { type KitPlan, planKits } from './plan-kits.js';
import { writePlan } from './write-plan.js';

/** What `acgs kit add` and `update` did. */
export interface KitChanges {
  readonly kits: readonly {
    readonly name: string;
    readonly version: string;
    readonly files: readonly FilePlan[];
    /** Kits that it is of little use without, and that are not in the project. */
    readonly needs: readonly { readonly kit: string; readonly why: string }[];
  }[];
  /** Whether anything at all was written; never with `refused`. */
  readonly written: boolean;
  /** Files over which everything was left as it is. */
  readonly refused: readonly FilePlan[];
  /** Files with both sides between markers, for the user to settle. */
  readonly marked: readonly FilePlan[];
  /** Dockerfiles that were there before their kit. */
  readonly toHarden: readonly string[];
}

/**
 * Brings the files of kits to what they render now; a conflict means that nothing is written at all.
 * @param more other files that change with them
 */
export async function changeKits(
  project: KitProject,
  names: readonly string[],
  conflict: 'refuse' | 'inline',
  more: Parameters<typeof writePlan>[2] = [],
): Promise<KitChanges> {
  const plans = await planKits(project, names, conflict);
  const files = plans.flatMap((plan) => plan.files);
  const refused = files.filter(({ action }) => action === 'refuse');
  if (refused.length === 0) await writePlan(project, files, more);
  const changed = files.some(({ before, after, action }) => before !== after || action === 'adopt');
  return {
    kits: plans.map((plan) => summary(project, plan, names)),
    written: refused.length === 0 && (changed || more.some(({ before, after }) => before !== after)),
    refused,
    toHarden: ownDockerfiles(files),
    marked: files.filter(({ action, conflicts }) => action !== 'refuse' && conflicts.length > 0),
  };
}

function summary(
  { lock }: KitProject,
  { manifest, files }: KitPlan,
  names: readonly string[],
): KitChanges['kits'][number] {
  const present = new Set([...names, ...[...lock.values()].map(({ kit }) => kit)]);
  const needs = manifest.needs.filter(({ kit }) => !present.has(kit));
  return { name: manifest.name, version: manifest.version, files, needs };
}

/** The error of a change that was refused. */
export function conflictError(refused: readonly FilePlan[]): AcgsError {
  const [first] = refused;
  const others = refused.length > 1 ? ` (and ${refused.length - 1} more)` : '';
  const what =
    first?.state === 'drift'
      ? 'is managed by its kit and was edited'
      : first?.state === 'new'
        ? 'is there already and is not what the kit would write'
        : 'was edited where the kit changes it too';
  return new AcgsError('kit/conflict', `${first?.path ?? ''} ${what}${others}; nothing was written`, {
    next: adviceFor(first),
  });
}

function adviceFor(plan: FilePlan | undefined): readonly string[] {
  if (plan?.mode === 'managed')
    return [
      `put the kit's text back by removing ${plan.path}, then \`acgs kit update\``,
      `or make the kit's files yours with \`acgs kit eject ${plan.kit}\``,
    ];
  return [
    'see both sides with `acgs kit diff`',
    'settle it in the file, or get both sides between markers with --conflict inline',
  ];
}
