import { kitNames, loadKit } from '../../src/kits/load-kit.js';
import { type Kit } from '../../src/kits/kit.js';
import { type Platform } from '../../src/kits/platform.js';
import { checkAnswers } from '../../src/kits/check-answers.js';
import { renderKit } from '../../src/kits/render-kit.js';
import { type RenderedFile } from '../../src/kits/rendered-file.js';

/** Every kit that ships with acgs. */
export const KITS: readonly Kit[] = await Promise.all((await kitNames()).map((name) => loadKit(name)));

/** Renders a kit with some answers, its defaults else. */
export function renderedFiles(
  kit: Kit,
  platform: Platform,
  answers: Readonly<Record<string, unknown>> = {},
): readonly RenderedFile[] {
  return renderKit(kit, platform, checkAnswers(kit.manifest, answers));
}
