import { AcgsError } from '../../model/errors.js';
import { type Hardening } from '../../model/hardening.js';
import { EXIT, type ExitCode } from '../../model/exit-code.js';
import { redact } from '../../system/redaction.js';
import { errorDocument, renderError } from '../error.js';
import { type Paint } from '../run/paint.js';
import { formatHarden } from './format-harden.js';

export interface HardenPresentation {
  /** For stderr; left out with --quiet. */
  readonly notes: string;
  /** For stderr in any case. */
  readonly complaint: string;
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
  options: {
    readonly check: boolean;
    readonly showsDiff: boolean;
    readonly isTerminal: boolean;
    readonly paint: Paint;
  },
): HardenPresentation {
  const { diff, written } = run;
  const error = isUnproven(run) ? unproven(run) : options.check && diff !== '' ? refused(run) : undefined;
  const status = error === undefined ? 'passed' : error.exit === EXIT.refused ? 'refused' : 'failed';
  const verb = written ? 'changed' : 'would change';
  return {
    notes: formatHarden(run, verb),
    complaint: isUnproven(run) && error !== undefined ? renderError(error, options.paint) : '',
    outcome: {
      document: { status, ...(error === undefined ? {} : { error: errorDocument(error) }), ...run },
      human: () => (options.showsDiff ? (options.isTerminal ? redact(diff) : diff) : ''),
      exit: error?.exit ?? EXIT.done,
    },
  };
}

function refused({ changes, file }: Hardening): AcgsError {
  return new AcgsError(
    'lint/refused',
    `${file} can be hardened: ${changes.length} ${changes.length === 1 ? 'change' : 'changes'}`,
    { next: [`read them with \`acgs dockerfile harden ${file}\`, apply them with --write`] },
  );
}

function isUnproven({ proof }: Hardening): boolean {
  return proof?.proven === false;
}

function unproven({ file, proof }: Hardening): AcgsError {
  return new AcgsError('harden/unproven', `${file}: ${proof?.reasons.join('; ') ?? ''}`, {
    next: ['leave the change out with --skip RULE, or take a lower --risk'],
  });
}
