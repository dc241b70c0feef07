import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { runWorkflow } from '../bench/github/run-workflow.js';
import { artifactFolder } from '../bench/github/simulated-actions.js';
import { runAcgs } from '../bench/run.js';
import { type SlsaProvenance } from '../../src/provenance/slsa-types.js';
import { startSigstore } from '../bench/sigstore.js';
import { type OidcRequest } from '../bench/github/forge.js';
import { logsOf, resultsOf } from './github/logs-of.js';
import { releasedRepository } from './github/released-repository.js';

const IDENTITY = 'https://github.com/acme/api/.github/workflows/slsa-release.yml@refs/tags/v1.2.3';

/** What GitHub puts into the token of a job (docs.github.com, "OpenID Connect reference"). */
const claimsOf = ({ repository, event, workflowRef, jobWorkflowRef, environment, runId }: OidcRequest) => ({
  sub: `repo:${repository}:environment:${environment ?? ''}`,
  ref: event.ref,
  sha: event.sha,
  workflow_ref: workflowRef,
  workflow_sha: event.sha,
  job_workflow_ref: jobWorkflowRef,
  job_workflow_sha: event.sha,
  event_name: event.name,
  run_id: runId,
  run_attempt: '1',
  environment,
});

test('without a key the signing job’s own identity signs: that of the reusable workflow, at the tag', async () => {
  const claims: Record<string, unknown> = {};
  await using sigstore = await startSigstore(claims);
  const asked: OidcRequest[] = [];
  await using it = await releasedRepository({
    trust: [
      `verify: { identity: { certificateIdentity: '${IDENTITY}', certificateOidcIssuer: '${sigstore.oidc.github}' } }`,
      'sigstore: { trustedRoot: trusted_root.json, signingConfig: signing_config.json }',
    ].join('\n'),
    files: {
      'trusted_root.json': readFileSync(sigstore.trustedRoot, 'utf8'),
      'signing_config.json': readFileSync(sigstore.signingConfig, 'utf8'),
    },
  });
  const { ACTIONS_ID_TOKEN_REQUEST_URL: url = '', ACTIONS_ID_TOKEN_REQUEST_TOKEN: token = '' } =
    sigstore.oidc.jobEnv;
  const base = it.forge(await it.tagged());
  const forge = it.forge(base.event, {
    secrets: { REGISTRY_USERNAME: 'octocat', REGISTRY_PASSWORD: 's3cret-of-the-registry' },
    machine: { ...base.machine, ACGS_TRUSTED_ROOT: sigstore.trustedRoot },
    oidc: (job) => {
      asked.push(job);
      Object.assign(claims, claimsOf(job));
      return { url, token };
    },
  });
  const { jobs } = await runWorkflow(forge, '.github/workflows/release.yml');
  expect(resultsOf(jobs), logsOf(jobs)).toEqual({
    'release / build': 'success',
    'release / sign': 'success',
    'verify / verify': 'success',
  });
  // one job of the three could ask for an identity
  expect(asked.map(({ jobWorkflowRef }) => `https://github.com/${jobWorkflowRef}`)).toEqual([IDENTITY]);

  const { images = '' } = jobs['release / sign']?.outputs ?? {};
  const verify = async (identity: string) =>
    await runAcgs(
      [
        ...[
          'verify',
          images,
          '--certificate-identity',
          identity,
          '--require',
          'signature,slsaprovenance1,vuln',
        ],
        ...['--certificate-oidc-issuer', sigstore.oidc.github, '--trusted-root', sigstore.trustedRoot],
      ],
      { env: { ACGS_REGISTRY_USERNAME: 'octocat', ACGS_REGISTRY_PASSWORD: 's3cret-of-the-registry' } },
    );
  const verified = await verify(IDENTITY);
  expect(verified.code, verified.stderr).toBe(0);
  // the caller of the workflow is nobody: what is added to it cannot sign in the builder's name
  expect((await verify(IDENTITY.replace('slsa-release', 'release'))).code).toBe(4);

  // what the provenance says of source and run is what the authority certified
  const report = readFileSync(join(artifactFolder(forge.folder, 'release'), 'report.json'), 'utf8');
  expect(report).toContain('source, workflow and run are those of the certificate');
  // and its builder is that workflow: the signing job's word, not the environment's
  const stated = readFileSync(join(artifactFolder(forge.folder, 'release'), 'api/provenance.json'), 'utf8');
  const { predicate } = JSON.parse(stated) as { predicate: SlsaProvenance };
  expect(predicate.runDetails.builder.id).toBe(IDENTITY);
  expect(report).toContain(`so is the builder, ${IDENTITY}`);
});
