import { digestOf } from '../../model/digest.js';
import { AcgsError } from '../../model/errors.js';
import { type FilePlan } from '../../kits/file-plan.js';
import { loadKit } from '../../kits/load-kit.js';
import { type LockEntry } from '../../kits/lock.js';
import { type KitManifest } from '../../kits/manifest.js';
import { isPathInside } from '../../kits/path-inside.js';
import { planFile, planLeftover } from '../../kits/plan-file.js';
import { readAnswers } from '../../kits/read-answers.js';
import { type RenderedFile } from '../../kits/rendered-file.js';
import { canonicalJson } from '../../model/canonical-json.js';
import { readBase } from './base-store.js';
import { type KitProject } from './kit-project.js';
import { type ProjectFile, readProjectFiles } from './project-files.js';
import { renderFiles } from './render-files.js';

/** What `acgs kit` means to do with the files of one kit. */
export interface KitPlan {
  readonly manifest: KitManifest;
  /** Sorted by path. */
  readonly files: readonly FilePlan[];
}

interface Rendering {
  readonly manifest: KitManifest;
  readonly identity: { readonly name: string; readonly version: string; readonly answers: string };
  readonly files: ReadonlyMap<string, RenderedFile>;
  /** The kit's files of the lock. */
  readonly locked: ReadonlyMap<string, LockEntry>;
}

/**
 * Renders kits and decides about each of their files. Reads only.
 * @param conflict what becomes of an edit that an update meets
 * @throws AcgsError `kit/overlap`, `kit/outside`, `kit/lock`, `config/*`, `template/unsafe-value`
 */
export async function planKits(
  project: KitProject,
  names: readonly string[],
  conflict: 'refuse' | 'inline' = 'refuse',
): Promise<readonly KitPlan[]> {
  const renderings = await Promise.all([...new Set(names)].map((name) => render(project, name)));
  refuseOverlap(project, renderings);
  const paths = renderings.flatMap(({ files, locked }) => [...files.keys(), ...locked.keys()]);
  const disk = readProjectFiles(project.root, new Set(paths));
  return renderings.map((rendering) => ({
    manifest: rendering.manifest,
    files: planRendering(project, rendering, disk, conflict),
  }));
}

async function render(project: KitProject, name: string): Promise<Rendering> {
  const kit = await loadKit(name, project.kits);
  const { version } = kit.manifest;
  const locked = new Map([...project.lock].filter(([, entry]) => entry.kit === name));
  for (const [path, entry] of locked)
    if (isNewer(entry.version, version))
      throw new AcgsError(
        'kit/lock',
        `${path} is of ${name} ${entry.version}, and this acgs has ${name} ${version}`,
        { next: ['use the acgs that wrote it, or a newer one'] },
      );
  const answers = await readAnswers(kit.manifest, project.configuration.kits[name] ?? {});
  const files = await renderFiles(kit, project.platform, answers);
  for (const { path } of files)
    if (!isPathInside(path)) throw new AcgsError('internal/bug', `kit ${name} renders ${path}`);
  return {
    manifest: kit.manifest,
    identity: { name, version, answers: digestOf(canonicalJson(answers)) },
    files: new Map(files.map((file) => [file.path, file])),
    locked,
  };
}

/** Both `1.2.3`. */
function isNewer(a: string, b: string): boolean {
  const [left, right] = [a, b].map((version) => version.split('.').map(Number));
  const at = left?.findIndex((part, index) => part !== right?.[index]) ?? -1;
  return at >= 0 && (left?.[at] ?? 0) > (right?.[at] ?? 0);
}

function refuseOverlap({ lock }: KitProject, renderings: readonly Rendering[]): void {
  const owners = new Map([...lock].map(([path, { kit }]) => [path, kit]));
  for (const { identity, files } of renderings)
    for (const path of files.keys()) {
      const owner = owners.get(path) ?? identity.name;
      if (owner !== identity.name)
        throw new AcgsError('kit/overlap', `${path} is wanted by ${identity.name} and is ${owner}'s`, {
          file: path,
        });
      owners.set(path, identity.name);
    }
}

function planRendering(
  { root }: KitProject,
  { identity, files, locked }: Rendering,
  disk: ReadonlyMap<string, ProjectFile>,
  conflict: 'refuse' | 'inline',
): readonly FilePlan[] {
  const plans = [...new Set([...files.keys(), ...locked.keys()])].sort().map((path) => {
    const [rendered, entry, current] = [files.get(path), locked.get(path), disk.get(path)?.text];
    if (rendered === undefined) return entry && planLeftover(path, entry, current);
    const facts = { rendered, kit: identity, locked: entry, current, conflict };
    return planFile({ ...facts, baseOf: ({ base }) => readBase(root, base) });
  });
  return plans.filter((plan) => plan !== undefined);
}
