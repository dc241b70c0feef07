import { codeClimateIssue } from './code-climate-issue.js';
import { fingerprints } from './fingerprint.js';
import { type LintReport } from './lint-report.js';

/** GitLab's code quality report: Code Climate issues in one array, each with a fingerprint. */
export function formatGitlabCodeclimate(report: LintReport): string {
  const issues = report.files.flatMap((file) => {
    const prints = fingerprints(file);
    return file.findings.map((finding) => ({
      ...codeClimateIssue(finding),
      fingerprint: prints.get(finding),
    }));
  });
  return `${JSON.stringify(issues)}\n`;
}
