import { z } from 'zod';
import { SEVERITIES } from '../../model/severity.js';
import { duration, line } from './values.js';

const repositories = z
  .union([line.transform((one) => [one]), z.array(line)], {
    error: 'expected a repository or a list of them',
  })
  .default([]);

/** `scan`: what Trivy is asked and what refuses the release. */
export const scan = z
  .strictObject({
    failOn: z
      .array(z.enum(SEVERITIES))
      .default(['HIGH', 'CRITICAL'])
      .describe('Vulnerabilities of these severities refuse the release; an empty list refuses none.'),
    ignoreUnfixed: z
      .boolean()
      .default(true)
      .describe('Only vulnerabilities with a fix refuse the release; the others are listed.'),
    ignorefile: line
      .exactOptional()
      .describe(
        '.trivyignore or .trivyignore.yaml; default: .trivyignore.yaml, then .trivyignore, if present.',
      ),
    expiresSoon: duration.default('14d').describe('Ignore entries that expire within this time are listed.'),
    maxDbAge: duration.default('5d').describe('An older vulnerability database is refused.'),
    dbRepository: repositories.describe(
      'Where the vulnerability database comes from; a list is tried in order.',
    ),
    javaDbRepository: repositories.describe('Where the Java index comes from.'),
    server: z
      .string()
      .regex(/^https?:\/\/\S+$/, 'expected a URL')
      .exactOptional()
      .describe('A Trivy server that holds the database.'),
    vex: z.array(line).default([]).describe('VEX documents (OpenVEX, CycloneDX), relative to this file.'),
    skipFiles: z.array(line).default([]).describe('Files in the image that are not scanned.'),
    skipDirs: z.array(line).default([]).describe('Folders in the image that are not scanned.'),
  })
  .prefault({})
  .describe('Vulnerability scan and its gate.');

/** `sbom`: the inventories that are written and attested. */
export const sbom = z
  .strictObject({
    formats: z
      .array(z.enum(['cyclonedx', 'spdx']))
      .min(1, 'expected at least one format')
      .default(['cyclonedx', 'spdx'])
      .describe('Formats of the inventory.'),
  })
  .prefault({})
  .describe('Software bill of materials.');
