import picomatch from 'picomatch';
import { below, filesBelow, folderOf, type Project, seenFrom } from './project.js';
import { readJson } from './read-json.js';
import { at, textAt } from './read-toml.js';

/**
 * Folders of the packages of an npm, Yarn, Bun or pnpm workspace, relative to the top of the repository; none where the
 * folder is no workspace.
 */
export function workspaceFolders(project: Project, root: string): string[] {
  const listed = at(readJson(project.text(below(root, 'package.json'))), 'workspaces');
  const packages = Array.isArray(listed) ? listed : at(listed, 'packages');
  const globs = [
    ...(Array.isArray(packages) ? packages.filter((item) => typeof item === 'string') : []),
    ...pnpmGlobs(project.text(below(root, 'pnpm-workspace.yaml')) ?? ''),
  ];
  const wanted = globs.filter((glob) => !glob.startsWith('!')).map((glob) => glob.replace(/^\.\/|\/+$/g, ''));
  const unwanted = globs.filter((glob) => glob.startsWith('!')).map((glob) => glob.slice(1));
  if (wanted.length === 0) return [];
  const isMember = picomatch(wanted, { ignore: unwanted });
  return filesBelow(project, root)
    .filter((path) => path.endsWith('/package.json') && isMember(folderOf(path)))
    .map((path) => below(root, folderOf(path)));
}

/** The `packages` of pnpm-workspace.yaml: a list of globs, one a line (pnpm.io/pnpm-workspace_yaml). */
function pnpmGlobs(text: string): string[] {
  const block = /^packages:[ \t]*\n((?:[ \t]*(?:-.*|#.*)?\n?)*)/m.exec(text)?.[1] ?? '';
  return [...block.matchAll(/^[ \t]*-[ \t]*["']?([^"'#\n]+?)["']?[ \t]*$/gm)].map(([, glob = '']) => glob);
}

/** The service's folder and those of the workspace's packages that it depends on, directly or not; relative to the root. */
export function localPackages(project: Project, root: string, folders: readonly string[]): string[] {
  const manifests = new Map(
    folders.map((folder) => [folder, readJson(project.text(below(folder, 'package.json')))] as const),
  );
  const byName = new Map([...manifests].map(([folder, manifest]) => [textAt(manifest, 'name'), folder]));
  const found = new Set([project.folder]);
  for (const folder of found) {
    const needs = Object.keys((at(manifests.get(folder), 'dependencies') ?? {}) as object);
    for (const name of needs) {
      const local = byName.get(name);
      if (local !== undefined) found.add(local);
    }
  }
  return [...found].map((folder) => seenFrom(root, folder)).sort();
}
