import { formatPlatform } from '../model/platform.js';
import { type BuildRequest } from './build-request.js';
import { csvRecord } from './csv.js';

/** What the build leaves behind. */
export type BuildOutput =
  | { readonly kind: 'layout'; readonly folder: string }
  /** Into the engine's image store under a name: for engines that cannot export OCI. */
  | { readonly kind: 'engine'; readonly name: string }
  /** Nothing: a test stage only has to succeed. */
  | { readonly kind: 'nothing' };

/** Files that acgs writes for one call of buildx. */
export interface BuildFiles {
  /** Copy of the Dockerfile, with `<name>.dockerignore` beside it. */
  readonly dockerfile: string;
  readonly metadata: string;
}

/**
 * The arguments of `docker buildx` for a request. Pure and ordered, so that the same request is always the same call.
 * Values of secrets are not among them; SOURCE_DATE_EPOCH travels in the environment.
 */
export function buildxArguments(request: BuildRequest, output: BuildOutput, files: BuildFiles): string[] {
  const { target, builder } = request;
  return [
    'build',
    '--file',
    files.dockerfile,
    '--progress',
    'rawjson',
    '--metadata-file',
    files.metadata,
    ...outputArguments(output),
    ...(builder === undefined ? [] : ['--builder', builder]),
    ...(target === undefined ? [] : ['--target', target]),
    ...(request.platforms.length === 0
      ? []
      : ['--platform', request.platforms.map(formatPlatform).join(',')]),
    ...pairs('--build-arg', request.buildArgs),
    ...pairs('--build-context', request.buildContexts),
    ...pairs('--label', request.labels),
    ...Object.entries(request.secrets)
      .sort(byName)
      .flatMap(([id, from]) => [
        '--secret',
        csvRecord([['id', id], 'env' in from ? ['env', from.env] : ['src', from.file]]),
      ]),
    ...(request.cacheFrom ?? []).flatMap((from) => ['--cache-from', from]),
    ...(request.cacheTo ?? []).flatMap((to) => ['--cache-to', to]),
    '--',
    request.context,
  ];
}

function outputArguments(output: BuildOutput): string[] {
  switch (output.kind) {
    case 'layout': {
      const fields: [string, string][] = [
        ['type', 'oci'],
        ['tar', 'false'],
        ['dest', output.folder],
        // Without it the layers carry the times of the build, and no two builds are equal.
        ['rewrite-timestamp', 'true'],
      ];
      return ['--output', csvRecord(fields), '--provenance', 'mode=max,version=v1'];
    }
    case 'engine':
      // The classic image store holds no attestations and refuses a build that asks for them.
      return ['--load', '--tag', output.name, '--provenance', 'false'];
    case 'nothing':
      return ['--output', 'type=cacheonly', '--provenance', 'false'];
  }
}

function pairs(flag: string, values: Readonly<Record<string, string>>): string[] {
  return Object.entries(values)
    .sort(byName)
    .flatMap(([name, value]) => [flag, `${name}=${value}`]);
}

function byName([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
