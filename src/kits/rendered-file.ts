import { type FormatName } from '../templating/formats.js';
import { type FileMode } from './manifest.js';

/** A file as a kit makes it. */
export interface RenderedFile {
  /** Relative to acgs.yaml, `/` between folders. */
  readonly path: string;
  readonly text: string;
  readonly mode: FileMode;
  readonly format: FormatName;
  readonly executable: boolean;
}
