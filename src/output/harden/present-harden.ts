import { AcgsError } from '../../model/errors.js';
import { type Hardening } from '../../model/hardening.js';
import { EXIT, type ExitCode } from '../../model/exit-code.js';
import { redact } from '../../system/redaction.js';
import { errorDocument } from '../error.js';
import { formatHarden } from './format-harden.js';

export interface HardenPresentation {
  /** For stderr. */
  readonly notes: string;
  readonly outcome: {
    readonly document: object;
    readonly human: () => string;
    readonly exit: ExitCode;
  };
}

/**
 * How `acgs dockerfile harden` ends: the diff as data, the rest as notes.
 *
 * @param options.isTerminal stdout is one: what could drive it is made visible; elsewhere the diff stays byte for byte
 */
export function presentHarden(
  run: Hardening,
  options: { readonly check: boolean; readonly showsDiff: boolean; readonly isTerminal: boolean },
): HardenPresentation {
  const { changes, diff, file, written } = run;
  const isRefused = options.check && diff !== '';
  const error = new AcgsError(
    'lint/refused',
    `${file} can be hardened: ${changes.length} ${changes.length === 1 ? 'change' : 'changes'}`,
    {
      next: [`read them with \`acgs dockerfile harden ${file}\`, apply them with --write`],
    },
  );
  const verb = written ? 'changed' : 'would change';
  return {
    notes: formatHarden(run, verb),
    outcome: {
      document: isRefused
        ? { status: 'refused', error: errorDocument(error), ...run }
        : { status: 'passed', ...run },
      human: () => (options.showsDiff ? (options.isTerminal ? redact(diff) : diff) : ''),
      exit: isRefused ? EXIT.refused : EXIT.done,
    },
  };
}
