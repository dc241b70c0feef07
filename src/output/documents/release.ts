import { z } from 'zod';
import { digest, error, failure, platform } from './common.js';
import { gateFinding } from './scan.js';

const step = z.object({
  id: z.string(),
  platform: platform.optional(),
  status: z.enum(['passed', 'fresh', 'done', 'skipped', 'refused', 'failed', 'cancelled', 'pending']),
  reason: z.string().describe('Empty where there is nothing to say.'),
  durationMs: z.number(),
  log: z.string().optional().describe('Relative to the project.'),
  imported: z.boolean().optional().describe('Brought from an earlier run, its digests checked again.'),
});

const evidence = z.object({
  kind: z.enum(['signature', 'provenance', 'sbom', 'scan', 'vsa', 'attestation']),
  predicateType: z.string(),
  digest: digest.describe('The manifest that carries it.'),
  subject: digest.optional(),
  file: z.string().optional(),
  reference: z.string().optional(),
});

const service = z.object({
  name: z.string(),
  image: z.string().describe('registry/repository@sha256:… when pushed.'),
  digest: z.string().describe('sha256:…; empty where nothing was built.'),
  platforms: z.array(platform),
  tags: z.array(z.string()),
  references: z.array(z.string()),
  steps: z.array(step),
  evidence: z.array(evidence),
  scan: z.object({ counts: z.record(z.string(), z.number()), blocking: z.array(gateFinding) }),
  gate: z.object({ refused: z.boolean(), reasons: z.array(z.string()) }),
  verification: z
    .object({
      verified: z.boolean(),
      from: z.string(),
      signer: z.string(),
      slsa: z.object({ level: z.number().int(), why: z.string() }).optional(),
      checked: z.array(z.string()),
    })
    .nullable(),
  warnings: z.array(z.string()),
  budgets: z.array(
    z.object({
      name: z.enum(['build', 'scan', 'test']),
      limitMs: z.number(),
      tookMs: z.number(),
      exceeded: z.boolean(),
    }),
  ),
  howToVerify: z.array(z.object({ title: z.string(), command: z.string() })),
});

const planned = z.object({
  key: z.object({ step: z.string(), service: z.string().optional(), platform: platform.optional() }),
  title: z.string(),
  action: z.enum(['run', 'import', 'skip']),
  reason: z.string().optional(),
  needs: z.array(z.string()),
  effects: z
    .array(
      z.object({
        kind: z.enum(['file', 'process', 'engine', 'registry', 'network']),
        detail: z.string(),
        leaves: z.boolean().describe('Whether anything leaves this machine.'),
      }),
    )
    .optional(),
});

const report = z.object({
  schemaVersion: z.literal(1),
  runId: z.string(),
  status: z.enum(['passed', 'refused', 'failed', 'cancelled', 'planned']),
  version: z.string().describe('Of acgs.'),
  error: error.optional(),
  signed: z.boolean(),
  source: z.object({
    commit: z.string().nullable(),
    dirty: z.boolean(),
    repository: z.string().nullable(),
    ref: z.string().nullable(),
  }),
  services: z.array(service),
  tools: z.record(z.string(), z.string()),
  startedOn: z.string(),
  finishedOn: z.string(),
  plan: z.array(planned).optional().describe('With --plan and --dry-run.'),
});

/** `report.json`, and `--json` of `acgs release`, `build`, `provenance generate` and `report`. */
export const releaseDocument = z.union([report, failure]);
