import { type Hardening } from '../../model/hardening.js';
import { type Proof, type ProvenImage } from '../../model/proof.js';

/**
 * What is not in the diff, for people: stderr of `acgs dockerfile harden`, so that stdout can be piped into `patch`.
 *
 * @param verb what became of the changes: `would change`, `changed`
 */
export function formatHarden(run: Hardening, verb: string): string {
  const { file, changes, refused, remaining } = run;
  const lines: string[] = [];
  if (changes.length === 0) lines.push(`${file}: nothing to change`);
  else {
    lines.push(`${verb} ${file}:`);
    for (const { rule, title, risk, lines: at } of changes)
      lines.push(`  line ${at[0] ?? 1}  ${rule}  ${title} (${risk})`);
    if (changes.some(({ risk }) => risk === 'needs rebuild'))
      lines.push('build the image and try it before you rely on what needs a rebuild');
  }
  for (const { rule, title, why, line } of refused)
    lines.push(`left alone: line ${line}  ${rule}  ${title}: ${why}`);
  if (remaining.length > 0) {
    lines.push(`for you to decide (${remaining.length}):`);
    for (const { line, code, message } of remaining)
      lines.push(`  line ${line}  ${code}  ${message}${ADVICE[code] ?? ''}`);
  }
  if (run.proof !== undefined) lines.push(...proofLines(run.proof));
  return `${lines.join('\n')}\n`;
}

function proofLines({ before, after, differences, proven, reasons }: Proof): string[] {
  return [
    `as it is:  ${before.digest}  ${smokeWords(before)}`,
    `hardened:  ${after.digest}  ${smokeWords(after)}`,
    ...differences.map(
      ({ field, before: old, after: now, rules }) =>
        `  ${field}: ${old ?? 'nothing'} becomes ${now ?? 'nothing'} (${rules.join(', ') || 'unexpected'})`,
    ),
    ...(proven
      ? ['proven: every difference is one that a change explains']
      : reasons.map((reason) => `not proven: ${reason}`)),
  ];
}

function smokeWords({ smoke }: ProvenImage): string {
  return smoke.status === 'passed' ? smoke.observed : `${smoke.status}: ${smoke.why}`;
}

/** What a fix cannot know, but a reader can do. */
const ADVICE: Readonly<Record<string, string>> = {
  ACGS1001: '; `acgs dockerfile pin` writes the digest',
  ACGS1409: '; say it once, `ENV PORT=…` above, and let EXPOSE, HEALTHCHECK and the application read it',
};
