import { appendFileSync, globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { runWorkflow } from '../bench/github/run-workflow.js';
import { artifactFolder } from '../bench/github/simulated-actions.js';
import { vulnerableService } from '../bench/image.js';
import { runAcgs } from '../bench/run.js';
import { type SlsaProvenance } from '../../src/provenance/slsa-types.js';
import { type Report } from '../release/project.js';
import { logsOf, resultsOf } from './github/logs-of.js';
import { releasedRepository, type ReleasedRepository } from './github/released-repository.js';

const RELEASE = '.github/workflows/release.yml';
const RELEASED = { 'release / build': 'success', 'release / sign': 'success', 'verify / verify': 'success' };

/** Status of a repository's list of tags: 404 where nothing was ever pushed. */
async function tagsStatus({ registry }: ReleasedRepository): Promise<number> {
  const authorization = `Basic ${Buffer.from('octocat:s3cret-of-the-registry').toString('base64')}`;
  const { status } = await fetch(`http://${registry}/v2/acme/api/tags/list`, { headers: { authorization } });
  return status;
}

test('a version tag becomes an image in the registry that verifies, by the rendered workflows alone', async () => {
  await using it = await releasedRepository();
  const forge = it.forge(await it.tagged());
  const { jobs } = await runWorkflow(forge, RELEASE);
  expect(resultsOf(jobs), logsOf(jobs)).toEqual(RELEASED);

  const { images = '' } = jobs['release / sign']?.outputs ?? {};
  expect(images).toMatch(new RegExp(`^${it.registry}/acme/api@sha256:[0-9a-f]{64}$`));
  const verified = await runAcgs(
    ['verify', images, '--key', it.publicKey, '--require', 'signature,slsaprovenance1,cyclonedx,vuln'],
    { env: { ACGS_REGISTRY_USERNAME: 'octocat', ACGS_REGISTRY_PASSWORD: 's3cret-of-the-registry' } },
  );
  expect(verified.code, verified.stderr).toBe(0);

  expect(jobs['release / sign']?.summary).toContain(images.split('@')[1]);
  const kept = readFileSync(join(artifactFolder(forge.folder, 'release'), 'report.json'), 'utf8');
  const steps = (JSON.parse(kept) as Report).services[0]?.steps ?? [];
  // what came from the other job is checked and taken over; the provenance is this job's own word, the gate its own judgement
  expect(steps.filter(({ imported }) => imported === true).map(({ id }) => id)).toEqual([
    'lint',
    'build',
    'smoke',
    'sbom',
    'scan',
  ]);
  expect(steps.find(({ id }) => id === 'provenance')).toMatchObject({ status: 'passed' });
  const stated = readFileSync(join(artifactFolder(forge.folder, 'release'), 'api/provenance.json'), 'utf8');
  const { predicate } = JSON.parse(stated) as { predicate: SlsaProvenance };
  expect(predicate.buildDefinition.internalParameters?.['github']).toMatchObject({ job: 'sign' });

  // the gate by itself, called before a deployment
  const call = (names: string) =>
    runWorkflow(forge, '.github/workflows/verify.yml', { inputs: { images: names } });
  expect(resultsOf((await call(images)).jobs)).toEqual({ verify: 'success' });
  const [name = ''] = images.split('@');
  for (const refused of [
    `${name}:1.2.3`,
    `${name}@sha256:${'0'.repeat(64)}`,
    '',
    `--key=x@sha256:${'0'.repeat(64)}`,
  ])
    expect(resultsOf((await call(refused)).jobs), refused).toEqual({ verify: 'failure' });
});

describe('nothing is signed or pushed', () => {
  test('when what the signing job gets is not what the build job made', async () => {
    await using it = await releasedRepository();
    const forge = it.forge(await it.tagged(), {
      between: (job) => {
        if (job !== 'build') return;
        const [index = ''] = globSync(
          join(artifactFolder(forge.folder, 'built'), 'dist/release/api/image/index.json'),
        );
        appendFileSync(index, ' ');
      },
    });
    const { jobs } = await runWorkflow(forge, RELEASE);
    expect(resultsOf(jobs)).toMatchObject({ 'release / sign': 'failure', verify: 'skipped' });
    expect(logsOf(jobs)).toContain('::error::what came is not what the build job made');
    expect(jobs['release / sign']?.steps.find(({ name }) => name === 'Sign, push, verify')?.result).toBe(
      'skipped',
    );
    expect(await tagsStatus(it)).toBe(404);
  });

  test('when the gate refuses', async () => {
    await using it = await releasedRepository({ service: vulnerableService });
    const { jobs } = await runWorkflow(it.forge(await it.tagged()), RELEASE);
    expect(resultsOf(jobs), logsOf(jobs)).toEqual({
      'release / build': 'failure',
      'release / sign': 'skipped',
      verify: 'skipped',
    });
    expect(logsOf(jobs)).toContain('::error title=gate/refused::');
    expect(await tagsStatus(it)).toBe(404);
  });

  test('when the journal is left behind, because hidden files were not asked for', async () => {
    const withoutHidden = (text: string): string => text.replace(/^ *include-hidden-files:.*\n/m, '');
    await using it = await releasedRepository({
      edit: (files) =>
        Object.fromEntries(Object.entries(files).map(([path, text]) => [path, withoutHidden(text)])),
    });
    const { jobs } = await runWorkflow(it.forge(await it.tagged()), RELEASE);
    expect(resultsOf(jobs)).toMatchObject({ 'release / build': 'success', 'release / sign': 'failure' });
    expect(await tagsStatus(it)).toBe(404);
  });
});
