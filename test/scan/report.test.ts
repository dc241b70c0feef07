import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { assertSameImage } from '../../src/scan/assert-same-image.js';
import { blindSpots } from '../../src/scan/blind-spots.js';
import { withoutIgnored } from '../../src/scan/convert-report.js';
import { parseReport, type TrivyReport } from '../../src/scan/report.js';
import { findingsOf } from '../../src/scan/scan-finding.js';
import { entryFor, fileOf, TODAY } from './findings.js';

const report: TrivyReport = {
  SchemaVersion: 2,
  Metadata: {
    OS: { Family: 'debian', Name: '13.1' },
    ImageID: `sha256:${'a'.repeat(64)}`,
    DiffIDs: ['sha256:base', 'sha256:app'],
    ImageConfig: {
      history: [
        { created_by: 'ADD rootfs' },
        { created_by: 'CMD ["bash"]', empty_layer: true },
        { created_by: 'COPY . .' },
        { created_by: 'CMD ["app"]', empty_layer: true },
      ],
    },
  },
  Results: [
    {
      Target: 'acme/api (debian 13.1)',
      Class: 'os-pkgs',
      Packages: [{}],
      Vulnerabilities: [
        {
          VulnerabilityID: 'CVE-1',
          PkgName: 'a',
          Severity: 'HIGH',
          FixedVersion: '2',
          Layer: { DiffID: 'sha256:base' },
        },
        { VulnerabilityID: 'CVE-2', PkgName: 'b', Severity: 'ODD', Layer: { DiffID: 'sha256:app' } },
      ],
      ExperimentalModifiedFindings: [
        {
          Type: 'vulnerability',
          Status: 'not_affected',
          Source: 'v.json',
          Finding: { VulnerabilityID: 'CVE-3', PkgName: 'c' },
        },
        { Type: 'vulnerability', Status: 'ignored', Finding: { VulnerabilityID: 'CVE-4', PkgName: 'd' } },
      ],
    },
  ],
};
const text = JSON.stringify(report);

describe('a Trivy report', () => {
  it('is read as it is', () => {
    expect(parseReport(text, 'scan.json')).toEqual(report);
  });

  it.each([
    ['nothing', ''],
    ['another document', '{}'],
    ['another schema', '{"SchemaVersion":3,"Metadata":{}}'],
    ['no metadata', '{"SchemaVersion":2}'],
    ['results of another kind', '{"SchemaVersion":2,"Metadata":{},"Results":{}}'],
    ['a result without target', '{"SchemaVersion":2,"Metadata":{},"Results":[{}]}'],
    [
      'a vulnerability without id',
      '{"SchemaVersion":2,"Metadata":{},"Results":[{"Target":"x","Vulnerabilities":[{}]}]}',
    ],
  ])('that is %s is refused, and never passes as "0 findings"', (_, content) => {
    expect(() => parseReport(content, 'scan.json')).toThrow(
      expect.objectContaining({ code: 'evidence/invalid' }),
    );
  });

  it('that was cut off anywhere is refused', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: text.length - 1 }), (length) => {
        expect(() => parseReport(text.slice(0, length), 'scan.json')).toThrow(
          expect.objectContaining({ code: 'evidence/invalid' }),
        );
      }),
    );
  });

  it('without results has no findings', () => {
    expect(findingsOf({ SchemaVersion: 2, Metadata: {} }, { platform: 'linux/amd64' })).toEqual([]);
  });
});

describe('the image of a report', () => {
  const expected = {
    platform: 'linux/amd64',
    config: `sha256:${'a'.repeat(64)}`,
    diffIds: ['sha256:base', 'sha256:app'],
  } as const;
  it('is the expected one', () => {
    expect(() => {
      assertSameImage(report, expected);
    }).not.toThrow();
  });

  it.each([
    ['another config', { ImageID: 'sha256:other' }],
    ['no config', { ImageID: undefined }],
    ['no layers', { DiffIDs: [] }],
    ['other layers', { DiffIDs: ['sha256:base'] }],
  ])('with %s is refused', (_, metadata) => {
    expect(() => {
      assertSameImage({ ...report, Metadata: { ...report.Metadata, ...metadata } } as TrivyReport, expected);
    }).toThrow(expect.objectContaining({ code: 'evidence/tampered', exit: 4 }));
  });
});

describe('findings', () => {
  const origins = (changed: TrivyReport, baseLayers?: number) =>
    findingsOf(changed, { platform: 'p', ...(baseLayers === undefined ? {} : { baseLayers }) }).map(
      ({ origin, originBasis }) => `${origin} ${originBasis}`,
    );
  const without = (key: 'history' | 'layers'): TrivyReport => ({
    ...report,
    Metadata: { ...report.Metadata, ...(key === 'history' ? { ImageConfig: {} } : { DiffIDs: [] }) },
  });

  it('include what was taken out: VEX as such, ignored ones as open', () => {
    const findings = findingsOf(report, { platform: 'linux/amd64' });
    expect(findings.map(({ id, vex }) => [id, vex?.status])).toEqual([
      ['CVE-1', undefined],
      ['CVE-2', undefined],
      ['CVE-3', 'not_affected'],
      ['CVE-4', undefined],
    ]);
    expect(findings[1]).toMatchObject({ severity: 'UNKNOWN', fixed: '' });
  });

  it('tell base from application by the number of base layers, by the history, or by the kind of package', () => {
    expect(origins(report, 1).slice(0, 2)).toEqual(['base layers', 'app layers']);
    expect(origins(report, 2).slice(0, 2)).toEqual(['base layers', 'base layers']);
    expect(origins(report).slice(0, 2)).toEqual(['base history', 'app history']);
    expect(origins(without('history')).slice(0, 2)).toEqual(['base package-type', 'base package-type']);
    expect(origins(without('layers'), 1)[0]).toBe('base package-type');
  });

  it('that the ignore file covers are not in what is converted for code scanning', () => {
    const open = withoutIgnored(report, fileOf(entryFor('CVE-1')), TODAY);
    expect(open.Results?.[0]?.Vulnerabilities?.map(({ VulnerabilityID }) => VulnerabilityID)).toEqual([
      'CVE-2',
    ]);
  });
});

describe('blind spots', () => {
  it('none where Trivy knew what it saw', () => {
    expect(blindSpots(report, 'linux/amd64')).toEqual([]);
  });

  it.each([
    [{ SchemaVersion: 2, Metadata: {} }, 'recognised no package'],
    [
      { SchemaVersion: 2, Metadata: {}, Results: [{ Target: 'x', Class: 'lang-pkgs', Packages: [{}] }] },
      'no operating system',
    ],
    [{ ...report, Metadata: { OS: { Family: 'debian', Name: '9', EOSL: true } } }, 'reached its end of life'],
  ] as const)('%#: said', (blind, words) => {
    expect(blindSpots(blind as TrivyReport, 'linux/amd64').join()).toContain(words);
  });
});
