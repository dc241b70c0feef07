import { type Detected, type NodeDetails } from '../detected.js';
import { localPackages, workspaceFolders } from '../node-workspace.js';
import { nodeBuild, nodeCommand } from '../node-command.js';
import { pickVersion } from '../pick-version.js';
import { portInCode } from '../port-in-code.js';
import { below, holds, type Project, seenFrom, upward } from '../project.js';
import { readJson } from '../read-json.js';
import { at, textAt } from '../read-toml.js';

const KNOWN: [string, ...string[]] = ['24', '22', '26'];
const LOCKS = [
  ['package-lock.json', 'npm'],
  ['pnpm-lock.yaml', 'pnpm'],
  ['yarn.lock', 'yarn'],
  ['bun.lock', 'bun'],
  ['bun.lockb', 'bun'],
] as const;
/** Managers as they are installed where `packageManager` does not say which. */
const TOOLS: Readonly<Record<string, string>> = { pnpm: '12.21.0', yarn: '1.22.22', berry: '4.18.1' };
const BUN = '1';

/** A service for Node.js or Bun. */
export function detectNode(project: Project): Detected | undefined {
  const { folder, text } = project;
  const manifest = readJson(text(below(folder, 'package.json')));
  if (manifest === undefined) return undefined;
  const { lock, manager, context } = lockOf(project);
  const isWorkspace = context !== folder;
  const declared = textAt(readJson(text(below(context, 'package.json'))), 'packageManager');
  const tool = /^[a-z]+@(\d+\.\d+\.\d+)/.exec(declared ?? '')?.[1] ?? TOOLS[manager];
  const member = textAt(manifest, 'name') ?? '';
  const build = nodeBuild(project, manifest);
  const start = nodeCommand(project, manifest, manager === 'bun', build?.outputs ?? []);
  const folders = isWorkspace ? workspaceFolders(project, context) : [];
  const details: NodeDetails = {
    language: 'node',
    manager,
    ...(tool === undefined ? {} : { tool }),
    ...(lock === undefined ? {} : { lock: seenFrom(context, lock) }),
    manifests: manifests(project, context, isWorkspace ? folders : [folder]),
    members: isWorkspace ? localPackages(project, context, folders) : [],
    isWorkspace,
    member,
    ...(build === undefined ? {} : { build }),
  };
  const port = portInCode(start.entry === undefined ? undefined : text(start.entry));
  const engine = nodeVersion(project) ?? textAt(manifest, 'engines', 'node');
  return {
    stack: `node-${manager === 'berry' ? 'yarn' : manager}`,
    evidence: lock ?? below(folder, 'package.json'),
    context,
    folder: seenFrom(context, folder),
    name: member.replace(/^@[^/]*\//, ''),
    version: manager === 'bun' ? BUN : pickVersion(KNOWN, engine),
    ...(start.command === undefined ? {} : { command: start.command }),
    ...(port === undefined ? {} : { port }),
    env: start.env ?? {},
    details,
    notes:
      lock === undefined && hasDependencies(manifest)
        ? ['there is no lockfile: write one (`npm install --package-lock-only`) and scaffold again']
        : [],
  };
}

function lockOf(project: Project): {
  readonly lock?: string;
  readonly manager: NodeDetails['manager'];
  readonly context: string;
} {
  for (const folder of upward(project.folder)) {
    const isMember = folder === project.folder || workspaceFolders(project, folder).includes(project.folder);
    const found = LOCKS.find(([name]) => holds(project, folder, name));
    if (!isMember || found === undefined) continue;
    const lock = below(folder, found[0]);
    // Yarn 2 and later write their lockfile as YAML with a head (yarnpkg.com/configuration/manifest).
    const manager =
      found[1] === 'yarn' && /^__metadata:/m.test(project.text(lock) ?? '') ? 'berry' : found[1];
    return { lock, manager, context: folder };
  }
  return { manager: 'npm', context: project.folder };
}

/** All that the managers read before they install, relative to the context. */
function manifests(project: Project, context: string, folders: readonly string[]): string[] {
  const own = ['pnpm-workspace.yaml', '.yarnrc.yml', '.npmrc', 'bunfig.toml'].map((name) =>
    below(context, name),
  );
  const packages = [context, ...folders].map((folder) => below(folder, 'package.json'));
  return [...new Set([...packages, ...own])]
    .filter((path) => project.files.includes(path))
    .map((path) => seenFrom(context, path));
}

function nodeVersion({ folder, text }: Project): string | undefined {
  for (const each of upward(folder))
    for (const name of ['.nvmrc', '.node-version']) {
      const version = /^v?(\d+)(?:\.\d+)*$/.exec(text(below(each, name))?.trim() ?? '')?.[1];
      if (version !== undefined) return `${version}.x`;
    }
  return undefined;
}

function hasDependencies(manifest: unknown): boolean {
  return Object.keys((at(manifest, 'dependencies') ?? {}) as object).length > 0;
}
