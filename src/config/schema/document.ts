import { z } from 'zod';
import { DEFAULT_CONSTITUTIONAL_HASH } from '../../model/constitutional-hash.js';
import { lint } from './lint.js';
import { sbom, scan } from './scan.js';
import { service } from './service.js';
import { tags } from './tags.js';
import { sign, sigstore, verify } from './trust.js';
import { dnsLabel, duration, line, registry } from './values.js';

const budgets = z
  .strictObject({
    build: duration.default('5m').describe('Build of one service.'),
    scan: duration.default('1m').describe('Scan of one service.'),
    test: duration.default('3m').describe('Tests of one service.'),
  })
  .prefault({})
  .describe('Times above these are a warning in the report.');

/** A Kubernetes label value, since the hash becomes one. */
const constitutionalHash = z
  .union(
    [
      z.literal(false),
      z
        .string()
        .regex(
          /^[A-Za-z0-9](?:[A-Za-z0-9._-]{0,61}[A-Za-z0-9])?$/,
          'expected at most 63 letters, digits, "-", "_" and "."',
        ),
    ],
    { error: 'expected text, or false' },
  )
  .default(DEFAULT_CONSTITUTIONAL_HASH)
  .describe('Constant label on everything rendered, built and attested; false turns it off.');

/** The whole of acgs.yaml: the one source of types, JSON Schema and validation. */
export const configurationSchema = z
  .strictObject({
    $schema: z.string().exactOptional().describe('The schema of this file, for editors.'),
    version: z
      .union([z.literal(1), z.literal('1').transform(() => 1 as const)], {
        error: (issue) =>
          issue.input === undefined
            ? 'is missing: write version: 1'
            : 'expected 1, the only version there is',
      })
      .describe('Version of this format: 1.'),
    project: dnsLabel.exactOptional().describe('Name of the project; default: the name of the folder.'),
    acgs: line.exactOptional().describe('Versions of acgs that may read this file, e.g. ^1.2.'),
    edition: z
      .union([z.string(), z.number()], { error: 'expected a year and a month such as 2026.11' })
      .transform(String)
      .pipe(z.string().regex(/^20\d\d\.(?:0[1-9]|1[0-2])$/, 'expected a year and a month such as 2026.11'))
      .exactOptional()
      .describe('Default rules and gates of this month, so that an upgrade breaks nobody.'),
    constitutionalHash,
    registry: registry
      .exactOptional()
      .describe('Where images go, e.g. ghcr.io/acme; short for one of registries.'),
    registries: z.array(registry).exactOptional().describe('Where images go, each in full.'),
    services: z.record(dnsLabel, service).exactOptional().describe('The services by name.'),
    lint: lint.exactOptional(),
    scan,
    sbom,
    sign,
    verify,
    sigstore,
    tags: tags.exactOptional(),
    namespace: dnsLabel.exactOptional().describe('Kubernetes namespace; default: <project>-system.'),
    budgets,
    kits: z
      .record(dnsLabel, z.record(z.string(), z.json()).or(z.null().transform(() => ({}))))
      .default({})
      .describe('Answers of deployment kits, by name of the kit.'),
  })
  .describe('acgs.yaml: what a repository releases, and how.');

/** acgs.yaml with its own defaults applied, before what depends on its place (names, folders) is filled in. */
export type ConfigurationDocument = z.output<typeof configurationSchema>;
