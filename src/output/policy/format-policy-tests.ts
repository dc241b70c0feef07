import { visible } from '../../system/redaction.js';
import { type Paint } from '../run/paint.js';

/** One line for each test that failed, and the count. */
export function formatPolicyTests(
  {
    engine,
    tests,
  }: {
    readonly engine: string;
    readonly tests: readonly { readonly name: string; readonly passed: boolean }[];
  },
  paint: Paint,
): string {
  const failed = tests.filter(({ passed }) => !passed);
  const lines = failed.map(({ name }) => `${paint('red', '✗')} ${visible(name)}`);
  const passed = tests.length - failed.length;
  const by = engine === 'compiled' ? 'in this process' : 'by opa';
  const count =
    failed.length === 0 ? paint('green', `${passed} passed`) : `${passed} passed, ${failed.length} failed`;
  return [...lines, `${count}, run ${by}`, ''].join('\n');
}
