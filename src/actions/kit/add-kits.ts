import { relative } from 'node:path';
import { parseConfiguration } from '../../config/load.js';
import { setInYaml } from '../../config/set-in-yaml.js';
import { AcgsError } from '../../model/errors.js';
import { type KitManifest } from '../../kits/manifest.js';
import { loadKit } from '../../kits/load-kit.js';
import { parseAnswer } from '../../kits/parse-answer.js';
import { readText } from '../../system/files.js';
import { changeKits, type KitChanges } from './change-kits.js';
import { kitProject, type KitProject, type KitProjectOptions, openKitProject } from './kit-project.js';

export interface AddOptions extends KitProjectOptions {
  /** Names of kits. */
  readonly names: readonly string[];
  /** Answers to write down, as `--set` has them: by key, dots between levels. */
  readonly set: Readonly<Record<string, string>>;
  /** What becomes of an edit that an update meets. */
  readonly conflict: 'refuse' | 'inline';
}

/**
 * Adds kits to a project: renders them, and adopts what is there already. Once more it changes nothing. Answers of `set` go
 * into acgs.yaml, which is not touched without.
 * @throws AcgsError `usage/invalid`, `config/*`, `kit/*`, `template/unsafe-value`; then nothing was written
 */
export async function addKits(options: AddOptions): Promise<KitChanges> {
  const { names, set, conflict } = options;
  if (names.length === 0) throw new AcgsError('usage/invalid', 'expected the name of a kit');
  const project = await openKitProject(options);
  const manifests = await Promise.all(
    names.map(async (name) => (await loadKit(name, project.kits)).manifest),
  );
  if (Object.keys(set).length === 0) return await changeKits(project, names, conflict);
  const { file } = project.configuration;
  if (file === undefined)
    throw new AcgsError('config/not-found', 'there is no acgs.yaml to write answers of --set into');
  const before = await readText(file);
  const after = withAnswers(before, manifests, set);
  const changed = await withText(project, file, after, options);
  const path = relative(project.root, file);
  return await changeKits(changed, names, conflict, [{ path, before, after }]);
}

/** acgs.yaml with answers; each is written for the kits that have it. */
function withAnswers(
  text: string,
  manifests: readonly KitManifest[],
  set: Readonly<Record<string, string>>,
): string {
  return Object.entries(set).reduce((yaml, [key, value]) => {
    const [answer = '', ...below] = key.split('.');
    const owners = manifests.filter(({ answers }) => Object.hasOwn(answers, answer));
    if (owners.length === 0) throw noAnswer(answer, manifests);
    return owners.reduce((one, manifest) => {
      const parsed = parseAnswer(manifest, [answer, ...below], value);
      return setInYaml(one, ['kits', manifest.name, answer, ...below], parsed);
    }, yaml);
  }, text);
}

function noAnswer(answer: string, manifests: readonly KitManifest[]): AcgsError {
  const known = manifests.flatMap(({ answers }) => Object.keys(answers));
  return new AcgsError('usage/invalid', `--set ${answer}: no kit named here has such an answer`, {
    next: [`their answers: ${[...new Set(known)].join(', ') || 'none'}`],
  });
}

async function withText(
  project: KitProject,
  file: string,
  text: string,
  { acgsVersion }: KitProjectOptions,
): Promise<KitProject> {
  const { root, repositoryRoot } = project.configuration;
  const place = { root, repositoryRoot, file };
  const configuration = parseConfiguration(text, { ...place, name: relative(root, file), acgsVersion });
  return await kitProject(configuration, { acgsVersion, kits: project.kits });
}
