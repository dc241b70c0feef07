import { type FilePlan } from '../../kits/file-plan.js';
import { kitNames } from '../../kits/load-kit.js';
import { ownDockerfiles } from '../../kits/own-dockerfiles.js';
import { type Placeholder, placeholdersIn } from '../../kits/placeholders.js';
import { type KitProjectOptions, openKitProject } from './kit-project.js';
import { planKits } from './plan-kits.js';

/** How the kits of a project stand. */
export interface KitStatus {
  readonly kits: readonly KitStanding[];
  /** What the user is to fill in, in files that are there. */
  readonly placeholders: readonly Placeholder[];
  /** Answers in acgs.yaml for kits that the project does not have. */
  readonly unused: readonly string[];
  /** Dockerfiles that were there before their kit. */
  readonly toHarden: readonly string[];
}

export interface KitStanding {
  readonly name: string;
  /** Versions by which its files were rendered, usually one. */
  readonly versions: readonly string[];
  /** Version that this acgs has; undefined: it has no such kit. */
  readonly available: string | undefined;
  /** Whether `acgs kit update` would change anything. */
  readonly outdated: boolean;
  readonly files: readonly FilePlan[];
  readonly needs: readonly { readonly kit: string; readonly why: string }[];
}

/** Compares the files of kits with what was rendered, and with what would be rendered now. Reads only. */
export async function kitStatus(options: KitProjectOptions): Promise<KitStatus> {
  const project = await openKitProject(options);
  const present = [...new Set([...project.lock.values()].map(({ kit }) => kit))].sort();
  const known = await kitNames(project.kits);
  const plans = await planKits(
    project,
    present.filter((name) => known.includes(name)),
  );
  const kits = present.map((name): KitStanding => {
    const plan = plans.find(({ manifest }) => manifest.name === name);
    const versions = [...project.lock.values()].filter(({ kit }) => kit === name).map((one) => one.version);
    return {
      name,
      versions: [...new Set(versions)].sort(),
      available: plan?.manifest.version,
      outdated: plan?.files.some(({ action }) => action !== 'keep') ?? false,
      files: plan?.files ?? [],
      needs: plan?.manifest.needs.filter(({ kit }) => !present.includes(kit)) ?? [],
    };
  });
  return {
    kits,
    placeholders: kits.flatMap(({ files }) =>
      files.flatMap(({ path, before }) => (before === undefined ? [] : placeholdersIn(path, before))),
    ),
    toHarden: ownDockerfiles(kits.flatMap(({ files }) => files)),
    unused: Object.keys(project.configuration.kits).filter((name) => !present.includes(name)),
  };
}
