import { kitTools } from '../../bench/bench.js';
import { runProgram } from '../../bench/run.js';

/** What checkov says of Terraform files. */
export interface CheckovReport {
  readonly passed: number;
  /** `CHECK_ID resource`, sorted. */
  readonly failed: readonly string[];
  /** Why a check was told to be silent. */
  readonly reasons: readonly string[];
  readonly unread: number;
}

interface Check {
  readonly check_id: string;
  readonly resource: string;
  readonly check_result: { readonly suppress_comment?: string };
}
interface Report {
  readonly summary: { readonly passed: number; readonly parsing_errors: number };
  readonly results: { readonly failed_checks: readonly Check[]; readonly skipped_checks: readonly Check[] };
}

/** Judges a folder with checkov, which downloads nothing. */
export async function runCheckov(folder: string): Promise<CheckovReport> {
  const args = ['--skip-download', '--framework', 'terraform', '--output', 'json', '--directory', folder];
  const { stdout } = await runProgram(kitTools().checkov, args);
  const { summary, results } = JSON.parse(stdout) as Report;
  return {
    passed: summary.passed,
    failed: results.failed_checks.map(({ check_id, resource }) => `${check_id} ${resource}`).sort(),
    reasons: results.skipped_checks.map(({ check_result }) => check_result.suppress_comment ?? ''),
    unread: summary.parsing_errors,
  };
}
