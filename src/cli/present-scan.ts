import { type ScanImageResult } from '../actions/scan/scan-image.js';
import { formatScan } from '../output/scan/format-scan.js';
import { type Paint } from '../output/run/paint.js';
import { visible } from '../system/redaction.js';
import { writeFileAtomic } from '../system/files.js';
import { type Outcome } from './acgs-command.js';
import { failed, passed } from './outcomes.js';
import { outputTarget } from './output-target.js';

const UNPAINTED: Paint = (_colour, text) => text;

/** Shows a scan in the form asked for, on stdout or in a file; a refusal ends with exit 3 after that. */
export async function presentScan(
  { document, gate, ...scanned }: ScanImageResult,
  flags: { readonly quiet: boolean; readonly output?: string | undefined },
): Promise<Outcome> {
  const { error, ...decision } = gate;
  const asText = (paint: Paint): string => document ?? table({ ...scanned, gate }, paint);
  const target = await outputTarget(flags.output);
  if (target !== undefined && 'file' in target) await writeFileAtomic(target.file, asText(UNPAINTED));
  const isShown = target === undefined || 'folder' in target;
  const people = (paint: Paint): string =>
    (isShown ? asText(paint) : '') + (document === undefined ? ignoresNote(scanned) : '');
  const result = { ...scanned, gate: decision };
  // A document that was asked for is data: --quiet is about what is said beside it.
  const shown = { quiet: flags.quiet && document === undefined };
  return error === undefined
    ? passed(shown, result, people)
    : failed(shown, error, result, people, 'refused');
}

function table({ image, platforms, gate }: Omit<ScanImageResult, 'document'>, paint: Paint): string {
  const [first] = platforms;
  return formatScan(
    {
      image,
      scanner: `trivy ${first?.scanner.version ?? ''}`,
      database: first === undefined ? '' : `${first.database.source}, of ${first.database.updatedAt}`,
      counts: gate.counts,
      blocking: gate.blocking,
      unfixed: gate.unfixed,
      suppressed: gate.suppressed,
      warnings: [...new Set([...platforms.flatMap(({ warnings }) => warnings), ...gate.warnings])],
    },
    paint,
  );
}

function ignoresNote({ wroteIgnores }: Pick<ScanImageResult, 'wroteIgnores'>): string {
  return wroteIgnores === undefined
    ? ''
    : visible(`${wroteIgnores.entries} entries written to ${wroteIgnores.file}\n`);
}
