import { posix } from 'node:path';
import { parseDocument } from 'yaml';
import { type BuildDefinition, recordOf, textOf } from './build-definition.js';

/** Names of compose files in compose's own order of preference. */
export const COMPOSE_FILES = [
  'compose.yaml',
  'compose.yml',
  'docker-compose.yaml',
  'docker-compose.yml',
] as const;

/**
 * The services of a compose file that are built (compose-spec, "Build"). What is no local folder, or depends on a
 * variable without a default, is left out. A file that cannot be read gives none: it is compose's to complain.
 *
 * @param folder of the compose file, relative to the project
 */
export function readCompose(text: string, folder: string): readonly BuildDefinition[] {
  const services = recordOf(recordOf(dataOf(text))?.['services']) ?? {};
  return Object.entries(services).flatMap(([name, value]): BuildDefinition[] => {
    const service = recordOf(value);
    const written = service?.['build'];
    const build = typeof written === 'string' ? { context: written } : recordOf(written);
    if (service === undefined || build === undefined || 'dockerfile_inline' in build) return [];
    const context = resolved(textOf(build['context']) ?? '.');
    const dockerfile = resolved(textOf(build['dockerfile']) ?? 'Dockerfile');
    if (context === undefined || dockerfile === undefined || /^[a-z+]+:\/\/|^git@|^~/.test(context))
      return [];
    const target = resolved(textOf(build['target']) ?? '');
    const port = containerPort(service);
    return [
      {
        name,
        context: context.startsWith('/') ? context : posix.join(folder, context),
        dockerfile,
        ...(target === undefined || target === '' ? {} : { target }),
        buildArgs: argumentsOf(build['args']),
        platforms: listOf(build['platforms']),
        ...(port === undefined ? {} : { port }),
      },
    ];
  });
}

function dataOf(text: string): unknown {
  const document = parseDocument(text, { version: '1.2', merge: true, logLevel: 'silent' });
  return document.errors.length > 0 ? undefined : (document.toJS({ maxAliasCount: 100 }) as unknown);
}

/** `${NAME:-default}` is its default; a variable without one makes the whole unknown. */
function resolved(text: string): string | undefined {
  let known = true;
  const value = text.replaceAll(/\$\$|\$\{\w+:?-([^}]*)\}|\$\{[^}]*\}|\$\w+/g, (whole, fallback?: string) => {
    if (whole === '$$') return '$';
    if (fallback === undefined) known = false;
    return fallback ?? '';
  });
  return known ? value : undefined;
}

function listOf(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.flatMap((item: unknown) => textOf(item) ?? []) : [];
}

function argumentsOf(value: unknown): Readonly<Record<string, string>> {
  const pairs = Array.isArray(value)
    ? listOf(value).map((item): [string, unknown] => {
        const equals = item.indexOf('=');
        return equals < 0 ? [item, undefined] : [item.slice(0, equals), item.slice(equals + 1)];
      })
    : Object.entries(recordOf(value) ?? {});
  return Object.fromEntries(
    pairs.flatMap(([name, written]) => {
      const text = typeof written === 'boolean' ? String(written) : textOf(written);
      const known = text === undefined ? undefined : resolved(text);
      return known === undefined ? [] : [[name, known]];
    }),
  );
}

/** The container's side of the first published or exposed port. */
function containerPort(service: Readonly<Record<string, unknown>>): number | undefined {
  const written = [service['ports'], service['expose']].flatMap((list) =>
    Array.isArray(list) ? (list as unknown[]) : [],
  );
  for (const item of written) {
    const long = recordOf(item);
    const text = resolved(textOf(long === undefined ? item : long['target']) ?? '');
    const port = /(?:^|:)(\d{1,5})(?:\/tcp)?$/.exec(text ?? '')?.[1];
    if (port !== undefined && Number(port) > 0 && Number(port) < 65_536) return Number(port);
  }
  return undefined;
}
