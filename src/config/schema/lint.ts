import { z } from 'zod';
import { line } from './values.js';

/** Rule ids: `DL3006`, `SC2086`, `ACGS1001`, `StageNameCasing`. */
const rule = z.string().regex(/^[A-Za-z][A-Za-z0-9/]*$/, 'expected a rule such as DL3008 or SC2086');
const level = z.enum(['error', 'warning', 'info', 'style']);

const ignored = z
  .union(
    [
      rule.transform((id) => ({ rule: id })),
      z.strictObject({ rule, reason: line.exactOptional(), files: z.array(line).exactOptional() }),
    ],
    { error: 'expected a rule, or { rule, reason, files }' },
  )
  .describe('A rule that is not reported: its id, or { rule, reason, files }.');

/** `lint`: how Dockerfiles are judged. */
export const lint = z
  .strictObject({
    failOn: z
      .enum(['error', 'warning', 'info', 'style', 'none'])
      .default('error')
      .describe('Findings of this level and above refuse the release.'),
    ignore: z.array(ignored).default([]).describe('Rules that are not reported.'),
    severity: z
      .record(rule, z.enum([...level.options, 'ignore']))
      .default({})
      .describe('Another level for a rule.'),
    trustedRegistries: z
      .array(line)
      .default([])
      .describe('Registries that FROM may name (DL3026); empty: any. "*.example.com" is allowed.'),
    labels: z
      .record(line, z.enum(['text', 'url', 'rfc3339', 'spdx', 'hash', 'semver', 'email']))
      .default({})
      .describe('Labels that images must carry, with the form of their value.'),
    strictLabels: z.boolean().default(false).describe('Report labels that `labels` does not name.'),
    inlineIgnores: z.boolean().default(true).describe('Honour "# hadolint ignore=…" in Dockerfiles.'),
    requireReason: z.boolean().default(false).describe('Report ignores that give no reason.'),
    shellcheck: z.enum(['auto', 'off']).default('auto').describe('Check shell code with ShellCheck.'),
  })
  .describe('Dockerfile rules and what fails.');
