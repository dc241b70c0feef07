import { type Scaffolding } from '../../model/scaffolding.js';

/** What `acgs dockerfile scaffold` tells people, one line each. */
export function formatScaffold(run: Scaffolding): string {
  const { stack, evidence, answers, files, context, dockerfile, warnings } = run;
  const lines = [`${stack}${evidence === '' ? '' : ` (${evidence})`}`];
  for (const { name, value, from } of answers)
    if (name !== 'stack' && value !== '')
      lines.push(`  ${name.padEnd(8)} ${value}${from === 'detected' ? '' : ` (${from})`}`);
  for (const { path, state, written, backup } of files)
    lines.push(
      written
        ? `wrote ${path}${backup === undefined ? '' : `; what was there is ${backup}`}`
        : `${WORDS[state]}: ${path}`,
    );
  if (dockerfile !== 'Dockerfile')
    lines.push(`build it with the context ${context}, dockerfile ${dockerfile}`);
  lines.push(...warnings.map((warning) => `note: ${warning}`));
  return `${lines.join('\n')}\n`;
}

const WORDS: Readonly<Record<Scaffolding['files'][number]['state'], string>> = {
  new: 'not there yet',
  same: 'up to date',
  differs: 'differs',
  kept: 'differs, and is kept as it is (--force replaces it)',
};
