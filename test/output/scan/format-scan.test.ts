import { describe, expect, it } from 'vitest';
import { formatDoctor } from '../../../src/output/doctor/format-doctor.js';
import { formatSbom } from '../../../src/output/sbom/format-sbom.js';
import { formatScan } from '../../../src/output/scan/format-scan.js';

const plain = (_colour: string, text: string): string => text;
const finding = {
  id: 'CVE-2025-9230',
  package: 'openssl',
  installed: '3.5.0-1',
  fixed: '3.5.1-1',
  severity: 'HIGH',
  origin: 'base',
  platform: 'linux/amd64',
};
const empty = {
  image: 'acme/api',
  scanner: 'Trivy 0.76.0',
  database: '2/2026-01-01T00:00:00Z',
  counts: { UNKNOWN: 0, LOW: 0, MEDIUM: 0, HIGH: 0, CRITICAL: 0 },
  blocking: [],
  unfixed: [],
  suppressed: [],
  warnings: [],
};

describe('the table of findings', () => {
  it('shows what refuses with its fix and origin, and counts what is open', () => {
    const text = formatScan({ ...empty, blocking: [finding], counts: { LOW: 2, HIGH: 1 } }, plain);
    expect(text).toContain('Refused (1)');
    expect(text).toMatch(/HIGH +CVE-2025-9230 +openssl +3\.5\.0-1 +3\.5\.1-1 +base image +linux\/amd64/);
    expect(text).toContain('open findings: 1 HIGH, 2 LOW');
  });

  it('shows a finding that refuses without a fix once', () => {
    const unfixed = { ...finding, fixed: '' };
    const text = formatScan({ ...empty, blocking: [unfixed], unfixed: [unfixed] }, plain);
    expect(text.match(/CVE-2025-9230/g)).toHaveLength(1);
  });

  it('says what is ignored and by which line', () => {
    const suppressed = [{ ...finding, by: 'ignore', source: '.trivyignore.yaml:2' }];
    expect(formatScan({ ...empty, suppressed }, plain)).toContain('.trivyignore.yaml:2');
  });

  it('lets no control or bidi character of an image reach a terminal', () => {
    const evil = { ...finding, package: 'a\u001b]8;;http://x\u0007b', id: 'CVE\u202e' };
    const text = formatScan({ ...empty, image: 'x\u001b[2J', blocking: [evil], warnings: ['\u0085'] }, plain);
    // eslint-disable-next-line no-control-regex -- control characters are what must be absent
    expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u0085\u202e]/);
  });

  it('says when nothing is open', () => {
    expect(formatScan(empty, plain)).toContain('no open findings');
  });
});

describe('lists of files and checks', () => {
  it('names each inventory with its digest', () => {
    const files = [
      { platform: 'linux/amd64', format: 'cyclonedx', name: 'sbom.cdx.json', digest: 'sha256:1' },
    ];
    expect(formatSbom({ image: 'acme/api', files })).toBe(
      'acme/api\n  linux/amd64  cyclonedx  sbom.cdx.json  sha256:1\n',
    );
  });

  it('marks what is missing and says what to do', () => {
    const text = formatDoctor(
      [
        { title: 'git', state: 'ok', version: '2.39' },
        { title: 'Trivy', state: 'missing', problem: { message: 'Trivy is not installed', next: ['run X'] } },
      ],
      plain,
    );
    expect(text).toBe('✓ git    2.39\n✗ Trivy  Trivy is not installed\n  → run X\n');
  });
});
