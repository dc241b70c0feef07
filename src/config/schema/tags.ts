import { z } from 'zod';

/** What a tag template may name. `{sha}` is the first 12 hex digits of HEAD. */
const TAG_FIELDS = ['version', 'major', 'minor', 'sha', 'branch'] as const;

const FIELD = new RegExp(`\\{(?:${TAG_FIELDS.join('|')})\\}`, 'g');

/** A tag with fields, e.g. `{version}`, `sha-{sha}`, `{branch}-latest`. */
const tagTemplate = z
  .string()
  .max(128, 'expected at most 128 characters')
  .refine(
    (text) => {
      // With every field filled by a word the rest must be a tag (distribution/reference grammar).
      return /^\w[\w.-]{0,127}$/.test(text.replaceAll(FIELD, 'x'));
    },
    `expected a tag of letters, digits, "_", "." and "-", with the fields ${TAG_FIELDS.map((field) => `{${field}}`).join(' ')}`,
  );

export const tags = z
  .array(tagTemplate)
  .min(1, 'expected at least one tag')
  .max(32, 'expected at most 32 tags')
  .describe(
    'Tags of every image. Default: {version} if HEAD carries a semver tag, and always sha-{sha}. Fields: {version} {major} {minor} {sha} {branch}.',
  );
