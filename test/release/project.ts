import { join } from 'node:path';
import { readFileSync } from 'node:fs';
import { bench } from '../bench/bench.js';
import { quickService } from '../bench/image.js';
import { type AcgsResult, runAcgs, type RunOptions } from '../bench/run.js';
import { type ScratchRepository, scratchRepository } from '../bench/scratch.js';

export const PASSWORD = 'correct horse battery';

/** The parts of report.json that tests look at. */
export interface Report {
  readonly schemaVersion: number;
  readonly runId: string;
  readonly status: string;
  readonly signed: boolean;
  readonly error?: {
    readonly code: string;
    readonly message: string;
    readonly next: readonly string[];
    readonly exit: number;
  };
  readonly services: readonly {
    readonly name: string;
    readonly image: string;
    readonly digest: string;
    readonly tags: readonly string[];
    readonly references: readonly string[];
    readonly steps: readonly {
      readonly id: string;
      readonly status: string;
      readonly reason: string;
      readonly imported?: boolean;
    }[];
    readonly evidence: readonly {
      readonly kind: string;
      readonly predicateType: string;
      readonly subject: string;
      readonly file?: string;
    }[];
    readonly scan: {
      readonly counts: Record<string, number>;
      readonly blocking: readonly {
        readonly id: string;
        readonly package: string;
        readonly fixed: string;
        readonly origin: string;
      }[];
    };
    readonly gate: { readonly refused: boolean; readonly reasons: readonly string[] };
    readonly verification: { readonly verified: boolean } | null;
    readonly howToVerify: readonly { readonly title: string; readonly command: string }[];
  }[];
}

export interface Project extends ScratchRepository {
  /** Runs the built acgs in the project with the key's password. */
  acgs(args: readonly string[], options?: RunOptions): Promise<AcgsResult>;
  /** Runs it with `--json` and returns its report. */
  release(args: readonly string[], options?: RunOptions): Promise<AcgsResult & { readonly report: Report }>;
  /** report.json on disk. */
  reportOnDisk(): Report;
}

/** acgs.yaml of one service whose bases are the bench's. */
export function configuration(service: string, more = ''): string {
  const contexts = Object.entries(bench().baseImages).map(
    ([name, reference]) => `      "${name}": docker-image://${reference}`,
  );
  return [
    'version: 1',
    `project: ${service}`,
    'services:',
    `  ${service}:`,
    '    context: .',
    '    buildContexts:',
    ...contexts,
    more,
    '',
  ].join('\n');
}

/** A git repository with a service, its acgs.yaml committed, and a key pair. */
export async function project(
  options: {
    readonly name?: string;
    readonly files?: Readonly<Record<string, string>>;
    readonly more?: string;
    readonly key?: boolean;
  } = {},
): Promise<Project> {
  const { name = 'api', files = quickService, more = '', key = true } = options;
  const repository = await scratchRepository({ 'acgs.yaml': configuration(name, more), ...files });
  const acgs: Project['acgs'] = async (args, run = {}) =>
    await runAcgs(args, {
      cwd: repository.folder,
      ...run,
      env: { COSIGN_PASSWORD: PASSWORD, CI: undefined, GITHUB_ACTIONS: undefined, ...run.env },
    });
  if (key) {
    const made = await acgs(['keys', 'generate']);
    if (made.code !== 0) throw new Error(made.stderr);
  }
  return {
    ...repository,
    acgs,
    release: async (args, run) => {
      const result = await acgs(['release', '--json', ...args], run);
      return { ...result, report: result.json as Report };
    },
    reportOnDisk: () =>
      JSON.parse(readFileSync(join(repository.folder, 'dist/release/report.json'), 'utf8')) as Report,
  };
}

/** The status of each step by id. */
export function statuses(report: Report, service = 0): Record<string, string> {
  return Object.fromEntries((report.services[service]?.steps ?? []).map(({ id, status }) => [id, status]));
}
