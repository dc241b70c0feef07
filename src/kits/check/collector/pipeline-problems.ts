import { type CollectorConfig, mapping, type Problem, strings, typeOf } from './problem.js';

const SIGNALS = ['traces', 'metrics', 'logs', 'profiles'];

/** Pipelines of unknown signals, that name what is not defined, or that begin without a limit of memory. */
export function pipelineProblems(config: CollectorConfig): readonly Problem[] {
  const service = mapping(config['service']);
  const pipelines = Object.entries(mapping(service['pipelines']));
  if (pipelines.length === 0) return [{ at: ['service', 'pipelines'], message: 'there is no pipeline' }];
  const has = (sections: readonly string[], id: string): boolean =>
    sections.some((section) => Object.hasOwn(mapping(config[section]), id));
  const extensions = strings(service['extensions'])
    .filter((id) => !has(['extensions'], id))
    .map((id) => ({ at: ['service', 'extensions'], message: `there is no extension ${id}` }));
  return [...extensions, ...pipelines.flatMap(([id, value]) => judge(id, mapping(value), has))];
}

function judge(
  id: string,
  pipeline: Readonly<Record<string, unknown>>,
  has: (sections: readonly string[], id: string) => boolean,
): readonly Problem[] {
  const at = ['service', 'pipelines', id];
  const problems: Problem[] = [];
  if (!SIGNALS.includes(typeOf(id))) problems.push({ at, message: `there is no signal ${typeOf(id)}` });
  for (const [key, sections] of [
    ['receivers', ['receivers', 'connectors']],
    ['processors', ['processors']],
    ['exporters', ['exporters', 'connectors']],
  ] as const) {
    const named = strings(pipeline[key]);
    if (named.length === 0 && key !== 'processors')
      problems.push({ at: [...at, key], message: 'a pipeline has at least one' });
    for (const component of named)
      if (!has(sections, component))
        problems.push({
          at: [...at, key],
          message: `${component} is not defined in ${sections.join(' or ')}`,
        });
  }
  // a later one limits only what the others before it let through
  if (typeOf(strings(pipeline['processors'])[0] ?? '') !== 'memory_limiter')
    problems.push({
      at: [...at, 'processors'],
      message: 'the first is memory_limiter, or nothing limits the memory',
    });
  return problems;
}
