import { visible } from '../../system/redaction.js';
import { type Paint } from '../run/paint.js';
import { signedBy, type SignedView } from './signed-by.js';

/** What people see of a file that was held against its bundle. */
export interface BlobView {
  readonly artifact: string;
  readonly bundle?: string;
  readonly verified: boolean;
  readonly result?: SignedView & { readonly statement?: { readonly predicateType: string } };
  readonly reason?: { readonly code: string; readonly message: string };
  /** What kept it from being judged. */
  readonly failure?: { readonly code: string; readonly message: string };
}

/** One line a file; a failure with its reason. */
export function formatBlobs(results: readonly BlobView[], paint: Paint): string {
  const lines = results.map(({ artifact, verified, result, failure, reason = failure }) => {
    const type = result?.statement === undefined ? '' : ` ${result.statement.predicateType}`;
    const said = result === undefined ? '' : `${type} ${signedBy(result)}`;
    const why = reason === undefined ? '' : `: ${reason.code}, ${reason.message}`;
    const mark = verified ? paint('green', '✓ verified') : paint('red', '✗ not verified');
    return `${mark} ${visible(`${artifact}${said}${why}`)}`;
  });
  return `${lines.join('\n')}\n`;
}
