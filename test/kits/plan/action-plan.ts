import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'vitest';
import { projectRoot } from '../../bench/bench.js';

/**
 * The action plan that the kits implement (ACGS-2's DEVOPS_ACTION_PLAN.md, dislovelhl/acgs2, Apache-2.0), whose snippets are the bad
 * examples of every validator. It is not part of this repository: ACGS_SEEDS names the folder that holds it.
 */
const file = join(
  process.env['ACGS_SEEDS'] ?? join(projectRoot, '..', 'shared', 'seeds'),
  'devops-action-plan.md',
);

/** Every task of the plan that has a snippet, and what the snippet is. */
export const PLAN = {
  '1.1.1': 'a Dockerfile',
  '1.1.2': 'steps of a workflow that scans',
  '1.2.1': 'a Terraform backend and its lock table',
  '1.3.1': 'a workflow that releases with SLSA provenance',
  '2.1.1': 'a script that installs Argo CD',
  '2.1.2': 'an Application',
  '2.2.1': 'a chart with a Rollout',
  '3.1.1': 'values of a chart for the collector',
  '3.2.1': 'a PrometheusRule',
  '4.1.1': 'a workflow that signs',
  '5.1.1': 'NetworkPolicies, as a template of a chart',
  '5.2.1': 'Rego',
  '6.1.1': 'a Terraform module for disaster recovery',
} as const;

export type PlanTask = keyof typeof PLAN;

/** The snippets of the plan as they stand there, by task. */
export function snippets(): Readonly<Record<string, string>> {
  const tasks = readFileSync(file, 'utf8')
    .split(/^#### Task /m)
    .slice(1);
  return Object.fromEntries(
    tasks.flatMap((text) => {
      const [, task = ''] = /^([\d.]+):/.exec(text) ?? [];
      const [, snippet] = /^```\w+\n([^]*?)^```$/m.exec(text) ?? [];
      return snippet === undefined ? [] : [[task, snippet]];
    }),
  );
}

/** The snippet of a task. */
export function snippet(task: PlanTask): string {
  const text = snippets()[task];
  if (text === undefined) throw new Error(`the plan has no snippet of task ${task}`);
  return text;
}

/** Tests over the plan: said to be left out where it is not there, which in CI it must be. */
export function describePlan(name: string, tests: () => void): void {
  if (existsSync(file) || process.env['CI'] === 'true') describe(name, tests);
  else
    describe(name, () => {
      it.skip(`is left out: the plan is not at ${file} (set ACGS_SEEDS)`, () => undefined);
    });
}

/** The title of a test about a task. */
export const of = (task: PlanTask): string => `${task}, ${PLAN[task]}`;
