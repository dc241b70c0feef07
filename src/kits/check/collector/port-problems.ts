import { type CollectorConfig, mapping, type Problem, typeOf } from './problem.js';

/** Where the collector tells of itself unless it is told otherwise (opentelemetry.io/docs/collector/internal-telemetry). */
const OWN_PORT = 8888;

/** Ports that two things of one collector would listen on. */
export function portProblems(config: CollectorConfig): readonly Problem[] {
  const taken = new Map<number, string>();
  const own = ownPort(config);
  if (own !== undefined) taken.set(own, "the collector's own metrics");
  const problems: Problem[] = [];
  for (const { at, port } of listeners(config)) {
    const other = taken.get(port);
    if (other !== undefined) problems.push({ at, message: `port ${port} is taken by ${other}` });
    taken.set(port, at.join('.'));
  }
  return problems;
}

interface Listener {
  readonly at: readonly string[];
  readonly port: number;
}

function listeners(config: CollectorConfig): readonly Listener[] {
  return ['receivers', 'extensions', 'exporters'].flatMap((section) =>
    Object.entries(mapping(config[section])).flatMap(([id, settings]) =>
      // of the exporters, this one alone is asked instead of sending
      section !== 'exporters' || typeOf(id) === 'prometheus' ? endpointsBelow(settings, [section, id]) : [],
    ),
  );
}

function endpointsBelow(value: unknown, at: readonly string[]): readonly Listener[] {
  return Object.entries(mapping(value)).flatMap(([key, inner]) => {
    const [, port] = key === 'endpoint' && typeof inner === 'string' ? (/:(\d+)$/.exec(inner) ?? []) : [];
    if (port !== undefined) return [{ at: [...at, key], port: Number(port) }];
    // storage servers and the like are called, not listened on
    return key === 'backends' ? [] : endpointsBelow(inner, [...at, key]);
  });
}

/** Undefined where it tells of itself by sending, or not at all. */
function ownPort(config: CollectorConfig): number | undefined {
  const metrics = mapping(mapping(mapping(config['service'])['telemetry'])['metrics']);
  if (metrics['level'] === 'none') return undefined;
  const readers = metrics['readers'];
  if (!Array.isArray(readers)) return OWN_PORT;
  const ports = readers.map(
    (reader) => mapping(mapping(mapping(mapping(reader)['pull'])['exporter'])['prometheus'])['port'],
  );
  return ports.find((port) => typeof port === 'number');
}
