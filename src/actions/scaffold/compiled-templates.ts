import { type TemplateText } from '../../templating/render-template.js';

/**
 * The templates of Dockerfiles, made into functions when acgs is built: scripts/lib/compiled-templates.mjs puts them in the place of
 * this file. Undefined where the source is run, which reads their folder.
 */
export function compiledTemplates(): Promise<Readonly<Record<string, TemplateText>> | undefined> {
  return Promise.resolve(undefined);
}
