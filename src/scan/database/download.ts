import { join } from 'node:path';
import { AcgsError } from '../../model/errors.js';
import { lastLines, run } from '../../system/exec.js';
import { exists, makeTemporaryDirectory, remove, rename, makeDirectory } from '../../system/files.js';
import { redact } from '../../system/redaction.js';
import { type Trivy } from '../find-trivy.js';
import { downloadEnvironment } from '../trivy-environment.js';
import { type TrivyOptions } from '../trivy-options.js';

/** Trivy's two databases, by the folder of its cache in which they lie. */
const KINDS = {
  db: { only: '--download-db-only', repository: '--db-repository', file: 'trivy.db' },
  'java-db': { only: '--download-java-db-only', repository: '--java-db-repository', file: 'trivy-java.db' },
} as const;

export type DatabaseKind = keyof typeof KINDS;

/** The files of a database in a cache folder: the data first, because metadata must never speak of data that is not there. */
export function databaseFiles(
  cacheDir: string,
  kind: DatabaseKind,
): readonly [data: string, metadata: string] {
  return [join(cacheDir, kind, KINDS[kind].file), join(cacheDir, kind, 'metadata.json')];
}

/**
 * Lets Trivy download a database into a folder of its own, then renames it into the shared cache. Trivy by itself deletes
 * the old one first and writes in place, under the feet of every scan that reads it.
 * @throws AcgsError `trivy/no-database`
 */
export async function downloadDatabase(
  trivy: Trivy,
  cacheDir: string,
  kind: DatabaseKind,
  options: TrivyOptions,
): Promise<void> {
  const { only, repository } = KINDS[kind];
  const repositories = (kind === 'db' ? options.dbRepositories : options.javaDbRepositories) ?? [];
  const scratch = await makeTemporaryDirectory('.acgs-download-', cacheDir);
  try {
    const { onLine, signal } = options;
    const result = await run(
      trivy.path,
      [
        'image',
        only,
        '--cache-dir',
        scratch,
        '--no-progress',
        ...repositories.flatMap((name) => [repository, name]),
      ],
      {
        cwd: scratch,
        env: downloadEnvironment(scratch),
        timeoutMs: options.timeoutMs ?? 15 * 60_000,
        ...(signal === undefined ? {} : { signal }),
        ...(onLine === undefined ? {} : { onLine }),
      },
    );
    const [data, metadata] = databaseFiles(scratch, kind);
    if (result.exitCode !== 0 || !(await exists(data)) || !(await exists(metadata)))
      throw new AcgsError(
        'trivy/no-database',
        `Trivy could not download its ${kind === 'db' ? 'vulnerability database' : 'Java index'}`,
        {
          output: redact(lastLines(result.stderr, 5)),
          next: [
            `name a mirror with ${repository} or ${kind === 'db' ? 'TRIVY_DB_REPOSITORY' : 'TRIVY_JAVA_DB_REPOSITORY'}`,
            'or point TRIVY_CACHE_DIR to a folder that holds it',
          ],
        },
      );
    await makeDirectory(join(cacheDir, kind));
    const [sharedData, sharedMetadata] = databaseFiles(cacheDir, kind);
    await rename(data, sharedData);
    await rename(metadata, sharedMetadata);
  } finally {
    await remove(scratch);
  }
}
