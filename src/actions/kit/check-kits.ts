import { driftFindings } from '../../kits/check/drift.js';
import { type CheckedFile, type CheckFinding, type NotRun } from '../../kits/check/finding.js';
import { type FilePlan } from '../../kits/file-plan.js';
import { type KitManifest } from '../../kits/manifest.js';
import { kitNames } from '../../kits/load-kit.js';
import { ownFindings } from './own-checks.js';
import { type KitProject, type KitProjectOptions, openKitProject } from './kit-project.js';
import { type KitPlan, planKits } from './plan-kits.js';
import { validatorFindings } from './validators.js';

export interface CheckOptions extends KitProjectOptions {
  readonly signal?: AbortSignal;
}

/** What `acgs kit check` found. */
export interface KitCheck {
  /** Number of files that were looked at. */
  readonly files: number;
  /** What was run, acgs's own checks among them. */
  readonly ran: readonly string[];
  readonly notRun: readonly NotRun[];
  /** In the order of kits and files. */
  readonly findings: readonly CheckFinding[];
}

/** A kit with its files as they stand on disk. */
export interface CheckedKit {
  readonly manifest: KitManifest;
  readonly files: readonly CheckedFile[];
}

/**
 * Judges the files of the project's kits: against the lock, in their own syntax, Kubernetes objects and AWS resources against
 * schemas that ship with acgs, and by the installed validators that the kits name. Opens no connection and writes nothing.
 */
export async function checkKits(options: CheckOptions): Promise<KitCheck> {
  const project = await openKitProject(options);
  const known = await kitNames(project.kits);
  const present = [...new Set([...project.lock.values()].map(({ kit }) => kit))].sort();
  const plans = await planKits(
    project,
    present.filter((name) => known.includes(name)),
  );
  const kits = plans.map(checkedKit);
  const own = await ownFindings(kits);
  const tools = await validatorFindings(project, kits, options.signal);
  const drift = plans.flatMap(({ files }) =>
    files.flatMap((file) => driftFindings(file, project.lock.get(file.path))),
  );
  return {
    files: kits.flatMap(({ files }) => files).length,
    ran: ['drift', ...own.ran, ...tools.ran],
    notRun: [...strangers(project, present, known), ...own.notRun, ...tools.notRun],
    findings: [...drift, ...own.findings, ...tools.findings],
  };
}

function checkedKit({ manifest, files }: KitPlan): CheckedKit {
  return { manifest, files: files.flatMap(checkedFile) };
}

function checkedFile({ path, before, format }: FilePlan): readonly CheckedFile[] {
  return before === undefined || format === undefined ? [] : [{ path, text: before, format }];
}

function strangers(
  { lock }: KitProject,
  present: readonly string[],
  known: readonly string[],
): readonly NotRun[] {
  return present
    .filter((name) => !known.includes(name))
    .map((name) => ({
      check: name,
      reason: 'this acgs has no such kit',
      paths: [...lock].filter(([, { kit }]) => kit === name).map(([path]) => path),
    }));
}
