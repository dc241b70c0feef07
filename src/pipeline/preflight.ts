import { type AcgsError } from '../model/errors.js';
import { type StepKey } from '../model/run-event.js';
import { resultToImport } from './import-result.js';
import { type History } from './history.js';
import { type Instance } from './instances.js';
import { asError } from './run-error.js';
import { type Tool, type ToolFacts, type World } from './step.js';

/** Something that would make the run fail later. */
export interface Problem {
  readonly error: AcgsError;
  /** Where it was found first; a missing tool concerns all steps that need it. */
  readonly key: StepKey;
}

export interface Preflight {
  /** In the order of the plan; the first decides the exit code. */
  readonly problems: readonly Problem[];
  /** By tool id: those that are there. */
  readonly tools: Readonly<Record<string, ToolFacts>>;
}

/** The tools that some instances need, each once, with those who need it; `acgs doctor` shows the same list. */
function toolsOf<W extends World>(
  instances: readonly Instance<W>[],
): ReadonlyMap<Tool, readonly Instance<W>[]> {
  const byId = new Map<string, { tool: Tool; users: Instance<W>[] }>();
  for (const instance of instances)
    for (const tool of instance.step.requires?.(instance.place) ?? []) {
      const known = byId.get(tool.id) ?? { tool, users: [] };
      known.users.push(instance);
      byId.set(tool.id, known);
    }
  return new Map([...byId.values()].map(({ tool, users }) => [tool, users]));
}

/**
 * Checks the whole plan before anything is run, and finds all problems, not the first: tools, the steps' own checks,
 * and results to import. A step is not asked for its checks where its tools are missing.
 */
export async function preflight<W extends World>(
  instances: readonly Instance<W>[],
  history: History,
  signal: AbortSignal,
): Promise<Preflight> {
  const running = instances.filter(({ choice }) => choice.action === 'run');
  const tools: Record<string, ToolFacts> = {};
  const found = new Map<Instance<W>, AcgsError[]>();
  const blame = (instance: Instance<W>, ...errors: readonly AcgsError[]): void => {
    found.set(instance, [...(found.get(instance) ?? []), ...errors]);
  };
  /** By instance: whether each tool that it needs is there. */
  const probes = new Map<Instance<W>, Promise<boolean>[]>();
  for (const [tool, users] of toolsOf(running)) {
    const probe = (async (): Promise<boolean> => {
      try {
        tools[tool.id] = await tool.probe(signal);
        return true;
      } catch (thrown) {
        const [first] = users;
        if (first !== undefined) blame(first, asError(thrown));
        return false;
      }
    })();
    for (const user of users) probes.set(user, [...(probes.get(user) ?? []), probe]);
  }
  await Promise.all(
    running.map(async (instance) => {
      // Its own tools only: opening the key need not wait for the engine's answer.
      if ((await Promise.all(probes.get(instance) ?? [])).includes(false)) return;
      try {
        blame(instance, ...((await instance.step.check?.(instance.place, signal)) ?? []));
      } catch (thrown) {
        blame(instance, asError(thrown));
      }
    }),
  );
  for (const instance of instances) {
    if (instance.choice.action !== 'import' || !instance.choice.needed) continue;
    try {
      resultToImport(instance, history);
    } catch (thrown) {
      blame(instance, asError(thrown));
    }
  }
  const problems = instances.flatMap((instance) =>
    (found.get(instance) ?? []).map((error) => ({ error, key: instance.key })),
  );
  return { problems: withoutRepeats(problems), tools };
}

/** Many services have the same problem once. */
function withoutRepeats(problems: readonly Problem[]): readonly Problem[] {
  const seen = new Set<string>();
  return problems.filter(({ error }) => {
    const text = `${error.code} ${error.message}`;
    if (seen.has(text)) return false;
    seen.add(text);
    return true;
  });
}
