import { type Example, type Rule } from './rule.js';

const FAMILIES = {
  hadolint: 'a rule of hadolint, same id and meaning',
  buildkit: "one of BuildKit's build checks, same name and meaning",
  acgs: 'a rule of acgs',
} as const;

/** A rule's page in Markdown: docs/rules/<ID>.md and `acgs dockerfile lint --explain ID` are this text. */
export function rulePage(rule: Rule): string {
  const lines = [
    `# ${rule.id}: ${rule.title}`,
    '',
    `**${severityText(rule)}**, ${FAMILIES[rule.family]}, since edition ${rule.since}.`,
  ];
  if (rule.aliases.length > 0)
    lines.push(`Elsewhere: ${rule.aliases.map((alias) => `\`${alias}\``).join(', ')}.`);
  lines.push(
    '',
    rule.why,
    '',
    '## Found',
    '',
    ...rule.bad.flatMap(block),
    '## Not found',
    '',
    ...rule.good.flatMap(block),
  );
  lines.push('## Silence it', '', silence(rule), '');
  return lines.join('\n');
}

function severityText({ severity }: Rule): string {
  return severity === 'ignore' ? 'off by default' : severity;
}

function block(example: Example): string[] {
  const { dockerfile, options } =
    typeof example === 'string' ? { dockerfile: example, options: undefined } : example;
  const given = options === undefined ? [] : [`With \`${JSON.stringify(options)}\`:`, ''];
  return [...given, '```dockerfile', dockerfile.replace(/\n$/, ''), '```', ''];
}

function silence({ id, family }: Rule): string {
  const pragma = `\`# hadolint ignore=${id} # reason\` above the instruction, \`# hadolint global ignore=${id}\` for the file, or \`ignored: [${id}]\` in the configuration.`;
  return family === 'buildkit'
    ? `\`# check=skip=${id}\` above the instruction or in the first line of the file; also ${pragma}`
    : pragma;
}
