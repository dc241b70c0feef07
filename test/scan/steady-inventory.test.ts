import { describe, expect, it } from 'vitest';
import { digestOf } from '../../src/model/digest.js';
import { nameInventory } from '../../src/scan/name-inventory.js';

const about = {
  image: 'acme/api',
  digest: digestOf('x'),
  throwAwayName: 'image',
  created: '2026-01-02T03:04:05.6Z',
};
const cycloneDx = (root: string, os: string, serial: string, time: string) =>
  JSON.stringify({
    bomFormat: 'CycloneDX',
    serialNumber: `urn:uuid:${serial}`,
    metadata: { timestamp: time, component: { 'bom-ref': root, type: 'container', name: 'image' } },
    components: [
      { 'bom-ref': os, type: 'operating-system', name: 'debian' },
      { 'bom-ref': 'pkg:npm/a@1', name: 'a' },
    ],
    dependencies: [
      { ref: root, dependsOn: ['pkg:npm/a@1', os] },
      { ref: os, dependsOn: [] },
      { ref: 'pkg:npm/a@1' },
    ],
  });
const uuid = (digit: string): string => `${digit.repeat(8)}-1111-4111-8111-111111111111`;

describe('a CycloneDX inventory', () => {
  it('is the same bytes although Trivy made new references, serial number and time', () => {
    const one = nameInventory(
      cycloneDx(uuid('1'), uuid('2'), uuid('3'), '2026-05-01T00:00:00Z'),
      'cyclonedx',
      about,
    );
    const two = nameInventory(
      cycloneDx(uuid('9'), uuid('0'), uuid('7'), '2026-06-01T00:00:00Z'),
      'cyclonedx',
      about,
    );
    expect(two).toBe(one);
    expect(one).toContain('"timestamp": "2026-01-02T03:04:05Z"');
    expect(one).toMatch(
      /"serialNumber": "urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}"/,
    );
  });

  it('keeps its references whole', () => {
    const document = JSON.parse(
      nameInventory(cycloneDx(uuid('1'), uuid('2'), uuid('3'), ''), 'cyclonedx', about),
    ) as {
      metadata: { component: { 'bom-ref': string } };
      components: { 'bom-ref': string }[];
      dependencies: { ref: string; dependsOn?: string[] }[];
    };
    const known = [document.metadata.component, ...document.components].map(
      (component) => component['bom-ref'],
    );
    const used = document.dependencies.flatMap(({ ref, dependsOn = [] }) => [ref, ...dependsOn]);
    expect(new Set(used)).toEqual(new Set(known));
    expect(new Set(known).size).toBe(3);
  });

  it('of another image has another serial number', () => {
    const text = cycloneDx(uuid('1'), uuid('2'), uuid('3'), '');
    const serial = (digest: string): unknown =>
      (
        JSON.parse(nameInventory(text, 'cyclonedx', { ...about, digest: digestOf(digest) })) as {
          serialNumber: string;
        }
      ).serialNumber;
    expect(serial('x')).not.toBe(serial('y'));
  });

  it('keeps the tool’s time where the image tells none', () => {
    const text = cycloneDx(uuid('1'), uuid('2'), uuid('3'), '2026-05-01T00:00:00Z');
    for (const created of [undefined, '0001-01-01T00:00:00Z', 'never'])
      expect(nameInventory(text, 'cyclonedx', { ...about, created })).toContain('2026-05-01T00:00:00Z');
  });
});

describe('an inventory of another kind', () => {
  it.each([
    ['cyclonedx', '{"spdxVersion":"SPDX-2.3"}'],
    ['spdx', '{"bomFormat":"CycloneDX"}'],
    ['spdx', ''],
  ] as const)('is refused as %s: %s', (format, text) => {
    expect(() => nameInventory(text, format, about)).toThrow(
      expect.objectContaining({ code: 'evidence/invalid' }),
    );
  });
});
