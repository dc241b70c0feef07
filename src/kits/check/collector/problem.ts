/** A configuration of the collector, as far as its outer form is read; anything may be anything. */
export type CollectorConfig = Readonly<Record<string, unknown>>;

/** Something that is wrong at a place of a configuration. */
export interface Problem {
  /** Keys from the top, e.g. `['exporters', 'otlp_grpc', 'tls']`. */
  readonly at: readonly string[];
  readonly message: string;
}

/** What is a mapping; anything else is an empty one. */
export function mapping(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Readonly<Record<string, unknown>>)
    : {};
}

/** The strings of a list; nothing of what is none. */
export function strings(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
}

/** The type of a component's id: `otlp` of `otlp/2`. */
export function typeOf(id: string): string {
  return id.split('/', 1)[0] ?? id;
}
