import { visible } from '../../system/redaction.js';
import { type Paint } from '../run/paint.js';

/** What people see of a copy. */
export interface CopyView {
  readonly from: string;
  readonly verified: boolean;
  readonly copies: readonly {
    readonly reference: string;
    readonly tags: readonly string[];
    readonly result: {
      readonly manifests: { readonly written: number; readonly present: number };
      readonly blobs: { readonly written: number; readonly present: number; readonly mounted: number };
      readonly bytes: number;
      readonly referrers: readonly unknown[];
    };
  }[];
}

/** Where an image is now, and what had to be moved for it. */
export function formatCopy({ from, verified, copies }: CopyView, paint: Paint): string {
  const lines = [`${visible(from)}${verified ? paint('green', ', verified') : ''}`];
  for (const { reference, tags, result } of copies) {
    const { manifests, blobs, bytes, referrers } = result;
    lines.push(
      `${paint('green', '✓')} ${visible(reference)}`,
      paint(
        'dim',
        `    written: ${manifests.written} manifests, ${blobs.written} blobs (${bytes} bytes); there already: ${manifests.present} and ${blobs.present + blobs.mounted}; evidence: ${referrers.length}`,
      ),
      ...(tags.length === 0 ? [] : [visible(`    tags: ${tags.join(', ')}`)]),
    );
  }
  return `${lines.join('\n')}\n`;
}
