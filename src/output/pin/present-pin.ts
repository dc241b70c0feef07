import { AcgsError } from '../../model/errors.js';
import { EXIT, type ExitCode } from '../../model/exit-code.js';
import { type Pinning } from '../../model/pinning.js';
import { redact } from '../../system/redaction.js';
import { errorDocument, renderError } from '../error.js';
import { type Paint } from '../run/paint.js';
import { formatPin } from './format-pin.js';

export interface PinPresentation {
  /** For stderr: what became of each image. Left out with --quiet. */
  readonly notes: string;
  /** For stderr, in any case. */
  readonly complaint: string;
  readonly outcome: { readonly document: object; readonly human: () => string; readonly exit: ExitCode };
}

/**
 * How `acgs dockerfile pin` ends: the diff or the whole text as data, the rest as notes. An image that could not be asked for is a
 * failure, `--check` or not: nobody knows whether its digest is the right one.
 *
 * @param options.isTerminal stdout is one: what could drive it is made visible; elsewhere the data stay byte for byte
 */
export function presentPin(
  { pinning, failure, text }: { pinning: Pinning; text: string; failure?: AcgsError },
  options: {
    readonly check: boolean;
    readonly shows: 'diff' | 'text' | 'nothing';
    readonly isTerminal: boolean;
    readonly paint: Paint;
  },
): PinPresentation {
  const { diff, file } = pinning;
  const error = failure ?? (options.check && diff !== '' ? outdated(file) : undefined);
  const status = failure !== undefined ? 'failed' : error === undefined ? 'passed' : 'refused';
  const data = options.shows === 'diff' ? diff : options.shows === 'text' ? text : '';
  return {
    notes: formatPin(pinning),
    complaint: failure === undefined ? '' : renderError(failure, options.paint),
    outcome: {
      document: { status, ...(error === undefined ? {} : { error: errorDocument(error) }), ...pinning },
      human: () => (options.isTerminal ? redact(data) : data),
      exit: error?.exit ?? EXIT.done,
    },
  };
}

function outdated(file: string): AcgsError {
  return new AcgsError('lint/refused', `${file} has images without their present digest`, {
    next: [`read them with \`acgs dockerfile pin ${file}\`, write them with --write`],
  });
}
