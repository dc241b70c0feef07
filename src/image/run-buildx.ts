import { join } from 'node:path';
import { makeTemporaryDirectory, readBytes, remove, writeFileAtomic } from '../system/files.js';
import { run } from '../system/exec.js';
import { hideSecret } from '../system/redaction.js';
import { variable } from '../system/environment.js';
import { AcgsError } from '../model/errors.js';
import { buildFailure } from './build-failure.js';
import { type BuildRequest } from './build-request.js';
import { type BuildOutput, buildxArguments } from './buildx-arguments.js';
import { type Buildx } from './buildx.js';
import { BuildProgress } from './progress.js';

export interface BuildRunOptions {
  /** BuildKit's progress, a line each, as `--progress plain` would print it. */
  readonly onLine?: (line: string) => void;
  readonly signal?: AbortSignal;
  readonly timeoutMs?: number;
}

const SECRET_LIMIT = 1024 * 1024;
/** Lines of a secret file (a PEM key, a .npmrc) are hidden one by one too, but not those that are ordinary words. */
const SECRET_LINE = 12;

/**
 * One call of buildx. The Dockerfile is built from a copy with its own ignore file (BuildKit prefers
 * `<dockerfile>.dockerignore` beside it), so the context is neither written to nor searched for another one.
 * @returns BuildKit's warnings about the Dockerfile
 * @throws AcgsError `build/failed`, `usage/invalid`, `engine/missing`, `run/timeout`, `run/interrupted`
 */
export async function runBuildx(
  buildx: Buildx,
  request: BuildRequest,
  output: BuildOutput,
  options: BuildRunOptions = {},
): Promise<readonly string[]> {
  const secrets = await secretEnvironment(request);
  const folder = await makeTemporaryDirectory('acgs-build-');
  try {
    const dockerfile = join(folder, 'Dockerfile');
    await writeFileAtomic(dockerfile, request.dockerfile.text);
    await writeFileAtomic(`${dockerfile}.dockerignore`, request.ignore);
    const files = { dockerfile, metadata: join(folder, 'metadata.json') };
    const progress = new BuildProgress(options.onLine ?? (() => undefined));
    const { exitCode } = await run(
      buildx.path,
      [...buildx.prefix, ...buildxArguments(request, output, files)],
      {
        env: {
          ...secrets,
          SOURCE_DATE_EPOCH: String(request.sourceDateEpoch),
          // BuildKit's own provenance is read from the layout; a second copy in the metadata is of no use.
          BUILDX_METADATA_PROVENANCE: 'disabled',
        },
        onLine: (line) => {
          progress.push(line);
        },
        // BuildProgress decodes and redacts.
        rawLines: true,
        discardOutput: true,
        discardErrors: true,
        ...(options.signal === undefined ? {} : { signal: options.signal }),
        ...(options.timeoutMs === undefined ? {} : { timeoutMs: options.timeoutMs }),
      },
    );
    progress.end();
    if (exitCode === 0) return progress.warnings;
    throw buildFailure({
      file: request.dockerfile.path,
      finalWords: progress.finalWords,
      failed: progress.failed,
    });
  } finally {
    await remove(folder);
  }
}

/**
 * The variables that `--secret id=…,env=NAME` reads: they pass the clean environment by name, and only these.
 * Values are registered with the redactor before the first line of output can hold them.
 * @throws AcgsError `usage/invalid` for a variable that is not set or a file that is not there
 */
async function secretEnvironment(request: BuildRequest): Promise<Record<string, string>> {
  const values: Record<string, string> = {};
  for (const [id, from] of Object.entries(request.secrets)) {
    if ('env' in from) {
      const value = variable(from.env);
      if (value === undefined)
        throw new AcgsError('usage/invalid', `the secret "${id}" comes from ${from.env}, which is not set`, {
          next: [`set the environment variable ${from.env}`],
        });
      hideLines(value);
      values[from.env] = value;
    } else hideLines((await readSecretFile(id, from.file)).toString('utf8'));
  }
  return values;
}

async function readSecretFile(id: string, file: string): Promise<Buffer> {
  try {
    return await readBytes(file, SECRET_LIMIT);
  } catch (error) {
    throw new AcgsError('usage/invalid', `the secret "${id}" comes from ${file}, which cannot be read`, {
      cause: error,
      next: ['check `secrets` of the service in acgs.yaml'],
    });
  }
}

function hideLines(value: string): void {
  hideSecret(value);
  hideSecret(value.trim());
  const lines = value.split('\n').map((line) => line.trim());
  if (lines.length > 1) for (const line of lines) if (line.length >= SECRET_LINE) hideSecret(line);
}
