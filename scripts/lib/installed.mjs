/** The note beside each installed tool that says which version lies there: what is installed is not installed again. */
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { binDir, toolsDir } from './paths.mjs';

const folderOf = (name) => join(toolsDir, name);

/** The record of an installed tool (`{version, folder, …}`), or undefined if it is missing or of another version. */
export function installed(name, version) {
  const file = join(folderOf(name), 'installed.json');
  if (!existsSync(file)) return undefined;
  const record = JSON.parse(readFileSync(file, 'utf8'));
  const folder = join(folderOf(name), record.folder);
  return (version === undefined || record.version === version) && existsSync(folder) ? { ...record, folder } : undefined;
}

/**
 * Lets `fill` write a tool into an empty folder, then puts the folder in its place (keyed by version) in one move,
 * so that an interrupted set-up never leaves half a tool that looks whole.
 */
export async function install(name, version, fill) {
  const draft = join(folderOf(name), `.draft-${process.pid}`);
  rmSync(draft, { recursive: true, force: true });
  mkdirSync(draft, { recursive: true });
  try {
    const more = (await fill(draft)) ?? {};
    const record = { version, ...more };
    record.folder = String(record.version).replace(/[^\w.-]/g, '_');
    const folder = join(folderOf(name), record.folder);
    rmSync(folder, { recursive: true, force: true });
    renameSync(draft, folder);
    const note = join(folderOf(name), 'installed.json');
    writeFileSync(`${note}.${process.pid}`, `${JSON.stringify(record, null, 2)}\n`);
    renameSync(`${note}.${process.pid}`, note);
    return { ...record, folder };
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
}

/** Puts a program into `.tools/bin`, the one folder that `bin/acgs` and the scripts append to PATH. */
export function link(name, target) {
  mkdirSync(binDir, { recursive: true });
  const draft = join(binDir, `.${name}-${process.pid}`);
  rmSync(draft, { force: true });
  symlinkSync(target, draft);
  renameSync(draft, join(binDir, name));
}
