import { z } from 'zod';
import { answering, error, failure, passing } from './common.js';

const text = z.string().optional();

const file = z.object({
  path: z.string().describe('Relative to acgs.yaml.'),
  mode: z.enum(['managed', 'merge', 'seed']),
  state: z
    .enum(['new', 'unchanged', 'edited', 'drift', 'deleted'])
    .describe('drift: a managed file that was edited.'),
  action: z
    .enum(['create', 'restore', 'adopt', 'update', 'merge', 'keep', 'remove', 'release', 'refuse'])
    .describe('What an update does, or would do.'),
  conflicts: z.array(z.object({ where: z.string(), base: text, yours: text, kits: text })),
});

const needs = z
  .array(z.object({ kit: z.string(), why: z.string() }))
  .describe('Kits that it is of little use without, and that are not there.');

const toHarden = z
  .array(z.string())
  .describe('Dockerfiles that were there before their kit: `acgs dockerfile harden` shows what they lack.');

/** `acgs kit add --json` and `acgs kit update --json`. */
export const kitChangesDocument = answering(
  {
    written: z.boolean().describe('Whether anything was written; never with refused.'),
    kits: z.array(z.object({ name: z.string(), version: z.string(), needs, files: z.array(file) })),
    toHarden,
  },
  'refused',
);

/** `acgs kit list --json`. */
export const kitListDocument = passing({
  kits: z.array(
    z.object({
      name: z.string(),
      version: z.string(),
      title: z.string(),
      summary: z.string(),
      answers: z.record(z.string(), z.json()).describe('JSON Schema of each answer.'),
      needs,
    }),
  ),
});

/** `acgs kit status --json`. */
export const kitStatusDocument = passing({
  kits: z.array(
    z.object({
      name: z.string(),
      versions: z.array(z.string()).describe('By which its files were rendered.'),
      available: z.string().optional().describe('Version of this acgs; missing: it has no such kit.'),
      outdated: z.boolean().describe('Whether an update would change anything.'),
      needs,
      files: z.array(file),
    }),
  ),
  placeholders: z.array(z.object({ path: z.string(), line: z.number().int(), text: z.string() })),
  unused: z.array(z.string()).describe('Answers in acgs.yaml for kits that are not there.'),
  toHarden,
});

/** `acgs kit diff --json`. */
export const kitDiffDocument = passing({
  files: z.array(
    file
      .pick({ path: true, action: true, conflicts: true })
      .extend({ kit: z.string(), diff: z.string().describe('Unified.') }),
  ),
});

/** `acgs kit eject --json`. */
export const kitEjectDocument = passing({ files: z.array(z.string()) });

/** `acgs kit check --json`: refused where something was found, failed where --strict misses a validator. */
export const kitCheckDocument = z.union([
  z.object({
    schemaVersion: z.literal(1),
    status: z.enum(['passed', 'refused', 'failed']),
    error: error.optional().describe('Unless it passed.'),
    files: z.number().int().describe('Files that were looked at.'),
    ran: z.array(z.string()),
    notRun: z.array(z.object({ check: z.string(), reason: z.string(), paths: z.array(z.string()) })),
    findings: z.array(
      z.object({
        path: z.string(),
        line: z.number().int().optional(),
        check: z.string().describe('drift, syntax, kubernetes, aws, terraform, reachability, or a tool.'),
        message: z.string(),
      }),
    ),
  }),
  failure,
]);

/** `acgs compliance --json`. */
export const complianceDocument = answering(
  {
    expected: z.string().optional().describe('The hash; missing where acgs.yaml turns it off.'),
    percent: z.number().int().describe('Rounded down.'),
    items: z.array(
      z.object({
        kind: z.enum(['rendered', 'built', 'attested']),
        path: z.string(),
        where: z.string().describe('header, lock, a Kubernetes object, a platform, an attestation.'),
        found: z.string().optional(),
        met: z.boolean(),
      }),
    ),
  },
  'refused',
);
