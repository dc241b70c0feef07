import { type Kit } from '../../kits/kit.js';
import { type Platform } from '../../kits/platform.js';
import { type KitAnswers } from '../../kits/read-answers.js';
import { renderKit } from '../../kits/render-kit.js';
import { type RenderedFile } from '../../kits/rendered-file.js';

/**
 * All files of a kit, those of its generator among them: the same platform and answers give the same bytes.
 * @throws AcgsError `template/unsafe-value`, `kit/outside`, `config/invalid`, `usage/invalid`
 */
export async function renderFiles(
  kit: Kit,
  platform: Platform,
  answers: KitAnswers,
): Promise<readonly RenderedFile[]> {
  if (kit.manifest.generator === undefined) return renderKit(kit, platform, answers);
  // the scaffold is nothing that the other kits should wait for
  const { dockerfiles } = await import('./dockerfiles.js');
  return renderKit(kit, platform, answers, await dockerfiles(platform, answers));
}
