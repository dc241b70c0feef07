import { type FindingLevel } from '../model/finding.js';
import { type LintOptions } from './lint-options.js';
import { type LabelType } from './rule-options.js';

/** What a hadolint configuration says. */
export interface HadolintConfig {
  readonly options: LintOptions;
  readonly failureThreshold: FindingLevel | 'ignore' | 'none' | undefined;
  readonly noFail: boolean | undefined;
  readonly format: string | undefined;
  /** What could not be read; the rest is used. */
  readonly errors: readonly string[];
}

const LEVELS = ['error', 'warning', 'info', 'style'] as const;
/** Kinds of label value by the names that hadolint knows them by. */
export const LABEL_TYPES: Readonly<Record<string, LabelType>> = {
  text: 'text',
  '': 'text',
  rawtext: 'rawtext',
  url: 'url',
  rfc3339: 'rfc3339',
  spdx: 'spdx',
  hash: 'hash',
  'git-hash': 'hash',
  semver: 'semver',
  email: 'email',
};
const KNOWN = new Set([
  'ignored',
  'override',
  'trustedRegistries',
  'label-schema',
  'strict-labels',
  'disable-ignore-pragma',
  'failure-threshold',
  'no-fail',
  'no-color',
  'verbose',
  'format',
]);

/** Reads a parsed `.hadolint.yaml`. */
export function readHadolintConfig(value: unknown): HadolintConfig {
  const errors: string[] = [];
  const config = asRecord(value);
  if (!config) {
    if (value !== null && value !== undefined) errors.push('expected a mapping');
    return { options: {}, failureThreshold: undefined, noFail: undefined, format: undefined, errors };
  }
  for (const key of Object.keys(config)) if (!KNOWN.has(key)) errors.push(`unknown key \`${key}\``);
  const strings = (key: string, from: Record<string, unknown> = config): string[] => {
    const list = from[key];
    if (list === undefined || list === null) return [];
    if (Array.isArray(list) && list.every((item) => typeof item === 'string')) return list;
    errors.push(`\`${key}\`: expected a list of strings`);
    return [];
  };
  const flag = (key: string): boolean | undefined => {
    const item = config[key];
    if (item === undefined || item === null || typeof item === 'boolean') return item ?? undefined;
    errors.push(`\`${key}\`: expected true or false`);
    return undefined;
  };
  const severities: Record<string, FindingLevel | 'ignore'> = {};
  const override = asRecord(config['override']) ?? {};
  // hadolint lets the most severe list win.
  for (const level of ['ignore', ...[...LEVELS].reverse()] as const)
    for (const rule of strings(level, override)) severities[rule] = level;
  const labelSchema: Record<string, LabelType> = {};
  for (const [label, type] of Object.entries(asRecord(config['label-schema']) ?? {})) {
    const known = typeof type === 'string' ? LABEL_TYPES[type.toLowerCase()] : undefined;
    if (known) labelSchema[label] = known;
    else errors.push(`\`label-schema.${label}\`: unknown kind ${JSON.stringify(type)}`);
  }
  const threshold = config['failure-threshold'];
  const strictLabels = flag('strict-labels');
  const disableIgnorePragma = flag('disable-ignore-pragma');
  const failureThreshold = [...LEVELS, 'ignore' as const, 'none' as const].find(
    (level) => level === threshold,
  );
  if (threshold !== undefined && failureThreshold === undefined)
    errors.push(`\`failure-threshold\`: unknown level ${JSON.stringify(threshold)}`);
  return {
    options: {
      ignored: strings('ignored'),
      severities,
      trustedRegistries: strings('trustedRegistries'),
      labelSchema,
      ...(strictLabels === undefined ? {} : { strictLabels }),
      ...(disableIgnorePragma === undefined ? {} : { disableIgnorePragma }),
    },
    failureThreshold,
    noFail: flag('no-fail'),
    format: typeof config['format'] === 'string' ? config['format'] : undefined,
    errors,
  };
}

function asRecord(value: unknown): Record<string, unknown> | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : undefined;
}
