import { checkWorkflows, workflowRuleInfo } from '../actions/workflow/check-workflows.js';
import { EXIT } from '../model/exit-code.js';
import { type LintFormat, LINT_FORMATS } from '../output/lint/lint-formats.js';
import { writeFileAtomic } from '../system/files.js';
import { type Outcome } from './acgs-command.js';

/** Carries out `acgs workflow check`. */
export async function runWorkflowCheck(
  operands: readonly string[],
  flags: { readonly format: string; readonly output?: string | undefined },
  version: string,
): Promise<Outcome> {
  const files = await checkWorkflows(operands, process.cwd());
  const found = files.some(({ findings }) => findings.length > 0);
  const formatted = async (colour: boolean): Promise<string> => {
    const formatter = await LINT_FORMATS[flags.format as LintFormat]();
    return formatter({ files, rule: workflowRuleInfo, version, language: 'yaml' }, { colour });
  };
  if (flags.output !== undefined) await writeFileAtomic(flags.output, await formatted(false));
  const document = {
    status: found ? 'refused' : 'passed',
    files: files.map(({ file, findings }) => ({
      file,
      findings: findings.map(({ code, level, message, line, column, endLine, endColumn }) => ({
        code,
        level,
        message,
        line,
        column,
        endLine,
        endColumn,
      })),
    })),
  };
  return {
    document,
    human: () =>
      flags.output === undefined
        ? formatted(process.stdout.isTTY && process.env['NO_COLOR'] === undefined)
        : '',
    exit: found ? EXIT.refused : EXIT.done,
  };
}
