import { visible } from '../../system/redaction.js';
import { columns } from '../scan/columns.js';

/** What people see of inventories that were written. */
export interface SbomView {
  readonly image: string;
  readonly files: readonly {
    readonly platform: string;
    readonly format: string;
    readonly name: string;
    readonly digest: string;
  }[];
}

/** Which files were written, with their digests. */
export function formatSbom({ image, files }: SbomView): string {
  const rows = files.map(({ platform, format, name, digest }) =>
    [platform, format, name, digest].map(visible),
  );
  return [visible(image), ...columns(rows), ''].join('\n');
}
