import { readIgnores } from './ignores.js';
import { judgeIgnores } from './judge-ignores.js';
import { type LintOptions } from './lint-options.js';
import { secretSpans } from './mask-secrets.js';
import { type LintResult } from './lint-result.js';
import { type CheckOptions, parseCheckOptions } from './parse/directives.js';
import { type Dockerfile } from './parse/nodes.js';
import { parseDockerfile } from './parse/parse-dockerfile.js';
import { ALL_RULES } from './rules/all-rules.js';
import { type Rule } from './rules/rule.js';
import { runRules } from './run-rules.js';
import { toFindings } from './to-findings.js';
import { Silencer } from './silencer.js';

/** Lints the text of a Dockerfile, or of a fragment of one. Never throws for what the text holds. */
export function lintDockerfile(text: string, options: LintOptions = {}): LintResult {
  return lintParsed(parseDockerfile(text), options);
}

/** The same for a file that is parsed already. */
export function lintParsed(dockerfile: Dockerfile, options: LintOptions = {}): LintResult {
  const directive = dockerfile.directives.find((node) => node.name === 'check');
  const check = parseCheckOptions(options.check ?? directive?.value ?? '');
  const ignores = options.disableIgnorePragma ? [] : readIgnores(dockerfile, options.check);
  const rules = ALL_RULES.filter((rule) => isActive(rule, options, check));
  const silencer = new Silencer(ignores, options);
  const kept = runRules(dockerfile, rules, options).filter((finding) => !silencer.silences(finding));
  const findings = toFindings(dockerfile, [...kept, ...judgeIgnores(dockerfile, ignores, rules)], options);
  return { file: options.file ?? '-', findings, secrets: secretSpans(dockerfile), checkError: check.error };
}

function isActive(rule: Rule, options: LintOptions, check: CheckOptions): boolean {
  const override = options.severities?.[rule.id];
  const experimental =
    rule.family === 'buildkit' &&
    (check.experimentalAll ||
      check.experimental.has(rule.id) ||
      (options.experimental ?? []).some((name) => name === 'all' || name === rule.id));
  if ((override ?? (experimental ? 'warning' : rule.severity)) === 'ignore') return false;
  if (options.ignored?.includes(rule.id)) return false;
  if (options.ownRules === 'off' && rule.family !== 'hadolint') return false;
  return options.edition === undefined || rule.since <= options.edition;
}
