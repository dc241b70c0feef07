import { join, relative, resolve, sep } from 'node:path';
import { repositoryRootOf } from '../../config/paths.js';
import { isTelling } from '../../dockerfile/scaffold/is-telling.js';
import { type Project } from '../../dockerfile/scaffold/project.js';
import { AcgsError } from '../../model/errors.js';
import { listFiles } from '../../source/list-files.js';
import { readSource } from '../../source/read-source.js';
import { factsOf, readText, realPath } from '../../system/files.js';

export interface FoundProject extends Project {
  /** Absolute folder that all paths are relative to: the git work tree, else the folder itself. */
  readonly top: string;
  /** Absolute folder of the service. */
  readonly directory: string;
  /** Public URL of the repository. */
  readonly remote: string | undefined;
}

/** Lockfiles are long; what is asked of them stands at their head. */
const LARGEST = 4 * 1024 * 1024;
const MOST_TEXTS = 2000;

/**
 * The repository around a folder as detection sees it.
 * @throws AcgsError `source/not-found` where the folder is none
 */
export async function readProject(cwd: string, folder: string): Promise<FoundProject> {
  const wanted = resolve(cwd, folder);
  if ((await factsOf(wanted)) === undefined || (await factsOf(await realPath(wanted)))?.kind !== 'directory')
    throw new AcgsError('source/not-found', `there is no folder ${folder}`, {
      next: ['name the folder of the service'],
    });
  const directory = await realPath(wanted);
  const top = await repositoryRootOf(directory);
  const source = await readSource(top);
  const files = await listFiles(source, top);
  const own = relative(top, directory).split(sep).join('/');
  const texts = new Map<string, string>();
  for (const path of files.filter((each) => isTelling(each, own)).slice(0, MOST_TEXTS)) {
    const facts = await factsOf(join(top, path));
    if (facts?.kind === 'file' && facts.size <= LARGEST)
      texts.set(path, await readText(join(top, path), LARGEST));
  }
  return {
    top,
    directory,
    remote: source.kind === 'git' ? source.remote : undefined,
    files,
    folder: own,
    text: (path) => texts.get(path),
  };
}
