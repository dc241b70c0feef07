import { z } from 'zod';
import { identity } from './identity.js';
import { duration, key, line, textLike } from './values.js';

const signerName = textLike(
  /^[A-Za-z][A-Za-z0-9._-]{0,62}$/,
  'expected a name of letters, digits, ".", "_" and "-" that starts with a letter',
);

const signer = z
  .strictObject({ key: key.exactOptional(), identity: identity.exactOptional() })
  .refine(
    (chosen) => (chosen.key === undefined) !== (chosen.identity === undefined),
    'expected either key or identity',
  )
  .describe('One signer: a key, or an identity with its issuer.');

const requirement = z
  .strictObject({
    type: line.describe('signature, slsaprovenance1, cyclonedx, spdx, vuln, openvex, or a predicate type.'),
    signers: z
      .array(signerName)
      .min(1, 'expected at least one name')
      .refine((names) => new Set(names).size === names.length, 'expected each name once')
      .exactOptional()
      .describe('Whose evidence counts; default: every signer of the policy.'),
    threshold: z
      .number()
      .int('expected a whole number')
      .min(1, 'expected 1 or more')
      .default(1)
      .describe('How many distinct signers of these it takes.'),
    maxAge: duration.exactOptional().describe('Older evidence of this type does not count.'),
  })
  .describe('One kind of evidence that must be there and verify.');

/** A policy file: all that `acgs verify --policy` asks. The one source of types, JSON Schema and validation. */
export const policySchema = z
  .strictObject({
    $schema: z.string().exactOptional().describe('The schema of this file, for editors.'),
    version: z
      .literal(1, {
        error: (issue) =>
          issue.input === undefined
            ? 'is missing: write version: 1'
            : 'expected 1, the only version there is',
      })
      .describe('Version of this format: 1.'),
    images: z
      .array(
        textLike(
          /^[a-z0-9.*-]+(?::\d+)?(?:\/[a-z0-9._*-]+)+$/,
          'expected REGISTRY/REPOSITORY, with * for one part of the path and ** for any',
        ),
      )
      .min(1, 'expected at least one pattern')
      .exactOptional()
      .describe('Images that the policy speaks of; any other is refused. Default: every image.'),
    deniedDigests: z
      .array(textLike(/^sha256:[0-9a-f]{64}$/, 'expected sha256: and 64 hex digits'))
      .min(1, 'expected at least one digest')
      .exactOptional()
      .describe('Images and platforms that are refused whoever signed them.'),
    signers: z
      .record(signerName, signer)
      .refine((named) => Object.keys(named).length > 0, 'expected at least one signer')
      .describe('The signers by name.'),
    require: z
      .array(requirement)
      .min(1, 'expected at least one requirement')
      .default([{ type: 'signature', threshold: 1 }])
      .describe('What must be there and verify; default: a signature.'),
    annotations: z
      .record(line, line)
      .refine((chosen) => Object.keys(chosen).length > 0, 'expected at least one annotation')
      .exactOptional()
      .describe('Signed annotations that a signature must carry.'),
    maxAge: duration.exactOptional().describe('Older evidence is refused.'),
    requireTlog: z
      .literal(true)
      .exactOptional()
      .describe('Evidence signed with a key must be in a transparency log too.'),
    recursive: z.literal(true).exactOptional().describe('Every platform of an index must verify too.'),
    deep: z.literal(true).exactOptional().describe('Hash configs and layers too.'),
    trustedRoot: line
      .exactOptional()
      .describe('trusted_root.json, relative to this file; default: the public Sigstore.'),
  })
  .superRefine(({ signers, require }, context) => {
    const names = Object.keys(signers);
    for (const [at, { signers: chosen = names, threshold }] of require.entries()) {
      for (const name of chosen.filter((one) => !names.includes(one)))
        context.addIssue({
          code: 'custom',
          path: ['require', at, 'signers', chosen.indexOf(name)],
          message: `expected one of the signers ${names.join(', ')}, got "${name}"`,
        });
      if (threshold > chosen.length)
        context.addIssue({
          code: 'custom',
          path: ['require', at, 'threshold'],
          message: `expected at most ${chosen.length}, the number of signers, got ${threshold}`,
        });
    }
    // What nothing asks for would look like a check and be none (CVE-2026-48815).
    for (const name of names)
      if (require.every(({ signers: chosen }) => chosen !== undefined && !chosen.includes(name)))
        context.addIssue({
          code: 'custom',
          path: ['signers', name],
          message: 'is asked for by no requirement',
        });
  })
  .describe('Whom and what `acgs verify` trusts.');

/** A policy as written, defaults applied. */
export type PolicyDocument = z.output<typeof policySchema>;
