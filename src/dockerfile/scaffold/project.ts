/** The repository as detection sees it. Paths are relative to its top, `/` between folders. */
export interface Project {
  /** All files, sorted. */
  readonly files: readonly string[];
  /** Folder of the service; `''` is the top. */
  readonly folder: string;
  /** Text of a file that {@link isTelling} named; undefined where there is none. */
  readonly text: (path: string) => string | undefined;
}

/** `join('', 'a') === 'a'` */
export function below(folder: string, path: string): string {
  return folder === '' ? path : `${folder}/${path}`;
}

/** The folder of a path; `''` at the top. */
export function folderOf(path: string): string {
  const end = path.lastIndexOf('/');
  return end < 0 ? '' : path.slice(0, end);
}

/** The path seen from a folder above it. */
export function seenFrom(folder: string, path: string): string {
  return folder === '' ? path : path === folder ? '' : path.slice(folder.length + 1);
}

/** The folder itself, then each one above it, up to the top. */
export function upward(folder: string): string[] {
  const parts = folder === '' ? [] : folder.split('/');
  return [...parts.keys()].map((count) => parts.slice(0, parts.length - count).join('/')).concat('');
}

/** Whether a folder holds the file. */
export function holds(project: Project, folder: string, name: string): boolean {
  return project.files.includes(below(folder, name));
}

/** Files below a folder, relative to it. */
export function filesBelow(project: Project, folder: string): string[] {
  if (folder === '') return [...project.files];
  return project.files.flatMap((path) => (path.startsWith(`${folder}/`) ? [seenFrom(folder, path)] : []));
}
