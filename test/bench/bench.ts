import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder of the project. */
export const projectRoot = fileURLToPath(new URL('../..', import.meta.url)).replace(/\/$/, '');

type ToolName =
  'docker' | 'trivy' | 'trivy-db' | 'registry' | 'crane' | 'cosign2' | 'cosign3' | 'hadolint' | 'shellcheck';
type SigstoreToolName = 'fulcio' | 'rekor' | 'tsa' | 'sigstore-python';
type KitToolName =
  | 'promtool'
  | 'amtool'
  | 'opa'
  | 'actionlint'
  | 'kubeconform'
  | 'helm'
  | 'argo-manifests'
  | 'conftest'
  | 'gator'
  | 'zizmor'
  | 'cel-policy'
  | 'tofu'
  | 'checkov';
export type BaseImageName = 'debian:trixie-slim' | 'python:3.13-slim' | 'node:24-slim' | 'busybox:stable';

/** What scripts/lib/bench.mjs starts and describes: the real engines that bench tests run against. */
export interface Bench {
  /** False while base images are still being made. */
  readonly ready: boolean;
  /** Processes that must live for the bench to be there: engine (if it is ours) and registries. */
  readonly pids: readonly number[];
  readonly engineVersion: string;
  /** DOCKER_HOST, DOCKER_CONFIG and PATH for children that use the engine; empty values where the machine's own serves. */
  readonly env: Readonly<Record<string, string>>;
  readonly dockerHost?: string;
  readonly dockerConfig?: string;
  /** Absolute paths of the programs. */
  readonly tools: Readonly<Record<ToolName, string>> &
    Readonly<Partial<Record<SigstoreToolName | KitToolName, string>>>;
  /** `127.0.0.1:PORT` of a registry with the referrers API, plain http. */
  readonly registryReferrers: string;
  /** `127.0.0.1:PORT` of a registry without it (clients fall back to tags), plain http. */
  readonly registryPlain: string;
  /** The small true vulnerability database: published at `repository`, and as `trivy.db` and `metadata.json` in `folder`. */
  readonly trivyDb: { readonly repository: string; readonly folder: string };
  /** name as in a FROM → `127.0.0.1:PORT/library/NAME:TAG@sha256:…`, for `--build-context NAME=docker-image://…`. */
  readonly baseImages: Readonly<Record<BaseImageName, string>>;
}

/** Where the description of the running bench lies: `npm test` tells by ACGS_BENCH, a developer's bench has its fixed place. */
export function benchFile(): string {
  return process.env['ACGS_BENCH'] ?? join(projectRoot, '.tools/dev-bench.json');
}

let known: Bench | undefined;

/** The bench that runs. Throws, never skips, when there is none or when one of its processes has ended. */
export function bench(): Bench {
  known ??= readBench(benchFile());
  return known;
}

function readBench(file: string): Bench {
  if (!existsSync(file))
    throw new Error(`no test bench at ${file}: run \`npm test\`, or \`npm run dev-bench start\` once`);
  const found = JSON.parse(readFileSync(file, 'utf8')) as Bench;
  const ended = found.pids.filter((pid) => !isAlive(pid));
  if (ended.length > 0)
    throw new Error(
      `the test bench of ${file} has ended (process ${ended.join(', ')}): run \`npm run dev-bench start\``,
    );
  if (!found.ready) throw new Error(`the test bench of ${file} is still making its base images`);
  return found;
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    // someone else's, e.g. an engine started through sudo, but there
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** Programs of the local Sigstore. A test that names this function makes `npm test` bring them (some minutes the first time). */
export function sigstoreTools(): Readonly<Record<SigstoreToolName, string>> {
  return toolsOf('sigstore', ['fulcio', 'rekor', 'tsa', 'sigstore-python']);
}

/** SoftHSM. A test that names this function makes `npm test` bring it. */
export function hsmTools(): Readonly<Record<'softhsm', string>> {
  return toolsOf('hsm', ['softhsm']);
}

/** Validators of what kits render. A test that names this function makes `npm test` bring them. */
export function kitTools(): Readonly<Record<KitToolName, string>> {
  return toolsOf('kits', [
    'promtool',
    'amtool',
    'opa',
    'actionlint',
    'kubeconform',
    'helm',
    'argo-manifests',
    'conftest',
    'gator',
    'zizmor',
    'cel-policy',
    'tofu',
    'checkov',
  ]);
}

function toolsOf<Name extends SigstoreToolName | KitToolName | 'softhsm'>(
  group: string,
  names: readonly Name[],
): Record<Name, string> {
  const known: Readonly<Partial<Record<string, string>>> = existsSync(benchFile()) ? bench().tools : {};
  const paths = names.map((name) => {
    const path = known[name] ?? join(projectRoot, '.tools/bin', name);
    if (!existsSync(path))
      throw new Error(`${name} is missing: run \`node scripts/tools.mjs --group=${group}\``);
    return [name, path];
  });
  return Object.fromEntries(paths) as Record<Name, string>;
}

/** The environment of a child that uses the bench: engine, tools on PATH, and Trivy with the bench's database. */
export function benchEnv(more: Readonly<Record<string, string | undefined>> = {}): NodeJS.ProcessEnv {
  const { env, trivyDb } = bench();
  return {
    ...process.env,
    ...env,
    PATH: `${env['PATH'] ?? process.env['PATH'] ?? ''}:${join(projectRoot, '.tools/bin')}`,
    DOCKER_CONTEXT: undefined,
    TRIVY_DB_REPOSITORY: trivyDb.repository,
    NO_COLOR: '1',
    ...more,
  };
}
