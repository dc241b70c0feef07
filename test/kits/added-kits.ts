import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { objectsIn } from '../../src/kits/check/kubernetes-objects.js';
import { runAcgs, runProgram, type RunResult } from '../bench/run.js';
import { scratchFolder, type Scratch } from '../bench/scratch.js';
import { ACGS2_YAML } from './acgs2.js';
import { KITS } from './all-kits.js';

/** The twelve kits as a user has them: `acgs kit add` of all into the folder of the platform's acgs.yaml. */
export interface AddedKits extends Scratch {
  /** What was written, by path. */
  readonly files: Readonly<Record<string, string>>;
  having(pattern: RegExp): string[];
  /** Files that hold Kubernetes objects. */
  manifests(): string[];
  /** Runs a program in the folder. */
  run(program: string, ...args: readonly string[]): Promise<RunResult>;
}

export async function addedKits(): Promise<AddedKits> {
  const project = scratchFolder({ 'acgs.yaml': ACGS2_YAML });
  const { folder } = project;
  const added = await runAcgs(['kit', 'add', ...KITS.map(({ manifest }) => manifest.name)], { cwd: folder });
  if (added.code !== 0) throw new Error(added.stderr);
  const read = (path: string): string => readFileSync(join(folder, path), 'utf8');
  const lock = JSON.parse(read('acgs.lock.json')) as { readonly files: object };
  const files = Object.fromEntries(Object.keys(lock.files).map((path) => [path, read(path)]));
  const having = (pattern: RegExp): string[] => Object.keys(files).filter((path) => pattern.test(path));
  return {
    ...project,
    files,
    having,
    manifests: () =>
      having(/\.yaml$/).filter((path) => objectsIn({ path, text: files[path]!, format: 'yaml' }).length > 0),
    run: (program, ...args) => runProgram(program, args, { cwd: folder }),
  };
}
