import { type TemplateText } from '../templating/render-template.js';
import { type KitManifest } from './manifest.js';

/** A kit as it ships: one folder below templates/kits. */
export interface Kit {
  readonly manifest: KitManifest;
  /** Templates by their path below the kit's `templates/`. */
  readonly templates: Readonly<Record<string, TemplateText>>;
}
