import { join } from 'node:path';
import { AcgsError } from '../model/errors.js';
import { type Digest } from '../model/digest.js';
import { exists } from '../system/files.js';
import { digestOfFile } from '../system/hashing.js';
import { type ReleaseRun, type ReleaseService } from './world.js';

/** A file of evidence in a service's output folder, and what it must hold. */
export interface NamedFile {
  readonly name: string;
  readonly digest: Digest;
}

/** Absolute path of a service's output folder, or of a file in it. */
export function outputPath(run: ReleaseRun, service: ReleaseService, name = ''): string {
  return join(run.root, service.output, name);
}

/** Whether files are there, byte for byte. */
export async function areThere(
  run: ReleaseRun,
  service: ReleaseService,
  files: readonly (NamedFile | undefined)[],
): Promise<boolean> {
  for (const file of files) {
    if (file === undefined) continue;
    const path = outputPath(run, service, file.name);
    if (!(await exists(path)) || (await digestOfFile(path)).digest !== file.digest) return false;
  }
  return true;
}

/** The same for files that came from another run. @throws AcgsError `evidence/tampered` */
export async function assertThere(
  run: ReleaseRun,
  service: ReleaseService,
  files: readonly (NamedFile | undefined)[],
): Promise<void> {
  for (const file of files) {
    if (file === undefined || (await areThere(run, service, [file]))) continue;
    throw new AcgsError(
      'evidence/tampered',
      `${join(service.output, file.name)} is missing or is not what its step wrote (${file.digest})`,
      {
        next: ['bring dist/ and .acgs/ of the run that made it, unchanged'],
      },
    );
  }
}
