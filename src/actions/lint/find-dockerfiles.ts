import { join, resolve } from 'node:path';
import { isDockerfileName } from '../../config/dockerfile-name.js';
import { AcgsError } from '../../model/errors.js';
import { entriesOf, factsOf, realPath } from '../../system/files.js';

/** A file to lint. */
export interface LintTarget {
  /** As findings name it: as typed, or below the folder that was named. */
  readonly name: string;
  /** Absolute; undefined for standard input. */
  readonly path: string | undefined;
}

/**
 * The files that operands name: files of any name, the Dockerfiles below folders, what globs match, `-` for standard
 * input; without operands the Dockerfiles of the working folder itself. Each file once, in the order given.
 * @throws AcgsError `source/not-found` for an operand that names nothing: silence would look like a pass
 */
export async function findDockerfiles(operands: readonly string[], cwd: string): Promise<LintTarget[]> {
  if (operands.length === 0) return dockerfilesHere(cwd);
  const targets = new Map<string, LintTarget>();
  for (const operand of operands)
    for (const target of await targetsOf(operand, cwd)) {
      const key = target.path ?? '-';
      if (!targets.has(key)) targets.set(key, target);
    }
  return [...targets.values()];
}

async function dockerfilesHere(cwd: string): Promise<LintTarget[]> {
  const found = (await entriesOf(cwd))
    .filter((entry) => entry.isFile() && isDockerfileName(entry.name))
    .map(({ name }) => ({ name, path: join(cwd, name) }));
  if (found.length === 0)
    throw new AcgsError('source/not-found', 'there is no Dockerfile in this folder', {
      next: [
        'name files or folders, e.g. `acgs dockerfile lint .` for all below',
        'or `-` for standard input',
      ],
    });
  return found;
}

async function targetsOf(operand: string, cwd: string): Promise<LintTarget[]> {
  if (operand === '-') return [{ name: '-', path: undefined }];
  const path = resolve(cwd, operand);
  const kind = await kindOf(path);
  if (kind === 'file') return [{ name: operand, path }];
  if (kind === undefined && !/[*?[{]/.test(operand))
    throw new AcgsError('source/not-found', `there is no ${operand}`, {
      next: ['check the name, relative to the working folder'],
    });
  const { walk } = await import('./walk.js');
  if (kind === undefined) {
    const { splitGlob } = await import('./glob.js');
    const { base, matches } = splitGlob(operand);
    const folder = resolve(cwd, base);
    const files = (await kindOf(folder)) === 'directory' ? await walk(folder, matches) : [];
    return named(files, folder, base, `nothing matches ${operand}`);
  }
  const files = await walk(path, (file) => isDockerfileName(file.slice(file.lastIndexOf('/') + 1)));
  return named(files, path, operand, `there is no Dockerfile in or below ${operand}`);
}

function named(files: readonly string[], folder: string, operand: string, nothing: string): LintTarget[] {
  if (files.length === 0)
    throw new AcgsError('source/not-found', nothing, {
      next: ['files that git ignores are passed over: name such a file itself'],
    });
  return files.map((file) => ({ name: join(operand, file), path: join(folder, file) }));
}

/** Links are followed: the user named them. Pipes and devices count as files. */
async function kindOf(path: string): Promise<'file' | 'directory' | undefined> {
  const facts = await factsOf(path);
  if (facts === undefined) return undefined;
  if (facts.kind === 'directory') return 'directory';
  if (facts.kind !== 'symlink') return 'file';
  const real = await realPath(path).catch(() => undefined);
  // A link to a pipe (`/dev/fd/63` of a shell) leads to no path, and can be read all the same.
  const target = real === undefined ? undefined : await factsOf(real);
  return target?.kind === 'directory' ? 'directory' : 'file';
}
