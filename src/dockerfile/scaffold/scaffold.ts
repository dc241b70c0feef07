import { type FormatName } from '../../templating/formats.js';
import { renderTemplate, type TemplateText } from '../../templating/render-template.js';
import { basesOf } from './bases.js';
import { type Detected } from './detected.js';
import { type Health } from './health-check.js';
import { type Runtime } from './stacks.js';
import { scaffoldView } from './view.js';

/** What was not seen but said, or is the usual. */
export interface ScaffoldOptions {
  readonly runtime: Runtime;
  /** 1024–65535. */
  readonly port: number;
  readonly health: Health;
  /** Goes before what was detected. */
  readonly command?: readonly string[];
  /** A DNS label: name of the service in compose.yaml, the probes and the title label. */
  readonly name: string;
  /** URL of the repository, for a label. */
  readonly source?: string;
  readonly constitutionalHash: string | false;
  /** Digest of a base by its reference; one that is missing is named by its tag alone. */
  readonly pins: ReadonlyMap<string, string>;
  /** Name of the Dockerfile's folder seen from the context, e.g. `services/api`; `''` where they are one. */
  readonly compose?: boolean;
  readonly probes?: boolean;
  /** Files below `templates/dockerfile`, by path. */
  readonly templates: Readonly<Record<string, TemplateText>>;
}

/** A file of a scaffold. */
export interface ScaffoldFile {
  /** Relative to the folder of the service. */
  readonly path: string;
  readonly text: string;
}

/**
 * Renders the files of a scaffold. Pure: the same input gives the same bytes.
 * @throws AcgsError `usage/invalid` for a runtime that the stack does not have or a start that nobody knows,
 *   `template/unsafe-value` for a name or path that cannot be written
 */
export function scaffold(detected: Detected, options: ScaffoldOptions): ScaffoldFile[] {
  const { templates, compose, probes } = options;
  const view = scaffoldView(detected, basesOf(detected, options.runtime), options);
  const render = (name: string, format: FormatName): string => {
    const text = templates[name];
    if (text === undefined) throw new Error(`there is no template ${name}`);
    return renderTemplate({ name: `dockerfile/${name}`, text, parts: templates }, view, format);
  };
  const { language } = detected.details;
  // Beside the Dockerfile it holds for this one alone, which is what a context with several services needs
  // (docs.docker.com/build/concepts/context, filename and location).
  const ignore = detected.folder === '' ? '.dockerignore' : 'Dockerfile.dockerignore';
  return [
    { path: 'Dockerfile', text: render(`${language}/Dockerfile`, 'dockerfile') },
    { path: ignore, text: render('dockerignore', 'plain') },
    ...(compose === true ? [{ path: 'compose.yaml', text: render('compose.yaml', 'yaml') }] : []),
    ...(probes === true ? [{ path: 'probes.yaml', text: render('probes.yaml', 'yaml') }] : []),
  ];
}
