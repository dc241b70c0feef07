import { type Hardening } from '../../model/hardening.js';

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
  return `${lines.join('\n')}\n`;
}

/** What a fix cannot know, but a reader can do. */
const ADVICE: Readonly<Record<string, string>> = {
  ACGS1001: '; `acgs dockerfile pin` writes the digest',
  ACGS1409: '; say it once, `ENV PORT=…` above, and let EXPOSE, HEALTHCHECK and the application read it',
};
