import { describe, expect, it } from 'vitest';
import { judgeVex } from '../../../src/scan/vex/judge-vex.js';
import { vexStatements } from '../../../src/scan/vex/vex-statements.js';
import { highFinding } from '../findings.js';

const openVex = (product: string, status = 'not_affected'): string =>
  JSON.stringify({
    statements: [{ vulnerability: { name: highFinding.id }, products: [{ '@id': product }], status }],
  });
const judge = (text: string, findings = [highFinding]): string[] =>
  judgeVex('vex.json', vexStatements(text, 'vex.json'), findings);

describe('VEX statements', () => {
  it('are read from OpenVEX, old and new, and from CycloneDX', () => {
    const old = '{"statements":[{"vulnerability":"CVE-1","products":["pkg:npm/a"],"status":"fixed"}]}';
    const cdx =
      '{"vulnerabilities":[{"id":"CVE-1","analysis":{"state":"false_positive"},"affects":[{"ref":"urn:x"}]}]}';
    expect(vexStatements(old, 'v')).toEqual([{ id: 'CVE-1', status: 'fixed', products: ['pkg:npm/a'] }]);
    expect(vexStatements(cdx, 'v')).toEqual([{ id: 'CVE-1', status: 'false_positive', products: ['urn:x'] }]);
    expect(vexStatements(openVex('pkg:deb/debian/openssl'), 'v')[0]?.products).toEqual([
      'pkg:deb/debian/openssl',
    ]);
  });

  it('that are no JSON are refused', () => {
    expect(() => vexStatements('{', 'vex.json')).toThrow(
      expect.objectContaining({ code: 'config/invalid', file: 'vex.json' }),
    );
  });

  it('that answered a finding are not mentioned', () => {
    const vex = { status: 'not_affected', statement: '', source: 'vex.json' };
    expect(judge(openVex('pkg:deb/debian/openssl'), [{ ...highFinding, vex }])).toEqual([]);
  });

  it('that missed the package by a qualifier are', () => {
    expect(judge(openVex('pkg:deb/debian/openssl?distro=debian-13'))).toEqual([
      `vex.json: the statement on CVE-2025-9230 does not match ${highFinding.purl}: its products are pkg:deb/debian/openssl?distro=debian-13`,
    ]);
  });

  it('on something that is not in the image are', () => {
    expect(judge(openVex('pkg:npm/a'), [])).toEqual([
      'vex.json: the statement on CVE-2025-9230 matches nothing in the image',
    ]);
  });

  it('that say "affected" take nothing out, so they miss nothing', () => {
    expect(judge(openVex('pkg:npm/a', 'affected'))).toEqual([]);
  });
});
