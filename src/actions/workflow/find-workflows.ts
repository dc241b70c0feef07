import { join, relative, resolve } from 'node:path';
import { AcgsError } from '../../model/errors.js';
import { entriesOf, exists, factsOf, readText } from '../../system/files.js';

/** A workflow file as it was read. */
export interface WorkflowText {
  /** As findings name it: relative to the working folder. */
  readonly file: string;
  readonly text: string;
}

const LIMIT = 1024 * 1024;
const YAML = /\.ya?ml$/;

/**
 * The workflows that operands name: files, or the YAML files of folders; without any, those of `.github/workflows` and the
 * repository's own action.yml.
 * @throws AcgsError `source/not-found` for an operand that names nothing, or where there is no workflow at all
 */
export async function findWorkflows(operands: readonly string[], cwd: string): Promise<WorkflowText[]> {
  const paths = operands.length === 0 ? await usualPlaces(cwd) : await named(operands, cwd);
  return await Promise.all(
    [...new Set(paths)].map(async (path) => ({
      file: relative(cwd, path),
      text: await readText(path, LIMIT),
    })),
  );
}

async function usualPlaces(cwd: string): Promise<string[]> {
  const folder = join(cwd, '.github/workflows');
  const workflows = (await exists(folder)) ? await yamlFilesIn(folder) : [];
  const actions: string[] = [];
  for (const name of ['action.yml', 'action.yaml'])
    if (await exists(join(cwd, name))) actions.push(join(cwd, name));
  if (workflows.length + actions.length === 0)
    throw new AcgsError('source/not-found', 'there is no workflow below .github/workflows', {
      next: ['name files or folders', 'or make some with `acgs workflow scaffold`'],
    });
  return [...workflows, ...actions];
}

async function named(operands: readonly string[], cwd: string): Promise<string[]> {
  const found: string[] = [];
  for (const operand of operands) {
    const path = resolve(cwd, operand);
    const facts = await factsOf(path);
    if (facts === undefined) throw new AcgsError('source/not-found', `there is no ${operand}`);
    found.push(...(facts.kind === 'directory' ? await yamlFilesIn(path) : [path]));
  }
  return found;
}

async function yamlFilesIn(folder: string): Promise<string[]> {
  const entries = await entriesOf(folder);
  return entries
    .filter((entry) => entry.isFile() && YAML.test(entry.name))
    .map(({ name }) => join(folder, name))
    .sort();
}
