import { type ScanFinding } from '../scan-finding.js';
import { type VexStatement } from './vex-statements.js';

/** Statuses that take a finding out: OpenVEX's, and CycloneDX's words for them. */
const ANSWERS = new Set(['not_affected', 'fixed', 'resolved', 'resolved_with_pedigree', 'false_positive']);

/**
 * VEX statements that answered no finding, one sentence each. Trivy applies VEX silently: a product that differs from the
 * package in one qualifier (`distro=debian-12` against `debian-12.7`) does nothing and says nothing.
 * @param name of the document, as Trivy reports it in `Source`
 */
export function judgeVex(
  name: string,
  statements: readonly VexStatement[],
  findings: readonly ScanFinding[],
): string[] {
  return statements.flatMap(({ id, status, products }) => {
    if (!ANSWERS.has(status)) return [];
    const sameId = findings.filter((finding) => finding.id === id);
    if (sameId.some((finding) => finding.vex !== undefined)) return [];
    const [open] = sameId;
    if (open === undefined) return [`${name}: the statement on ${id} matches nothing in the image`];
    return [
      `${name}: the statement on ${id} does not match ${open.purl ?? open.package}: its products are ${products.join(', ') || 'not named'}`,
    ];
  });
}
