import { join } from 'node:path';
import { readText } from '../../../system/files.js';
import { PACKAGE_ROOT } from '../../../system/package-root.js';

type Schema = Readonly<Record<string, unknown>>;

/** The sections of a configuration that define components, by the kind of these. */
export const SECTIONS = {
  receivers: 'receiver',
  processors: 'processor',
  exporters: 'exporter',
  connectors: 'connector',
  extensions: 'extension',
} as const;
export type ComponentKind = (typeof SECTIONS)[keyof typeof SECTIONS];

/** schemas/otel/collector.json, made by scripts/kits/convert-collector.mjs, which names sources and licences in it. */
export interface ComponentSchemas {
  /** By kind and type, deprecated types too; `{}` where only the name is known. */
  readonly components: Readonly<Record<ComponentKind, Readonly<Record<string, Schema>>>>;
  /** What the schemas refer to as `#/definitions/…`. */
  readonly definitions: Readonly<Record<string, Schema>>;
}

let file: Promise<ComponentSchemas> | undefined;

/** The components of the OpenTelemetry collector that acgs knows. */
export async function componentSchemas(): Promise<ComponentSchemas> {
  file ??= readText(join(PACKAGE_ROOT, 'schemas/otel/collector.json')).then(
    (text) => JSON.parse(text) as ComponentSchemas,
  );
  return await file;
}
