import { visible } from '../../system/redaction.js';
import { columns } from './columns.js';

/** What the table shows of a finding. */
export interface FindingView {
  readonly id: string;
  readonly package: string;
  readonly installed: string;
  readonly fixed: string;
  readonly severity: string;
  readonly origin: string;
  readonly platform: string;
}

/** What the table shows of a scan; every text may come from an image or a database, so it is made visible first. */
export interface ScanView {
  readonly image: string;
  readonly scanner: string;
  readonly database: string;
  readonly counts: Readonly<Record<string, number>>;
  readonly blocking: readonly FindingView[];
  readonly unfixed: readonly FindingView[];
  readonly suppressed: readonly (FindingView & { readonly by: string; readonly source: string })[];
  readonly warnings: readonly string[];
}

type Colour = 'red' | 'yellow' | 'green' | 'dim' | 'bold';

/** The findings as a table for people: what refuses first, then what has no fix, what is ignored, and what to know. */
export function formatScan(view: ScanView, paint: (colour: Colour, text: string) => string): string {
  const counts = Object.entries(view.counts)
    .filter(([, count]) => count > 0)
    .reverse()
    .map(([severity, count]) => `${count} ${severity}`);
  return [
    paint('bold', visible(view.image)),
    paint('dim', visible(`${view.scanner}, database ${view.database}`)),
    '',
    ...section('Refused', view.blocking, (text) => paint('red', text)),
    ...section('Without a fix (listed, they do not refuse)', unfixedOnly(view), (text) =>
      paint('yellow', text),
    ),
    ...ignored(view, (text) => paint('dim', text)),
    ...(view.warnings.length === 0 ? [] : [...view.warnings.map((text) => `! ${visible(text)}`), '']),
    counts.length === 0 ? paint('green', 'no open findings') : `open findings: ${counts.join(', ')}`,
    '',
  ].join('\n');
}

/** With --no-ignore-unfixed the same finding refuses and has no fix: shown once. */
function unfixedOnly({ blocking, unfixed }: ScanView): FindingView[] {
  const shown = new Set(blocking.map((finding) => JSON.stringify(finding)));
  return unfixed.filter((finding) => !shown.has(JSON.stringify(finding)));
}

const HEAD = ['SEVERITY', 'ID', 'PACKAGE', 'INSTALLED', 'FIXED IN', 'FROM', 'PLATFORM'];

function section(title: string, findings: readonly FindingView[], paint: (text: string) => string): string[] {
  if (findings.length === 0) return [];
  const rows = findings.map((finding) =>
    [
      finding.severity,
      finding.id,
      finding.package,
      finding.installed,
      finding.fixed === '' ? '-' : finding.fixed,
      finding.origin === 'base' ? 'base image' : 'application',
      finding.platform,
    ].map(visible),
  );
  return [paint(`${title} (${findings.length})`), ...columns([HEAD, ...rows]), ''];
}

function ignored({ suppressed }: ScanView, paint: (text: string) => string): string[] {
  if (suppressed.length === 0) return [];
  const rows = suppressed.map(({ id, package: name, by, source }) => [id, name, by, source].map(visible));
  return [
    paint(`Ignored (${suppressed.length})`),
    ...columns([['ID', 'PACKAGE', 'BY', 'SOURCE'], ...rows]),
    '',
  ];
}
