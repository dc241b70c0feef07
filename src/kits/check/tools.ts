/** How an installed program judges files of a kit. None of these opens a connection. */
export interface Tool {
  /** Its program, looked for on PATH. */
  readonly program: string;
  /** Another program that does the same, for where that one is missing. */
  readonly or?: string;
  /** Arguments before the files. */
  readonly args: readonly string[];
  /** One call for each file; else one for all. */
  readonly each?: true;
  /** One call for each version of Kubernetes, with the schemas that acgs has. */
  readonly schemas?: true;
  /** A file of another kit that it judges by; without it there is nothing to judge. */
  readonly by?: string;
}

/** The validators that manifests may name, beside acgs's own. */
export const TOOLS: Readonly<Record<string, Tool>> = {
  actionlint: { program: 'actionlint', args: ['-no-color'] },
  amtool: { program: 'amtool', args: ['check-config'], each: true },
  conftest: {
    program: 'conftest',
    args: [
      ...['test', '--no-color', '--namespace', 'acgs.pods'],
      ...['--policy', 'policy/pods', '--data', 'policy/data.json'],
    ],
    by: 'policy/pods/pods.rego',
  },
  haproxy: { program: 'haproxy', args: ['-c', '-f'], each: true },
  hadolint: { program: 'hadolint', args: [] },
  kubeconform: { program: 'kubeconform', args: ['-strict', '-ignore-missing-schemas'], schemas: true },
  opa: { program: 'opa', args: ['check', '--strict'] },
  'opa-test': { program: 'opa', args: ['test'] },
  'promtool-config': { program: 'promtool', args: ['check', 'config', '--syntax-only'], each: true },
  'promtool-rules': { program: 'promtool', args: ['check', 'rules'] },
  'promtool-test': { program: 'promtool', args: ['test', 'rules'] },
  shellcheck: { program: 'shellcheck', args: ['--norc'] },
  'terraform-fmt': {
    program: 'terraform',
    or: 'tofu',
    args: ['fmt', '-check', '-diff', '-no-color'],
    each: true,
  },
  yamllint: { program: 'yamllint', args: ['-s', '-d', '{extends: relaxed, rules: {line-length: disable}}'] },
  zizmor: { program: 'zizmor', args: ['--offline', '--no-progress', '--color=never', '--persona=auditor'] },
};

/** Validators that acgs never runs, and why: each wants something from the network. */
export const NEVER_RUN: Readonly<Record<string, string>> = {
  helm: 'it needs the chart',
  'helm-template': 'it needs the chart',
  'terraform-validate': 'it needs the provider',
  otelcol: 'it needs a collector that holds the components',
  checkov: 'it is slow and asks the network: run it in CI',
};

/** Validators that acgs has itself: always run. */
export const OWN_CHECKS: ReadonlySet<string> = new Set([
  'yaml',
  'json',
  'hcl',
  'syntax',
  'kubernetes',
  'aws',
  'terraform',
  'reachability',
  'otel-collector',
]);
