import { type KitCheck } from '../actions/kit/check-kits.js';
import { AcgsError } from '../model/errors.js';
import { formatCheck } from '../output/kit/format-check.js';
import { type Outcome } from './acgs-command.js';
import { failed, passed } from './outcomes.js';

/** How `acgs kit check` ends: findings are exit 3; with --strict what was not run is exit 5. */
export async function presentKitCheck(
  flags: { readonly quiet?: boolean; readonly strict?: boolean },
  check: KitCheck,
): Promise<Outcome> {
  const text = (): string => formatCheck(check);
  const [first] = check.findings;
  if (first !== undefined) {
    const more = check.findings.length > 1 ? ` (and ${check.findings.length - 1} more)` : '';
    const error = new AcgsError(
      'kit/refused',
      `${first.path}: ${first.message.split('\n', 1)[0] ?? ''}${more}`,
    );
    return await failed(flags, error, check, text, 'refused');
  }
  const [missing] = check.notRun;
  if (flags.strict !== true || missing === undefined) return passed(flags, check, text);
  const error = new AcgsError('kit/not-run', `${missing.check} was not run: ${missing.reason}`);
  return await failed(flags, error, check, text);
}
