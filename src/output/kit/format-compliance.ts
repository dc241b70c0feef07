import { visible } from '../../system/redaction.js';
import { columns } from '../scan/columns.js';

interface ComplianceView {
  readonly expected?: string;
  readonly percent: number;
  readonly items: readonly {
    readonly kind: string;
    readonly path: string;
    readonly where: string;
    readonly found?: string;
    readonly met: boolean;
  }[];
}

/**
 * What lacks the hash, one line each, and the sum by kind.
 * @param all lists what has it too
 */
export function formatCompliance({ expected, percent, items }: ComplianceView, all: boolean): string {
  if (expected === undefined) return 'acgs.yaml turns the constitutional hash off: nothing is asked for';
  const rows = items
    .filter(({ met }) => all || !met)
    .map(({ kind, path, where, found, met }) => [
      met ? 'has it' : found === undefined ? 'without' : 'another',
      kind,
      visible(path),
      visible(where),
      met ? '' : visible(found ?? ''),
    ]);
  const kinds = ['rendered', 'built', 'attested'].map((kind) => {
    const of = items.filter((item) => item.kind === kind);
    return `${kind} ${of.filter(({ met }) => met).length} of ${of.length}`;
  });
  return [
    ...columns(rows),
    `constitutional hash ${visible(expected)}: ${percent} % (${kinds.join(', ')})`,
  ].join('\n');
}
