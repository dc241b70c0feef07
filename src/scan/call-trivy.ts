import { AcgsError } from '../model/errors.js';
import { lastLines, run } from '../system/exec.js';
import { redact } from '../system/redaction.js';
import { scanEnvironment, serverOf } from './trivy-environment.js';
import { type TrivySession } from './trivy-session.js';

const LIMIT_MS = 15 * 60_000;

/** Arguments that every look at an image has: nothing is fetched, nothing is filtered, nothing sets an exit code. */
export function imageArguments(session: TrivySession, cacheDir: string): string[] {
  const { skipFiles = [], skipDirs = [] } = session.options;
  return [
    'image',
    '--cache-dir',
    cacheDir,
    '--no-progress',
    '--skip-java-db-update',
    '--offline-scan',
    '--exit-code',
    '0',
    ...skipFiles.flatMap((path) => ['--skip-files', path]),
    ...skipDirs.flatMap((path) => ['--skip-dirs', path]),
  ];
}

/**
 * Runs a Trivy that scans or converts, without credentials, in a folder of its own. When the image holds Java archives
 * that only the Java index can name, that index is fetched and the call repeated.
 * @throws AcgsError `trivy/no-database`, `tool/failed`
 */
export async function callTrivy(
  session: TrivySession,
  args: readonly string[],
  place: { readonly cwd: string; readonly cacheDir?: string; readonly server?: string },
): Promise<void> {
  const { onLine, signal, timeoutMs } = session.options;
  const attempt = async (): Promise<string | undefined> => {
    const trivy = await session.trivy();
    const result = await run(trivy.path, args, {
      cwd: place.cwd,
      env: scanEnvironment(place.cwd, place.server),
      timeoutMs: timeoutMs ?? LIMIT_MS,
      ...(signal === undefined ? {} : { signal }),
      ...(onLine === undefined ? {} : { onLine }),
    });
    return result.exitCode === 0 ? undefined : `${result.stderr}\n[exit code ${result.exitCode}]`;
  };
  let failure = await attempt();
  if (failure !== undefined && /java db/i.test(failure) && place.cacheDir !== undefined) {
    await session.ensureJavaDatabase();
    await session.lend('java-db', place.cacheDir);
    failure = await attempt();
  }
  if (failure === undefined) return;
  const output = redact(lastLines(failure, 8));
  if (/DB error|vulnerability DB|trivy\.db/i.test(failure) && serverOf(session.options) === undefined)
    throw new AcgsError('trivy/no-database', 'Trivy cannot read its vulnerability database', {
      output,
      next: ['remove the folder db/ of its cache (TRIVY_CACHE_DIR), so that it is downloaded anew'],
    });
  throw new AcgsError('tool/failed', `trivy ${args[0] ?? ''} failed`, { output });
}
