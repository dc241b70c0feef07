import { type ScanFinding } from '../scan-finding.js';
import { purlOfPackage } from './purl.js';

/** What an entry to paste is made of. */
export interface IgnoreProposal {
  readonly id: string;
  readonly purls: readonly string[];
  /** The day on which it stops counting, `2026-12-31`. */
  readonly expiredAt: string;
  readonly statement: string;
}

/** The statement of proposed entries; judged like any other, so it should be replaced by a reason. */
const STATEMENT_TO_WRITE = 'say here why this does not matter, and who decided it';

/** One proposal for each vulnerability id, over all its packages; sorted by id. */
export function proposeIgnores(
  findings: readonly Pick<ScanFinding, 'id' | 'purl'>[],
  today: Date,
  expiresInMs: number,
): IgnoreProposal[] {
  const expiredAt = new Date(today.getTime() + expiresInMs).toISOString().slice(0, 10);
  const purls = new Map<string, Set<string>>();
  for (const finding of findings) {
    const known = purls.get(finding.id) ?? new Set<string>();
    if (finding.purl !== undefined) known.add(purlOfPackage(finding.purl));
    purls.set(finding.id, known);
  }
  return [...purls]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([id, set]) => ({ id, purls: [...set].sort(), expiredAt, statement: STATEMENT_TO_WRITE }));
}

/** The lines of entries below `vulnerabilities:`. Values come from outside: JSON strings are YAML strings too. */
export function renderEntries(proposals: readonly IgnoreProposal[]): string {
  return proposals
    .map(({ id, purls, expiredAt, statement }) =>
      [
        `  - id: ${/^[A-Z]+-[\w-]+$/.test(id) ? id : JSON.stringify(id)}`,
        ...(purls.length === 0
          ? []
          : [`    purls: [${purls.map((purl) => JSON.stringify(purl)).join(', ')}]`]),
        `    expired_at: ${expiredAt}`,
        `    statement: ${statement}`,
        '',
      ].join('\n'),
    )
    .join('');
}

/**
 * An ignore file with the proposals added; what it held stays byte for byte, comments included.
 * @param existing text of the `.trivyignore.yaml`, if there is one
 */
export async function addToIgnoreFile(
  existing: string | undefined,
  proposals: readonly IgnoreProposal[],
): Promise<string> {
  const entries = renderEntries(proposals);
  if (existing === undefined || existing.trim() === '') return `vulnerabilities:\n${entries}`;
  const { isMap, isScalar, isSeq, parseDocument } = await import('yaml');
  const root: unknown = parseDocument(existing).contents;
  const section = isMap(root) ? (root.get('vulnerabilities', true) as unknown) : undefined;
  const whole = existing.endsWith('\n') ? existing : `${existing}\n`;
  if (section === undefined) return `${whole}vulnerabilities:\n${entries}`;
  if (isSeq(section) && section.flow !== true && section.items.length > 0) {
    const [first] = section.items as { range?: [number, number, number] }[];
    const start = first?.range?.[0] ?? 0;
    const lineStart = existing.lastIndexOf('\n', start) + 1;
    const indent = existing.slice(lineStart, existing.indexOf('-', lineStart));
    const shifted = entries.replaceAll(/^ {2}/gm, indent);
    return `${existing.slice(0, lineStart)}${shifted}${existing.slice(lineStart)}`;
  }
  const range = isSeq(section) || isScalar(section) ? section.range : undefined;
  const from = range?.[0] ?? existing.length;
  const to = range?.[1] ?? existing.length;
  return `${existing.slice(0, from).trimEnd()}\n${entries}${existing.slice(to).replace(/^[^\n]*\n?/, '')}`;
}
