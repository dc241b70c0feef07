import { AcgsError } from '../model/errors.js';
import { renderTemplate } from '../templating/render-template.js';
import { type FormatName } from '../templating/formats.js';
import { withHeader } from './header.js';
import { type Kit } from './kit.js';
import { type KitFile } from './manifest.js';
import { type Platform, type PlatformService } from './platform.js';
import { type KitAnswers } from './read-answers.js';
import { type RenderedFile } from './rendered-file.js';
import { ACTION_PINS, type ActionPin } from './workflow/action-pins.js';

/** What a template sees as `it`. */
export interface KitView {
  readonly platform: Platform;
  readonly answers: KitAnswers;
  readonly kit: { readonly name: string; readonly version: string };
  /** GitHub actions by name, each at a commit. */
  readonly actions: Readonly<Record<string, ActionPin>>;
  /** What the manifest gives this file's template. */
  readonly with?: KitFile['with'];
  /** Only where the file is made for each service. */
  readonly service?: PlatformService;
}

/** A file that the kit's generator made. */
export interface GeneratedFile {
  /** Relative to acgs.yaml. */
  readonly path: string;
  readonly text: string;
  readonly format: FormatName;
}

/**
 * Renders a kit: the same platform and answers give the same bytes, whatever other kits are there.
 * @param generated what the kit's generator made of the same platform and answers
 * @throws AcgsError `template/unsafe-value`
 */
export function renderKit(
  kit: Kit,
  platform: Platform,
  answers: KitAnswers,
  generated: readonly GeneratedFile[] = [],
): RenderedFile[] {
  const { name, version, files } = kit.manifest;
  const rendered = files.flatMap((file) => {
    const more = file.with === undefined ? {} : { with: file.with };
    const view: KitView = { platform, answers, kit: { name, version }, actions: ACTION_PINS, ...more };
    if (file.each === undefined) return [renderFile(kit, file, file.path, view)];
    return platform.services.map((service) =>
      renderFile(kit, file, file.path.replaceAll('{service}', service.name), { ...view, service }),
    );
  });
  const facts = { kit: name, version, mode: 'seed', hash: platform.hash } as const;
  const seeds = generated.map(({ path, text, format }): RenderedFile => ({
    path,
    text: withHeader(text, format, facts),
    mode: 'seed',
    format,
    executable: false,
  }));
  return [...rendered.filter(({ text }) => text.trim() !== ''), ...seeds];
}

function renderFile(kit: Kit, file: KitFile, path: string, view: KitView): RenderedFile {
  const { name, version } = kit.manifest;
  const source = kit.templates[file.template];
  if (source === undefined)
    throw new AcgsError('internal/bug', `kit ${name}: there is no template ${file.template}`);
  const template = { name: `kits/${name}/${file.template}`, text: source, parts: kit.templates };
  const body = renderTemplate(template, view, file.format);
  const facts = { kit: name, version, mode: file.mode, hash: view.platform.hash };
  const text = body.trim() === '' || !file.header ? body : withHeader(body, file.format, facts);
  return { path, text, mode: file.mode, format: file.format, executable: file.executable };
}
