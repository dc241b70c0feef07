import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { type Project } from '../../../src/dockerfile/scaffold/project.js';
import { scaffold, type ScaffoldRequest, type ScaffoldResult } from '../../../src/actions/scaffold.js';

const projects = join(import.meta.dirname, 'projects');

/** A copy of a sample project in a folder of its own, removed after the test. */
export function projectCopy(name: string): string {
  const folder = mkdtempSync(join(tmpdir(), `acgs-scaffold-`));
  onTestFinished(() => {
    rmSync(folder, { recursive: true });
  });
  cpSync(join(projects, name), folder, { recursive: true });
  // the work tree is how far up a workspace is looked for
  execFileSync('git', ['init', '--quiet', folder]);
  return folder;
}

/** Scaffolds a folder without asking anybody, registries included. */
export async function scaffolded(
  folder: string,
  more: Partial<ScaffoldRequest> = {},
): Promise<ScaffoldResult> {
  return await scaffold({
    cwd: folder,
    directory: '.',
    said: {},
    compose: false,
    probes: false,
    acgsVersion: '0.1.0',
    write: true,
    force: false,
    offline: true,
    registry: {},
    ...more,
  });
}

/** A repository of a few files, as detection sees it. */
export function projectOf(files: Readonly<Record<string, string>>, folder = ''): Project {
  return { files: Object.keys(files).sort(), folder, text: (path) => files[path] };
}
