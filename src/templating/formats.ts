import { dockerfile } from './formats/dockerfile.js';
import { type Format } from './formats/format.js';
import { hcl } from './formats/hcl.js';
import { javascript, json, rego } from './formats/json.js';
import { markdown } from './formats/markdown.js';
import { plain } from './formats/plain.js';
import { shell } from './formats/shell.js';
import { yaml } from './formats/yaml.js';

/** The kinds of file that templates make. */
export const FORMATS = {
  yaml,
  json,
  hcl,
  shell,
  rego,
  javascript,
  markdown,
  dockerfile,
  plain,
} as const satisfies Record<string, Format>;

export type FormatName = keyof typeof FORMATS;
