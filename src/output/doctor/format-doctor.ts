import { visible } from '../../system/redaction.js';

/** What people see of a check. */
export interface CheckView {
  readonly title: string;
  readonly state: 'ok' | 'missing';
  readonly version?: string;
  readonly detail?: string;
  readonly problem?: { readonly message: string; readonly next: readonly string[] };
}

/** One line for each check, and below what is missing: what to do. */
export function formatDoctor(
  checks: readonly CheckView[],
  paint: (colour: 'red' | 'green' | 'dim', text: string) => string,
): string {
  const width = Math.max(0, ...checks.map(({ title }) => title.length));
  return checks
    .flatMap(({ title, state, version, detail, problem }) => {
      const mark = state === 'ok' ? paint('green', '✓') : paint('red', '✗');
      const facts = [version, detail === undefined ? undefined : paint('dim', visible(detail))];
      const said =
        problem === undefined
          ? facts.filter((fact) => fact !== undefined).join('  ')
          : visible(problem.message);
      return [
        `${mark} ${visible(title).padEnd(width)}  ${said}`.trimEnd(),
        ...(problem?.next ?? []).map((step) => `  → ${visible(step)}`),
      ];
    })
    .concat('')
    .join('\n');
}
