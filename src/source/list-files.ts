import { join } from 'node:path';
import { AcgsError } from '../model/errors.js';
import { entriesOf } from '../system/files.js';
import { git, records } from './git.js';
import { type Source } from './read-source.js';

/** Folders that hold other people's code or nobody's, git or not. */
const SKIPPED = new Set([
  'node_modules',
  'vendor',
  'third_party',
  'testdata',
  'fixtures',
  '__fixtures__',
  '__pycache__',
  'venv',
]);
const MOST_FILES = 200_000;

/**
 * Files below a folder, relative to it, sorted: in a repository those that git tracks or would track, else all.
 * Left out: hidden folders, dependencies, test data. Links are not followed.
 * @throws AcgsError `config/invalid` for a folder with too many files
 */
export async function listFiles(source: Source, folder: string): Promise<readonly string[]> {
  const isRepository = source.kind === 'git' || source.reason === 'no-commit';
  const files = isRepository ? await byGit(folder) : await byWalking(folder);
  return files.filter((file) => !file.split('/').slice(0, -1).some(isSkipped)).sort();
}

function isSkipped(folder: string): boolean {
  return SKIPPED.has(folder) || (folder.startsWith('.') && folder !== '.' && folder !== '..');
}

/** Names come relative to the folder that git runs in. */
async function byGit(folder: string): Promise<string[]> {
  const { stdout } = await git(folder, ['ls-files', '-z', '--cached', '--others', '--exclude-standard']);
  return [...new Set(records(stdout))];
}

async function byWalking(folder: string): Promise<string[]> {
  const files: string[] = [];
  const walk = async (below: string): Promise<void> => {
    for (const entry of await entriesOf(join(folder, below))) {
      const path = below === '' ? entry.name : `${below}/${entry.name}`;
      if (entry.isDirectory() && !isSkipped(entry.name)) await walk(path);
      else if (entry.isFile()) files.push(path);
      if (files.length > MOST_FILES)
        throw new AcgsError('config/invalid', `the folder holds more than ${MOST_FILES} files`, {
          next: ['run it in the folder of the project'],
        });
    }
  };
  await walk('');
  return files;
}
