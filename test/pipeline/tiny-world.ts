import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { z } from 'zod';
import { digestOf } from '../../src/model/digest.js';
import { formatStepKey, type RunEvent } from '../../src/model/run-event.js';
import { type PipelineOptions, runPipeline, type RunResult } from '../../src/pipeline/run-pipeline.js';
import { type AnyStep, stepDefiner } from '../../src/pipeline/step.js';

/** A world small enough for tests: steps tell `did` what they do. */
export interface TinyWorld {
  readonly run: { readonly did: string[]; readonly source: string };
  readonly service: { readonly name: string; readonly platforms: readonly string[] };
}
export type TinyService = TinyWorld['service'];

export const defineStep = stepDefiner<TinyWorld>();

/** The output of most tiny steps. */
export const note = z.object({ subject: z.string().optional(), text: z.string() });

export const service = (name: string, ...platforms: string[]): TinyService => ({
  name,
  platforms: platforms.length === 0 ? ['linux/amd64'] : platforms,
});

/** The digest that stands for a service's image. */
export const imageOf = (name: string): string => digestOf(`image of ${name}`);

/** An empty folder that goes away with the test. */
export async function newFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'acgs-pipeline-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

export interface TinyRun {
  readonly result: RunResult;
  readonly events: readonly RunEvent[];
  readonly did: readonly string[];
  /** `status` by instance name. */
  readonly statuses: Readonly<Record<string, string>>;
}

export type TinyOptions = Partial<PipelineOptions<TinyWorld>> & { readonly source?: string };

/** Runs tiny steps in a folder and collects what there is to assert. */
export async function runTiny(
  root: string,
  steps: readonly AnyStep<TinyWorld>[],
  { source = 'one', ...options }: TinyOptions = {},
): Promise<TinyRun> {
  const events: RunEvent[] = [];
  const did: string[] = [];
  const result = await runPipeline<TinyWorld>({
    steps,
    root,
    run: { did, source },
    services: [service('api')],
    version: '1.2.3',
    frozen: { commit: null, config: {}, flags: {} },
    jobs: 2,
    ...options,
    sinks: [{ handle: (event) => events.push(event) }, ...(options.sinks ?? [])],
  });
  const statuses = Object.fromEntries(
    result.outcomes.map(({ key, status, imported }) => [
      formatStepKey(key),
      imported === true ? `${status} (imported)` : status,
    ]),
  );
  return { result, events, did, statuses };
}
