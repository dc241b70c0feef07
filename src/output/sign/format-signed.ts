import { visible } from '../../system/redaction.js';
import { type Paint } from '../run/paint.js';

/** What people see of signatures or attestations that were attached. */
export interface SignedImageView {
  readonly image: string;
  readonly signer: string;
  readonly signatures: readonly AttachedView[];
}

export interface AttachedView {
  readonly subject: string;
  readonly platform?: string;
  readonly manifest: string;
  readonly outcome: 'written' | 'present';
}

/** Each image with the signatures that are attached to it now. */
export function formatSigned(images: readonly SignedImageView[], paint: Paint): string {
  return images
    .map(({ image, signer, signatures }) =>
      [
        `${paint('green', '✓ signed')} ${visible(`${image} with ${signer}`)}`,
        ...attachedLines(signatures, paint),
        '',
      ].join('\n'),
    )
    .join('');
}

/** One line for each manifest: what speaks of it, and whether it was there already. */
export function attachedLines(attached: readonly AttachedView[], paint: Paint): string[] {
  return attached.map(({ subject, platform, manifest, outcome }) => {
    const of = platform === undefined ? subject : `${subject} (${platform})`;
    return paint('dim', visible(`    ${manifest} of ${of}${outcome === 'present' ? ', there already' : ''}`));
  });
}
