import { z } from 'zod';
import { FULCIO_CLAIMS } from '../../model/fulcio-claims.js';
import { type FulcioClaim } from '../../model/fulcio-extensions.js';
import { line } from './values.js';

/** A text to be met exactly, or `{regexp: …}` to be met as a whole. */
const pattern = line.describe('A pattern (RE2) for the whole value.');
const expectation = z.union([line, z.strictObject({ regexp: pattern })], {
  error: 'expected text, or regexp with a pattern for the whole value',
});

const wanted = expectation.exactOptional();
const CLAIMS = Object.fromEntries(
  Object.entries(FULCIO_CLAIMS).map(([name, what]) => [name, wanted.describe(`${what}.`)]),
) as Record<FulcioClaim, typeof wanted>;

const claims = z
  .strictObject(CLAIMS)
  .refine((chosen) => Object.keys(chosen).length > 0, 'expected at least one claim')
  .describe('Claims that the certificate must carry, by Fulcio’s names: text, or {regexp: PATTERN}.');

/** Whose keyless signature counts: the flags of `acgs verify`, in camel case. */
export const identity = z
  .strictObject({
    certificateIdentity: line.exactOptional().describe('The exact identity in the certificate.'),
    certificateIdentityRegexp: line.exactOptional().describe('A pattern for the whole identity.'),
    certificateOidcIssuer: line.exactOptional().describe('The exact issuer of the identity.'),
    certificateOidcIssuerRegexp: line.exactOptional().describe('A pattern for the whole issuer.'),
    githubRepo: z
      .string()
      .regex(/^[\w.-]+\/[\w.-]+$/, 'expected OWNER/REPOSITORY')
      .exactOptional()
      .describe('OWNER/REPOSITORY on GitHub; implies the issuer and needs githubWorkflow.'),
    githubWorkflow: line
      .exactOptional()
      .describe('File of the workflow, e.g. .github/workflows/release.yml.'),
    githubRef: line.exactOptional().describe('Git reference, e.g. refs/tags/v1.2.3.'),
    githubSha: line.exactOptional().describe('Commit that the workflow ran for.'),
    githubTrigger: line.exactOptional().describe('Event that started the workflow, e.g. push.'),
    anyWorkflow: z.literal(true).exactOptional().describe('Any workflow of githubRepo may sign.'),
    claims: claims.exactOptional(),
  })
  .superRefine((chosen, context) => {
    const problem = problemOf(chosen);
    if (problem !== undefined) context.addIssue({ code: 'custom', message: problem });
  });

/** Whose keyless signature counts. */
export type IdentityDocument = z.output<typeof identity>;

/** Keyless verification without identity and issuer proves nothing (docs/security-model.md). */
function problemOf(chosen: {
  readonly [Key in keyof IdentityDocument]: IdentityDocument[Key] | undefined;
}): string | undefined {
  const { githubRepo, githubWorkflow, anyWorkflow } = chosen;
  if (chosen.certificateIdentity !== undefined && chosen.certificateIdentityRegexp !== undefined)
    return 'expected certificateIdentity or certificateIdentityRegexp, got both';
  if (chosen.certificateOidcIssuer !== undefined && chosen.certificateOidcIssuerRegexp !== undefined)
    return 'expected certificateOidcIssuer or certificateOidcIssuerRegexp, got both';
  const subject = chosen.certificateIdentity ?? chosen.certificateIdentityRegexp;
  const issuer = chosen.certificateOidcIssuer ?? chosen.certificateOidcIssuerRegexp;
  if (githubRepo === undefined) {
    const stray = (
      ['githubWorkflow', 'githubRef', 'githubSha', 'githubTrigger', 'anyWorkflow'] as const
    ).find((name) => chosen[name] !== undefined);
    if (stray !== undefined) return `expected githubRepo beside ${stray}`;
    if (subject === undefined)
      return 'expected certificateIdentity or githubRepo: an issuer alone names nobody';
    return issuer === undefined ? 'expected certificateOidcIssuer beside certificateIdentity' : undefined;
  }
  if (subject !== undefined) return 'expected certificateIdentity or githubRepo, got both';
  if (githubWorkflow !== undefined && anyWorkflow !== undefined)
    return 'expected githubWorkflow or anyWorkflow, got both';
  // "Signed by the repository" is not enough: any of its workflows could have signed (CVE-2026-45321).
  if (githubWorkflow === undefined && anyWorkflow === undefined)
    return 'expected githubWorkflow beside githubRepo';
  return undefined;
}
