import { type LintRun } from '../../actions/lint.js';
import { ruleUrl } from '../../actions/lint/rule-url.js';
import { errorDocument } from '../../output/error.js';

/** The `--json` document of a lint run, without `schemaVersion` (schemas/dockerfile-lint.schema.json). */
export function lintDocument(run: LintRun): object {
  const all = run.files.flatMap(({ findings }) => findings);
  const count = (level: string): number => all.filter((finding) => finding.level === level).length;
  return {
    status: run.unread.length > 0 ? 'failed' : run.failing > 0 ? 'refused' : 'passed',
    failureThreshold: run.threshold,
    shellcheck: run.shellcheck,
    configuration: run.settings.files,
    summary: {
      files: run.files.length,
      findings: all.length,
      error: count('error'),
      warning: count('warning'),
      info: count('info'),
      style: count('style'),
      failing: run.failing,
      advice: all.filter(({ counts }) => !counts).length,
    },
    files: run.files.map(({ file, findings }) => ({
      file,
      findings: findings.map(
        ({
          code,
          level,
          message,
          line,
          column,
          endLine,
          endColumn,
          instructionLine,
          counts,
          fix,
          twinOf,
        }) => ({
          ...{ code, level, message, line, column, endLine, endColumn, instructionLine, counts },
          ...(fix === undefined ? {} : { fix: { title: fix.title, risk: fix.risk } }),
          ...(twinOf === undefined ? {} : { sameAs: twinOf }),
          url: ruleUrl(code),
        }),
      ),
    })),
    errors: run.unread.map(({ file, error }) => ({ ...errorDocument(error), file })),
  };
}
