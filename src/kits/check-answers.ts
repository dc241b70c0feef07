import { z } from 'zod';
import { AcgsError } from '../model/errors.js';
import { nearest } from '../model/nearest.js';
import { type KitManifest } from './manifest.js';
import { type KitAnswers } from './read-answers.js';

/**
 * Checks what was answered against the kit's schema and fills in its defaults.
 * @param given as in acgs.yaml under `kits.<name>`
 * @throws AcgsError `config/invalid`, `config/unknown-key`
 */
export function checkAnswers(
  { name, answers }: KitManifest,
  given: Readonly<Record<string, unknown>>,
): KitAnswers {
  const known = Object.keys(answers);
  const unknown = Object.keys(given).find((key) => !known.includes(key));
  if (unknown !== undefined) {
    const near = nearest(unknown, known);
    throw new AcgsError('config/unknown-key', `kits.${name}.${unknown}: the kit has no such answer`, {
      next: [near === undefined ? `its answers: ${known.join(', ') || 'none'}` : `did you mean ${near}?`],
    });
  }
  const schema = schemas.get(answers) ?? schemaOf(answers);
  schemas.set(answers, schema);
  const result = schema.safeParse(given);
  if (result.success) return result.data as KitAnswers;
  const issue = result.error.issues[0];
  const path = ['kits', name, ...(issue?.path ?? [])].join('.');
  throw new AcgsError('config/invalid', `${path}: ${issue?.message ?? 'is not valid'}`);
}

/** Made of JSON Schema, which costs more than to read answers with it. */
const schemas = new WeakMap<KitManifest['answers'], z.ZodType>();

function schemaOf(answers: KitManifest['answers']): z.ZodType {
  const schema = { type: 'object', properties: answers };
  return z.fromJSONSchema(schema as Parameters<typeof z.fromJSONSchema>[0]);
}
