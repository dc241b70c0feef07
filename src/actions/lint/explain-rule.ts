import { ALL_RULES, findRule } from '../../dockerfile/rules/all-rules.js';
import { rulePage } from '../../dockerfile/rules/rule-page.js';
import { type Example } from '../../dockerfile/rules/rule.js';
import { AcgsError } from '../../model/errors.js';
import { nearest } from '../../model/nearest.js';
import { ruleUrl } from './rule-url.js';

/** A rule as `--explain --json` prints it. */
export interface ExplainedRule {
  readonly id: string;
  readonly family: string;
  readonly aliases: readonly string[];
  readonly since: string;
  readonly severity: string;
  readonly title: string;
  readonly why: string;
  readonly bad: readonly string[];
  readonly good: readonly string[];
  readonly url: string;
}

/** A rule's record and its page, by its id or the name that another tool gives it. @throws AcgsError `usage/invalid` */
export function explainRule(name: string): { readonly rule: ExplainedRule; readonly page: string } {
  if (/^SC\d{4}$/i.test(name)) {
    const id = name.toUpperCase();
    throw new AcgsError('usage/invalid', `${id} is a rule of ShellCheck`, { next: [`read ${ruleUrl(id)}`] });
  }
  const rule = findRule(name);
  if (rule === undefined) {
    const guess = nearest(
      name,
      ALL_RULES.map(({ id }) => id),
    );
    throw new AcgsError('usage/invalid', `there is no rule ${name}`, {
      next: [guess === undefined ? 'the rules are listed in docs/rules' : `did you mean ${guess}?`],
    });
  }
  const { id, family, aliases, since, severity, title, why, bad, good } = rule;
  const texts = (examples: readonly Example[]): string[] =>
    examples.map((example) => (typeof example === 'string' ? example : example.dockerfile));
  return {
    rule: {
      id,
      family,
      aliases,
      since,
      severity,
      title,
      why,
      bad: texts(bad),
      good: texts(good),
      url: ruleUrl(id),
    },
    page: rulePage(rule),
  };
}
