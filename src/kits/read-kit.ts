import { join } from 'node:path';
import { parse } from 'yaml';
import { readText } from '../system/files.js';
import { readTemplates } from '../templating/read-templates.js';
import { manifestSchema, type KitManifest } from './manifest.js';

/** A kit as its folder has it. */
export interface KitSource {
  readonly manifest: KitManifest;
  /** Templates by their path below the kit's `templates/`. */
  readonly templates: Readonly<Record<string, string>>;
}

/**
 * Reads a kit's folder: when acgs is built, and where its source is run.
 * @throws ZodError for a manifest that is none
 */
export async function readKit(folder: string): Promise<KitSource> {
  const manifest = manifestSchema.parse(parse(await readText(join(folder, 'kit.yaml'))));
  return { manifest, templates: await readTemplates(join(folder, 'templates')) };
}
