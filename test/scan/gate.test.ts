import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type GateOptions, judgeFindings } from '../../src/scan/gate.js';
import { gateRefusal } from '../../src/scan/gate-refusal.js';
import { type ScanFinding } from '../../src/scan/scan-finding.js';
import { SEVERITIES } from '../../src/model/severity.js';
import { entryFor, fileOf, highFinding, TODAY } from './findings.js';

const options = (changes: Partial<GateOptions> = {}): GateOptions => ({
  failOn: ['HIGH', 'CRITICAL'],
  ignoreUnfixed: true,
  ignores: fileOf(),
  today: TODAY,
  expiresSoonMs: 14 * 86_400_000,
  ...changes,
});

describe('the gate', () => {
  it('refuses HIGH and CRITICAL with a fix, and lets everything else pass', () => {
    const judge = (changes: Partial<ScanFinding>): boolean =>
      judgeFindings([{ ...highFinding, ...changes }], options()).refused;
    expect(judge({})).toBe(true);
    expect(judge({ severity: 'CRITICAL' })).toBe(true);
    expect(judge({ severity: 'MEDIUM' })).toBe(false);
    expect(judge({ severity: 'UNKNOWN' })).toBe(false);
    expect(judge({ fixed: '' })).toBe(false);
  });

  it('lists what has no fix, and refuses it when asked to', () => {
    const unfixed = { ...highFinding, fixed: '', status: 'will_not_fix' };
    expect(judgeFindings([unfixed], options())).toMatchObject({
      refused: false,
      unfixed: [{ id: highFinding.id }],
    });
    expect(judgeFindings([unfixed], options({ ignoreUnfixed: false }))).toMatchObject({
      refused: true,
      reasons: ['HIGH CVE-2025-9230 in openssl 3.5.0-1 (no fix yet; base image)'],
    });
  });

  it('refuses nothing for an empty list of severities', () => {
    expect(judgeFindings([highFinding], options({ failOn: [] })).refused).toBe(false);
  });

  it('takes out what VEX answers, and says by what', () => {
    const vex = { status: 'not_affected', statement: 'not in the execute path', source: 'vex.json' };
    expect(judgeFindings([{ ...highFinding, vex }], options())).toMatchObject({
      refused: false,
      counts: { HIGH: 0 },
      suppressed: [{ by: 'vex', source: 'vex.json', statement: 'not in the execute path' }],
    });
  });

  it('counts a finding of two platforms once, and lists it for both', () => {
    const both = [highFinding, { ...highFinding, platform: 'linux/arm64' }];
    const result = judgeFindings(both, options());
    expect(result.counts.HIGH).toBe(1);
    expect(result.reasons).toHaveLength(1);
    expect(result.blocking.map(({ platform }) => platform)).toEqual(['linux/amd64', 'linux/arm64']);
  });

  it('names the worst first, and says when the origin is a guess', () => {
    const findings: ScanFinding[] = [
      highFinding,
      { ...highFinding, id: 'CVE-1', severity: 'CRITICAL', origin: 'app', originBasis: 'package-type' },
    ];
    expect(judgeFindings(findings, options()).reasons).toEqual([
      'CRITICAL CVE-1 in openssl 3.5.0-1 (fixed in 3.5.1-1; application, judged by the kind of package)',
      'HIGH CVE-2025-9230 in openssl 3.5.0-1 (fixed in 3.5.1-1; base image)',
    ]);
  });
});

const finding = fc.record({
  id: fc.constantFrom('CVE-1', 'CVE-2', 'CVE-3'),
  package: fc.constantFrom('a', 'b'),
  installed: fc.constantFrom('1', '2'),
  fixed: fc.constantFrom('', '3'),
  severity: fc.constantFrom(...SEVERITIES),
  platform: fc.constantFrom('linux/amd64', 'linux/arm64'),
  origin: fc.constantFrom('base' as const, 'app' as const),
});
const findings = fc.array(finding.map((changes): ScanFinding => ({ ...highFinding, ...changes })));
const severities = fc.subarray([...SEVERITIES]);
const entries = fc.array(
  fc
    .record({ id: fc.constantFrom('CVE-1', 'CVE-2', 'CVE-9'), soon: fc.boolean() })
    .map(({ id, soon }) => entryFor(id, { expiresAt: soon ? new Date('2026-06-14') : undefined })),
);

describe('the gate never grows milder by accident', () => {
  it('more findings, more severities or fewer ignores never turn a refusal into a pass', () => {
    fc.assert(
      fc.property(
        findings,
        findings,
        severities,
        severities,
        entries,
        fc.boolean(),
        (some, more, few, rest, ignored, unfixed) => {
          const weak = options({ failOn: few, ignores: fileOf(...ignored), ignoreUnfixed: unfixed });
          if (!judgeFindings(some, weak).refused) return;
          expect(judgeFindings([...some, ...more], weak).refused).toBe(true);
          expect(judgeFindings(some, { ...weak, failOn: [...few, ...rest] }).refused).toBe(true);
          expect(judgeFindings(some, { ...weak, ignores: fileOf(...ignored.slice(1)) }).refused).toBe(true);
          expect(judgeFindings(some, { ...weak, ignoreUnfixed: false }).refused).toBe(true);
        },
      ),
    );
  });

  it('every finding is blocking, without a fix, suppressed, or of a severity that does not refuse', () => {
    fc.assert(
      fc.property(findings, severities, entries, (all, failOn, ignored) => {
        const result = judgeFindings(all, options({ failOn, ignores: fileOf(...ignored) }));
        const mild = all.filter(({ severity }) => !failOn.includes(severity));
        const hidden = result.suppressed.filter(({ severity }) => failOn.includes(severity)).length;
        expect(result.blocking.length + result.unfixed.length + hidden).toBe(all.length - mild.length);
        expect(result.refused).toBe(result.blocking.length > 0);
        expect(result.refused).toBe(result.reasons.length > 0);
      }),
    );
  });

  it('does not depend on the order of findings', () => {
    fc.assert(
      fc.property(findings, entries, (all, ignored) => {
        const judge = (list: ScanFinding[]) => judgeFindings(list, options({ ignores: fileOf(...ignored) }));
        const key = (list: readonly object[]): string[] => list.map((item) => JSON.stringify(item)).sort();
        const [one, other] = [judge(all), judge([...all].reverse())];
        expect(key(one.blocking)).toEqual(key(other.blocking));
        expect(one.counts).toEqual(other.counts);
      }),
    );
  });
});

describe('the error of a refusal', () => {
  const about = {
    image: 'acme/api',
    today: TODAY,
    expiresInMs: 90 * 86_400_000,
    ignorefile: '.trivyignore.yaml',
  };

  it('says the package, the fix, base or application, and the entry to paste', () => {
    const result = judgeFindings([highFinding], options());
    const error = gateRefusal(result, [highFinding], about);
    expect(error.exit).toBe(3);
    expect(error.message).toBe('the scan of acme/api found 1 vulnerability that refuses the release');
    expect(error.output).toBe(result.reasons[0]);
    expect(error.next.join('\n')).toContain(
      [
        'vulnerabilities:',
        '  - id: CVE-2025-9230',
        '    purls: ["pkg:deb/debian/openssl"]',
        '    expired_at: 2026-09-13',
      ].join('\n'),
    );
  });

  it('tells what to update in the application', () => {
    const app: ScanFinding = { ...highFinding, package: 'flask', fixed: '2.3.2', origin: 'app' };
    const error = gateRefusal(judgeFindings([app], options()), [app], about);
    expect(error.next[0]).toBe('update flask to 2.3.2');
  });

  it('does not print a thousand lines', () => {
    const many = Array.from({ length: 1000 }, (_, index): ScanFinding => ({
      ...highFinding,
      id: `CVE-${index}`,
    }));
    const error = gateRefusal(judgeFindings(many, options()), many, about);
    expect(error.output?.split('\n')).toHaveLength(11);
    expect(error.output).toContain('and 990 more');
  });
});
