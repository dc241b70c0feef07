import { visible } from '../../system/redaction.js';
import { type Paint } from '../run/paint.js';
import { signedBy, type SignedView } from './signed-by.js';

/** What people see of one image. */
export interface VerificationView {
  readonly image: string;
  readonly verified: boolean;
  readonly subjects: readonly {
    readonly platform?: string;
    readonly evidence: readonly {
      readonly kind: string;
      readonly predicateType: string;
      readonly store: string;
      readonly result: SignedView;
    }[];
    readonly refused: readonly {
      readonly manifest: string;
      readonly reason: { readonly code: string; readonly message: string };
    }[];
  }[];
  readonly hashed?: { readonly manifests: number; readonly blobs: number };
  readonly failure?: { readonly code: string; readonly message: string };
}

/** Each image with what verified, and what was refused and why. Texts from outside are made visible before they are painted. */
export function formatVerification(results: readonly VerificationView[], paint: Paint): string {
  // The failure of a lone image is the error on stderr; of several, each stands here with its own.
  const withFailure = results.length > 1;
  return results.map((result) => formatImage(result, withFailure, paint)).join('\n');
}

function formatImage(
  { image, verified, subjects, hashed, failure }: VerificationView,
  withFailure: boolean,
  paint: Paint,
): string {
  const lines = [
    `${verified ? paint('green', '✓ verified') : paint('red', '✗ not verified')} ${visible(image)}`,
  ];
  for (const { platform, evidence, refused } of subjects) {
    const where = platform === undefined ? '' : ` of ${platform}`;
    for (const { kind, predicateType, store, result } of evidence) {
      const type = kind === 'attestation' ? ` ${predicateType}` : '';
      lines.push(visible(`    ${kind}${type}${where} ${signedBy(result)}, from ${store}`));
    }
    for (const { manifest, reason } of refused)
      lines.push(
        paint('yellow', visible(`    refused${where}: ${manifest}: ${reason.code}, ${reason.message}`)),
      );
  }
  if (hashed !== undefined)
    lines.push(paint('dim', `    every byte hashed: ${hashed.manifests} manifests, ${hashed.blobs} blobs`));
  if (failure !== undefined && withFailure)
    lines.push(paint('red', visible(`    ${failure.message} [${failure.code}]`)));
  return `${lines.join('\n')}\n`;
}
