import { expect, test } from 'vitest';
import { type JobResult } from '../bench/github/run-job.js';
import { runWorkflow } from '../bench/github/run-workflow.js';
import { runAcgs } from '../bench/run.js';
import { releasedRepository } from './github/released-repository.js';

/** What the steps of every job printed, for a failure to be read. */
const logsOf = (jobs: Readonly<Record<string, JobResult>>): string =>
  Object.entries(jobs)
    .flatMap(([job, { steps }]) => steps.map(({ name, result, log }) => `${job}: ${name}: ${result}\n${log}`))
    .join('\n');

test('a version tag becomes an image in the registry that verifies, by the rendered workflows alone', async () => {
  await using it = await releasedRepository();
  const { jobs } = await runWorkflow(it.forge(await it.tagged()), '.github/workflows/release.yml');
  const log = logsOf(jobs);
  expect(Object.fromEntries(Object.entries(jobs).map(([name, { result }]) => [name, result])), log).toEqual({
    'release / build': 'success',
    'release / sign': 'success',
    'verify / verify': 'success',
  });
  const { images = '' } = jobs['release / sign']?.outputs ?? {};
  expect(images).toMatch(new RegExp(`^${it.registry}/acme/api@sha256:[0-9a-f]{64}$`));
  const verified = await runAcgs(
    ['verify', images, '--key', it.publicKey, '--require', 'signature,slsaprovenance1,cyclonedx,vuln'],
    { env: { ACGS_REGISTRY_USERNAME: 'octocat', ACGS_REGISTRY_PASSWORD: 's3cret-of-the-registry' } },
  );
  expect(verified.code, verified.stderr).toBe(0);
});
