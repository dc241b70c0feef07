import { findRule } from '../../dockerfile/rules/all-rules.js';
import { ruleUrl } from './rule-url.js';

/** What formats may say about a rule. */
export interface RuleSummary {
  readonly id: string;
  readonly title: string;
  /** Markdown. */
  readonly why: string;
  readonly severity: string;
  readonly url: string;
}

/** A rule of ours by its id; nothing for ShellCheck's. */
export function ruleInfo(id: string): RuleSummary | undefined {
  const rule = findRule(id);
  if (rule === undefined) return undefined;
  return { id: rule.id, title: rule.title, why: rule.why, severity: rule.severity, url: ruleUrl(rule.id) };
}
