import { visible } from '../../system/redaction.js';
import { type Paint } from '../run/paint.js';
import { attachedLines, type AttachedView } from './format-signed.js';

/** What people see of an attestation that was attached. */
export interface AttestedView {
  readonly image: string;
  readonly signer: string;
  readonly attestations: readonly (AttachedView & { readonly predicateType: string })[];
}

/** The image with what was attached to it. */
export function formatAttested({ image, signer, attestations }: AttestedView, paint: Paint): string {
  const type = attestations[0]?.predicateType ?? '';
  const head = `${paint('green', '✓ attested')} ${visible(`${type} about ${image} with ${signer}`)}`;
  return [head, ...attachedLines(attestations, paint), ''].join('\n');
}
