import { z } from 'zod';
import { FORMATS, type FormatName } from '../templating/formats.js';

const path = z
  .string()
  .regex(
    /^(?!\/)(?!.*(?:^|\/)\.\.(?:\/|$))[A-Za-z0-9_./{}-]+$/,
    'expected a path below the project, with {service} at most',
  );

const file = z.strictObject({
  path: path.describe('Where it is written, relative to acgs.yaml; {service} is the service of `each`.'),
  template: z.string().describe('File below templates/ of the kit.'),
  format: z.enum(Object.keys(FORMATS) as [FormatName, ...FormatName[]]),
  mode: z
    .enum(['managed', 'merge', 'seed'])
    .describe('managed: an edit is drift; merge: edits and updates are merged; seed: written once.'),
  each: z.literal('services').exactOptional().describe('One file for each service.'),
  with: z
    .record(z.string(), z.json())
    .exactOptional()
    .describe('What the template sees as `it.with`: one template, several files.'),
  executable: z.boolean().default(false),
  header: z.boolean().default(true).describe('False for a file whose first line is not ours to write.'),
});

/**
 * `kit.yaml`: what a kit is. `answers` is a JSON Schema of an object, every property with a default, so that a kit needs no
 * question. A template that renders to white space alone is no file.
 */
export const manifestSchema = z.strictObject({
  name: z.string().regex(/^[a-z][a-z0-9-]*$/),
  version: z.string().regex(/^\d+\.\d+\.\d+$/),
  title: z.string(),
  summary: z.string(),
  answers: z
    .record(z.string(), z.looseObject({ default: z.json() }))
    .default({})
    .describe('JSON Schema of the properties, by name; each with its default.'),
  needs: z
    .array(z.strictObject({ kit: z.string(), why: z.string() }))
    .default([])
    .describe('Kits without which this one is of little use. Rendering never depends on them.'),
  files: z.array(file),
  generator: z
    .enum(['dockerfiles'])
    .exactOptional()
    .describe('Files that acgs makes without a template of the kit, e.g. those of its scaffold; mode seed.'),
  validators: z
    .array(z.strictObject({ tool: z.string(), files: z.array(z.string()) }))
    .default([])
    .describe('Which tools judge which of the rendered files (globs).'),
});

export type KitManifest = z.output<typeof manifestSchema>;
export type KitFile = KitManifest['files'][number];
export type FileMode = KitFile['mode'];
