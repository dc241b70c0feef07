import { LABEL_TYPES } from '../../dockerfile/hadolint-config.js';
import { type LabelType } from '../../dockerfile/rule-options.js';
import { type FailureThreshold } from '../../dockerfile/threshold.js';
import { AcgsError } from '../../model/errors.js';
import { nearest } from '../../model/nearest.js';

/** hadolint's failure thresholds, most severe first. */
const THRESHOLDS: readonly FailureThreshold[] = ['error', 'warning', 'info', 'style', 'ignore', 'none'];

/** A failure threshold by its name. @param from what the user wrote it into, for the message. @throws AcgsError `usage/invalid` */
export function readThreshold(text: string, from: string): FailureThreshold {
  return chosen(text, THRESHOLDS, from);
}

/** One of some words. @throws AcgsError `usage/invalid` */
export function chosen<Word extends string>(text: string, words: readonly Word[], from: string): Word {
  const word = words.find((candidate) => candidate === text.toLowerCase());
  if (word !== undefined) return word;
  const guess = nearest(text, words);
  throw new AcgsError('usage/invalid', `${from}: expected ${words.join(', ')}, got "${text}"`, {
    next: [guess === undefined ? 'run the command with --help' : `did you mean "${guess}"?`],
  });
}

/** Labels with the kind of their value, `name:kind`, a kind left out being text. @throws AcgsError `usage/invalid` */
export function readLabels(entries: readonly string[], from: string): Readonly<Record<string, LabelType>> {
  return Object.fromEntries(
    entries.map((entry) => {
      const [label = '', kind = 'text'] = entry.split(/:(?!.*:)/);
      return [label, LABEL_TYPES[chosen(kind, Object.keys(LABEL_TYPES), `${from} ${label}`)] ?? 'text'];
    }),
  );
}
