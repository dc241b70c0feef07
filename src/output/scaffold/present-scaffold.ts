import { AcgsError } from '../../model/errors.js';
import { EXIT, type ExitCode } from '../../model/exit-code.js';
import { type Scaffolding } from '../../model/scaffolding.js';
import { redact } from '../../system/redaction.js';
import { errorDocument } from '../error.js';
import { formatScaffold } from './format-scaffold.js';

export interface ScaffoldPresentation {
  /** For stderr. */
  readonly notes: string;
  readonly outcome: { readonly document: object; readonly human: () => string; readonly exit: ExitCode };
}

/**
 * How `acgs dockerfile scaffold` ends: a diff or the Dockerfile as data, the rest as notes.
 *
 * @param options.data what stdout gets
 * @param options.isTerminal stdout is one: what could drive it is made visible; elsewhere it stays byte for byte
 */
export function presentScaffold(
  run: Scaffolding,
  options: { readonly check: boolean; readonly data: string; readonly isTerminal: boolean },
): ScaffoldPresentation {
  const { check, data, isTerminal } = options;
  const isRefused = check && run.diff !== '';
  const differing = run.files.filter(({ state }) => state !== 'same').map(({ path }) => path);
  const error = new AcgsError('scaffold/differs', `not as it would be scaffolded: ${differing.join(', ')}`, {
    next: ['write it with `acgs dockerfile scaffold --force`, which keeps a backup'],
  });
  return {
    notes: redact(formatScaffold(run)),
    outcome: {
      document: isRefused
        ? { status: 'refused', error: errorDocument(error), ...run }
        : { status: 'passed', ...run },
      human: () => (isTerminal ? redact(data) : data),
      exit: isRefused ? EXIT.refused : EXIT.done,
    },
  };
}
