import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { jobPlace } from '../../src/actions/job-place.js';
import { openSigner } from '../../src/actions/open-signer.js';
import { BUILDERS } from '../../src/provenance/builders.js';
import { type ChosenSigner } from '../../src/signing/choose-signer.js';
import { forgetSecrets, redact } from '../../src/system/redaction.js';
import { startOidcIssuers, type Claims, type OidcIssuers } from '../bench/sigstore/oidc-issuer.js';

const before = { ...process.env };
/** Nobody answers there: neither the authority nor the log hears of a job before it signs. */
const NOBODY = { fulcioUrl: 'http://127.0.0.1:9/', rekorUrl: 'http://127.0.0.1:9/' };
const REUSABLE = 'acme/builders/.github/workflows/image.yml@refs/tags/v3';

beforeEach(() => {
  for (const name of Object.keys(process.env))
    if (/^(?:GITHUB_|ACTIONS_|GITLAB_|RUNNER_|SIGSTORE_)/.test(name))
      Reflect.deleteProperty(process.env, name);
});
afterEach(() => {
  process.env = { ...before };
  forgetSecrets();
});

/** A signer whose identity is that of a job, in the job's environment. */
async function signerOfJob(oidc: OidcIssuers, env: Readonly<Record<string, string>>): Promise<ChosenSigner> {
  Object.assign(process.env, { GITHUB_ACTIONS: 'true' }, oidc.jobEnv, env);
  const signer = await openSigner(NOBODY);
  if (signer === undefined) throw new Error('expected the identity of the job');
  return signer;
}

async function placeOfJob(
  claims: Claims,
  env: Readonly<Record<string, string>> = {},
): Promise<Awaited<ReturnType<typeof jobPlace>>> {
  await using oidc = await startOidcIssuers(claims);
  return await jobPlace(await signerOfJob(oidc, env));
}

describe('where a release runs', () => {
  it('is what the token says that its signer signs with', async () => {
    expect(await placeOfJob({ job_workflow_ref: REUSABLE })).toMatchObject({
      builderId: `https://github.com/${REUSABLE}`,
      invocationId: 'https://github.com/acme/api/actions/runs/4242/attempts/2',
      started: { commit: '1'.repeat(40), repository: 'https://github.com/acme/api' },
    });
  });

  it('is told by no environment that lies, and no token stands in the refusal', async () => {
    await using oidc = await startOidcIssuers();
    const signer = await signerOfJob(oidc, { GITHUB_REPOSITORY: 'acme/other' });
    const refusal = await jobPlace(signer).catch((error: unknown) => error);
    expect(refusal).toMatchObject({ code: 'identity/contradiction', exit: 2 });
    expect(oidc.issued).toHaveLength(1);
    for (const part of oidc.issued[0]!.split('.').slice(1)) {
      expect((refusal as Error).message).not.toContain(part);
      expect(redact(part)).toBe('***');
    }
  });

  it('is not told by a token that is none of GitHub’s jobs', async () => {
    const person = await placeOfJob({ job_workflow_ref: undefined }, { GITHUB_RUN_ID: '7' });
    expect(person.builderId).toBe(BUILDERS['github-actions-job'].id);
    expect(person.started).toBeUndefined();
    await expect(placeOfJob({ sha: 'main' })).rejects.toMatchObject({ code: 'identity/invalid' });
  });

  it('is the environment’s word where nobody signs, and asks for no token', async () => {
    await using oidc = await startOidcIssuers();
    await signerOfJob(oidc, { GITHUB_REPOSITORY: 'acme/other', GITHUB_RUN_ID: '7' });
    expect(await jobPlace()).toMatchObject({
      builderId: BUILDERS['github-actions-job'].id,
      invocationId: 'https://github.com/acme/other/actions/runs/7/attempts/1',
    });
    expect(oidc.issued).toEqual([]);
  });

  it('is a workstation outside of CI, whatever a token says', async () => {
    await using oidc = await startOidcIssuers();
    const signer = await signerOfJob(oidc, {});
    Reflect.deleteProperty(process.env, 'GITHUB_ACTIONS');
    expect(await jobPlace(signer)).toEqual({ builderId: BUILDERS.local.id });
  });
});
