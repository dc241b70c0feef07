import { join } from 'node:path';
import { PACKAGE_ROOT } from '../../system/package-root.js';
import { type TemplateText } from '../../templating/render-template.js';
import { compiledTemplates } from './compiled-templates.js';

const FOLDER = join(PACKAGE_ROOT, 'templates/dockerfile');

/** The templates of Dockerfiles that ship with acgs, by path. */
export async function loadTemplates(): Promise<Readonly<Record<string, TemplateText>>> {
  const compiled = await compiledTemplates();
  if (compiled !== undefined) return compiled;
  const { readTemplates } = await import('../../templating/read-templates.js');
  return await readTemplates(FOLDER);
}
