import { parseDockerfile } from '../parse/parse-dockerfile.js';
import { touches } from '../parse/span.js';
import { type Settled } from './settle.js';

/** A change and the instructions that it wrote into. */
export interface AppliedChange {
  readonly rule: string;
  readonly keywords: readonly string[];
}

/** Which rules may change a field of the image's configuration, and by which instructions; `any` rule in a deferred one. */
const EXPLAINED: Readonly<
  Record<string, { readonly rules: readonly string[] | 'any'; readonly by: string[] }>
> = {
  User: { rules: ['DL3002', 'ACGS1403', 'DL3066'], by: ['USER'] },
  Cmd: { rules: ['DL3025', 'DL4006'], by: ['CMD', 'SHELL'] },
  Entrypoint: { rules: ['DL3025', 'DL4006'], by: ['ENTRYPOINT', 'SHELL'] },
  Healthcheck: { rules: ['ACGS1401', 'DL3025', 'DL4006'], by: ['HEALTHCHECK', 'SHELL'] },
  Shell: { rules: ['DL4006'], by: ['SHELL'] },
  OnBuild: { rules: 'any', by: ['ONBUILD'] },
  author: { rules: ['DL4000'], by: ['LABEL'] },
  'Labels.org.opencontainers.image.authors': { rules: ['DL4000'], by: ['LABEL'] },
};

/** The changes that are in a hardened file, each with the keywords of the instructions that it wrote into. */
export function appliedChanges({ text, applied }: Settled): AppliedChange[] {
  const { instructions } = parseDockerfile(text);
  return applied.map(({ rule, spans }) => ({
    rule,
    keywords: instructions
      .filter(({ codeSpan }) => spans.some((span) => touches(span, codeSpan)))
      .map(({ keyword }) => keyword),
  }));
}

/**
 * The rules whose changes explain a difference between the images of a file and of its hardened form. What all others do shows in the
 * file system at most.
 *
 * @param field as `compareConfigs` names it, e.g. `User`
 * @returns none: nothing that was done to the file should have changed it
 */
export function explainingRules(field: string, applied: readonly AppliedChange[]): string[] {
  const explained = EXPLAINED[field];
  if (explained === undefined) return [];
  const found = applied.filter(
    ({ rule, keywords }) =>
      (explained.rules === 'any' || explained.rules.includes(rule)) &&
      keywords.some((keyword) => explained.by.includes(keyword)),
  );
  return [...new Set(found.map(({ rule }) => rule))];
}
