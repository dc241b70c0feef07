import { type FindingLevel } from '../model/finding.js';
import { type Fix, type FixSource } from './fix.js';
import { type LintOptions } from './lint-options.js';
import { secretMasker } from './mask-secrets.js';
import { type LintFinding } from './lint-result.js';
import { type Dockerfile } from './parse/nodes.js';
import { type RawFinding } from './run-rules.js';

/** Gives findings their places and levels, drops repetitions and sorts them as they stand in the file. */
export function toFindings(
  dockerfile: Dockerfile,
  raw: readonly RawFinding[],
  options: LintOptions,
): LintFinding[] {
  const mask = secretMasker(dockerfile);
  const seen = new Set<string>();
  const reported = new Set<string>();
  const located: { raw: RawFinding; level: FindingLevel }[] = [];
  for (const finding of raw) {
    const level = levelOf(finding, options);
    const key = `${finding.rule.id} ${finding.span.start} ${finding.span.end} ${finding.message}`;
    if (level === undefined || seen.has(key)) continue;
    seen.add(key);
    located.push({ raw: finding, level });
    if (finding.owner) reported.add(`${finding.rule.id} ${finding.owner.span.start}`);
  }
  return located
    .map(({ raw: finding, level }) => {
      const { rule, span, owner, fix } = finding;
      const from = dockerfile.lines.positionAt(span.start);
      const to = dockerfile.lines.positionAt(span.end);
      const twin =
        rule.twin !== undefined && owner && reported.has(`${rule.twin} ${owner.span.start}`)
          ? rule.twin
          : undefined;
      const located: LintFinding = {
        file: options.file ?? '-',
        line: from.line,
        column: from.column,
        endLine: to.line,
        endColumn: to.column,
        level,
        code: rule.id,
        message: mask(finding.message),
        counts: !finding.advisory && (options.ownRules === 'count' || isAskedFor(rule, options)),
        instructionLine: owner ? dockerfile.lines.positionAt(owner.keywordSpan.start).line : from.line,
        ...(finding.sensitive ? { sensitive: true } : {}),
        ...(twin !== undefined ? { twinOf: twin } : {}),
      };
      return fix === undefined ? located : withFix(located, fix);
    })
    .sort(
      (a, b) => a.line - b.line || a.column - b.column || (a.code < b.code ? -1 : a.code > b.code ? 1 : 0),
    );
}

/** hadolint's rules always are; others when a configuration gives them a level by name. */
function isAskedFor(rule: RawFinding['rule'], options: LintOptions): boolean {
  return rule.family === 'hadolint' || options.severities?.[rule.id] !== undefined;
}

function levelOf({ rule, advisory }: RawFinding, options: LintOptions): FindingLevel | undefined {
  const level = options.severities?.[rule.id] ?? rule.severity;
  // A rule that is off by default and still ran was asked for (an experimental BuildKit check): a warning, as BuildKit has it.
  if (level === 'ignore') return options.severities?.[rule.id] === 'ignore' ? undefined : 'warning';
  return advisory && (level === 'error' || level === 'warning') ? 'info' : level;
}

/** Fixes are worked out on first use: most runs only report. */
function withFix(finding: LintFinding, source: FixSource): LintFinding {
  if (typeof source !== 'function') return { ...finding, fix: source };
  let known: { readonly fix: Fix | undefined } | undefined;
  return Object.defineProperty(finding, 'fix', {
    enumerable: true,
    get: () => (known ??= { fix: source() }).fix,
  });
}
