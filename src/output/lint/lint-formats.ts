import { type LintReport } from './lint-report.js';

/** How a report becomes text. */
export type LintFormatter = (report: LintReport, options: { readonly colour: boolean }) => string;

/** Names of the formats. */
export type LintFormat =
  | 'tty'
  | 'json'
  | 'checkstyle'
  | 'codeclimate'
  | 'gitlab_codeclimate'
  | 'gnu'
  | 'codacy'
  | 'sonarqube'
  | 'sarif'
  | 'junit'
  | 'github';

/** Every format of `acgs dockerfile lint`; each is loaded when asked for, since a run needs one. */
export const LINT_FORMATS: Readonly<Record<LintFormat, () => Promise<LintFormatter>>> = {
  tty: async () => (await import('./format-tty.js')).formatTty,
  json: async () => (await import('./format-json.js')).formatJson,
  checkstyle: async () => (await import('./format-checkstyle.js')).formatCheckstyle,
  codeclimate: async () => (await import('./format-codeclimate.js')).formatCodeclimate,
  gitlab_codeclimate: async () => (await import('./format-gitlab-codeclimate.js')).formatGitlabCodeclimate,
  gnu: async () => (await import('./format-gnu.js')).formatGnu,
  codacy: async () => (await import('./format-codacy.js')).formatCodacy,
  sonarqube: async () => (await import('./format-sonarqube.js')).formatSonarqube,
  sarif: async () => (await import('./format-sarif.js')).formatSarif,
  junit: async () => (await import('./format-junit.js')).formatJunit,
  github: async () => (await import('./format-github.js')).formatGithub,
};
