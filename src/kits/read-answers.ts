import { type KitManifest } from './manifest.js';

/** A kit's answers, checked, every default applied. */
export type KitAnswers = Readonly<Record<string, unknown>>;

/**
 * A kit's answers. Where none is given they are its defaults, and nothing is checked: what checks is not even loaded.
 * @param given as in acgs.yaml under `kits.<name>`
 * @throws AcgsError `config/invalid`, `config/unknown-key`
 */
export async function readAnswers(
  manifest: KitManifest,
  given: Readonly<Record<string, unknown>>,
): Promise<KitAnswers> {
  if (Object.keys(given).length === 0) return defaultsOf(manifest);
  const { checkAnswers } = await import('./check-answers.js');
  return checkAnswers(manifest, given);
}

/** Every answer has a default (`manifestSchema`). */
function defaultsOf({ answers }: KitManifest): KitAnswers {
  return Object.fromEntries(
    Object.entries(answers).map(([name, schema]) => [
      name,
      (schema as { readonly default: unknown }).default,
    ]),
  );
}
