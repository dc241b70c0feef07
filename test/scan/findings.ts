import { type IgnoreEntry, type IgnoreFile } from '../../src/scan/ignores/ignore-entry.js';
import { type ScanFinding } from '../../src/scan/scan-finding.js';

/** A HIGH finding with a fix in a package of the base image. */
export const highFinding: ScanFinding = {
  id: 'CVE-2025-9230',
  package: 'openssl',
  purl: 'pkg:deb/debian/openssl@3.5.0-1?arch=amd64&distro=debian-13.1',
  installed: '3.5.0-1',
  fixed: '3.5.1-1',
  status: 'fixed',
  severity: 'HIGH',
  title: '',
  url: '',
  path: undefined,
  target: 'acme/api (debian 13.1)',
  platform: 'linux/amd64',
  origin: 'base',
  originBasis: 'layers',
};

export const TODAY = new Date('2026-06-15T12:00:00Z');

export const entryFor = (id: string, more: Partial<IgnoreEntry> = {}): IgnoreEntry => ({
  id,
  paths: [],
  purls: [],
  expiresAt: undefined,
  statement: 'because',
  line: 1,
  ...more,
});

export const fileOf = (...entries: IgnoreEntry[]): IgnoreFile => ({
  name: '.trivyignore.yaml',
  entries,
  oddities: [],
});
