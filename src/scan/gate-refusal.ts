import { AcgsError } from '../model/errors.js';
import { type GateResult } from './gate.js';
import { proposeIgnores, renderEntries } from './ignores/write-ignores.js';
import { type ScanFinding } from './scan-finding.js';

/** How many findings the error spells out; the report lists all. */
const SPELT_OUT = 10;

/**
 * The error of a gate that refused: packages with the version that fixes them, base or application, and the ignore entry
 * to paste.
 * @param expiresInMs life of the proposed entry, milliseconds
 */
export function gateRefusal(
  result: Pick<GateResult, 'reasons' | 'blocking'>,
  findings: readonly ScanFinding[],
  about: {
    readonly image: string;
    readonly today: Date;
    readonly expiresInMs: number;
    readonly ignorefile: string;
  },
): AcgsError {
  const count = result.reasons.length;
  const shown = result.reasons.slice(0, SPELT_OUT);
  const more = count > shown.length ? [`and ${count - shown.length} more`] : [];
  return new AcgsError(
    'gate/refused',
    `the scan of ${about.image} found ${count} ${count === 1 ? 'vulnerability' : 'vulnerabilities'} that ${count === 1 ? 'refuses' : 'refuse'} the release`,
    { output: [...shown, ...more].join('\n'), next: remedies(result, findings, about) },
  );
}

function remedies(
  { blocking }: Pick<GateResult, 'blocking'>,
  findings: readonly ScanFinding[],
  about: { readonly today: Date; readonly expiresInMs: number; readonly ignorefile: string },
): string[] {
  const [worst] = blocking;
  const fromApp = new Map(
    blocking
      .filter((finding) => finding.origin === 'app' && finding.fixed !== '')
      .map((finding) => [finding.package, finding.fixed]),
  );
  const updates = [...fromApp].slice(0, 3).map(([name, fixed]) => `update ${name} to ${fixed}`);
  const fromBase = blocking.some((finding) => finding.origin === 'base' && finding.fixed !== '');
  const proposed = findings.filter((finding) => finding.id === worst?.id);
  const entry = renderEntries(proposeIgnores(proposed, about.today, about.expiresInMs)).trimEnd();
  return [
    ...updates,
    ...(fromBase
      ? ['move to a base image that holds the fixed packages (`acgs dockerfile pin` shows the newest)']
      : []),
    `or, where it does not matter, add to ${about.ignorefile} (or run \`acgs scan --write-ignores --expires 90d\`):\nvulnerabilities:\n${entry}`,
  ];
}
