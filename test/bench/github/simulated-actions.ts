import { chmodSync, cpSync, existsSync, globSync, mkdirSync, readdirSync, statSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { runOk } from '../run.js';
import { type Machine } from './run-job.js';

type Inputs = Readonly<Record<string, string>>;
type Action = (machine: Machine, inputs: Inputs) => Promise<Record<string, string>> | Record<string, string>;

/** Stand-ins for the actions that our workflows use: what each leaves behind on the machine, and no more. */
export const SIMULATED_ACTIONS: Readonly<Record<string, Action>> = {
  'actions/checkout': checkout,
  'actions/setup-node': setupNode,
  'actions/upload-artifact': uploadArtifact,
  'actions/download-artifact': downloadArtifact,
  'github/codeql-action/upload-sarif': uploadSarif,
};

/** A clone at the commit, detached, with the server's URL as its remote. */
async function checkout({ forge, workspace }: Machine, inputs: Inputs): Promise<Record<string, string>> {
  if (inputs['persist-credentials'] !== 'false')
    throw new Error('a token that checkout leaves behind is not simulated');
  const depth = inputs['fetch-depth'] === '0' ? [] : ['--depth', inputs['fetch-depth'] ?? '1'];
  const git = async (...args: string[]): Promise<string> => await runOk('git', args, { cwd: workspace });
  await git('clone', '--quiet', '--no-checkout', ...depth, `file://${forge.origin}`, '.');
  await git('checkout', '--quiet', '--detach', forge.event.sha);
  await git('remote', 'set-url', 'origin', `https://github.com/${forge.repository}`);
  return {};
}

/** This Node and its npm first on PATH, with a place of the machine's own for global packages. */
function setupNode({ env, path, temporary }: Machine): Record<string, string> {
  const prefix = join(dirname(temporary), 'npm');
  mkdirSync(prefix);
  Object.assign(env, {
    npm_config_prefix: prefix,
    npm_config_cache: join(prefix, 'cache'),
    npm_config_update_notifier: 'false',
  });
  path.unshift(join(prefix, 'bin'), dirname(process.execPath));
  return {};
}

/**
 * Copies files to where the server keeps artifacts: relative to what the paths have in common, hidden ones only if asked,
 * without modes, without empty folders.
 */
function uploadArtifact({ forge, workspace }: Machine, inputs: Inputs): Record<string, string> {
  const lines = (inputs['path'] ?? '').split('\n').filter(Boolean);
  const [left, wanted] = [true, false].map((out) => lines.filter((line) => line.startsWith('!') === out));
  const exclude = (left ?? []).map((line) => line.slice(1));
  const found = (wanted ?? []).flatMap((line) => filesOf(workspace, line));
  const hidden = inputs['include-hidden-files'] === 'true';
  const kept = found.filter((file) => {
    const path = relative(workspace, file);
    if (!hidden && path.split('/').some((part) => part.startsWith('.') && part !== '..')) return false;
    return !exclude.some((pattern) =>
      globSync(pattern, { cwd: workspace }).some((out) => path.startsWith(`${out}/`)),
    );
  });
  if (kept.length === 0 && inputs['if-no-files-found'] === 'error')
    throw new Error(`no files were found with ${inputs['path'] ?? ''}`);
  const top = (wanted ?? []).length > 1 ? workspace : topOf(workspace, wanted?.[0] ?? '.');
  const artifact = artifactFolder(forge.folder, inputs['name'] ?? 'artifact');
  if (existsSync(artifact)) throw new Error(`there is an artifact ${inputs['name'] ?? ''} already`);
  mkdirSync(artifact, { recursive: true });
  for (const file of kept) {
    const to = join(artifact, relative(top, file));
    mkdirSync(dirname(to), { recursive: true });
    cpSync(file, to);
    chmodSync(to, 0o644);
  }
  return {};
}

function downloadArtifact({ forge, workspace }: Machine, inputs: Inputs): Record<string, string> {
  const artifact = artifactFolder(forge.folder, inputs['name'] ?? 'artifact');
  if (!existsSync(artifact)) throw new Error(`there is no artifact ${inputs['name'] ?? ''}`);
  cpSync(artifact, join(inputs['path']?.startsWith('/') === true ? '' : workspace, inputs['path'] ?? '.'), {
    recursive: true,
  });
  return {};
}

/** Keeps what would go to code scanning, one folder a category; the server refuses a category that it has already. */
function uploadSarif({ forge, workspace }: Machine, inputs: Inputs): Record<string, string> {
  const to = join(forge.folder, 'code-scanning', inputs['category'] ?? '');
  if (existsSync(to)) throw new Error(`the category ${inputs['category'] ?? ''} was sent already`);
  cpSync(join(workspace, inputs['sarif_file'] ?? ''), to, { recursive: true });
  const files = readdirSync(to);
  if (files.length !== 1) throw new Error(`one category holds one file, got ${files.join(', ')}`);
  return {};
}

/** Where the server keeps an artifact of this run. */
export function artifactFolder(folder: string, name: string): string {
  return join(folder, 'artifacts', name);
}

function filesOf(workspace: string, pattern: string): string[] {
  const paths = pattern.startsWith('/')
    ? [pattern].filter((path) => existsSync(path))
    : globSync(pattern, { cwd: workspace });
  return paths.flatMap((path) => filesBelow(path.startsWith('/') ? path : join(workspace, path)));
}

function filesBelow(path: string): string[] {
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path).flatMap((name) => filesBelow(join(path, name)));
}

/** The folder that a single path's files are relative to. */
function topOf(workspace: string, pattern: string): string {
  const fixed = pattern
    .split('/')
    .slice(0, pattern.includes('*') ? pattern.split('/').findIndex((part) => part.includes('*')) : undefined)
    .join('/');
  const path = fixed.startsWith('/') ? fixed : join(workspace, fixed);
  return existsSync(path) && statSync(path).isDirectory() ? path : dirname(path);
}
