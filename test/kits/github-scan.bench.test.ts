import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type ForgeEvent } from '../bench/github/forge.js';
import { runWorkflow } from '../bench/github/run-workflow.js';
import { quickService, vulnerableService } from '../bench/image.js';
import { logsOf, resultsOf } from './github/logs-of.js';
import { releasedRepository } from './github/released-repository.js';

const SCAN = '.github/workflows/security-scan.yml';
const canAsk = { url: 'http://127.0.0.1:9/token', token: 'canary-of-the-identity' };

describe('the scan', () => {
  test('of a push to the branch reports what it refuses, by category', async () => {
    await using it = await releasedRepository({ service: vulnerableService });
    const event: ForgeEvent = { ...(await it.tagged()), ref: 'refs/heads/main' };
    const forge = it.forge(event);
    const { jobs } = await runWorkflow(forge, SCAN);
    const results = resultsOf(jobs);
    expect(results, logsOf(jobs)).toMatchObject({
      'scan (api)': 'failure',
      'report (workflows)': 'success',
      'report (dockerfiles)': 'success',
      'report (api)': 'success',
    });
    const sent = join(forge.folder, 'code-scanning/acgs');
    expect(readdirSync(sent).sort()).toEqual(['api', 'dockerfiles', 'workflows']);
    expect(readFileSync(join(sent, 'api/scan.sarif'), 'utf8')).toContain('CVE-');
    expect(logsOf(jobs)).toContain('::error title=gate/refused::');
  });

  test('of a fork’s pull request reads, and can do nothing else', async () => {
    await using it = await releasedRepository({ service: quickService });
    const { sha } = await it.tagged();
    const event: ForgeEvent = {
      name: 'pull_request',
      ref: 'refs/pull/7/merge',
      sha,
      payload: { pull_request: { head: { repo: { fork: true } } } },
    };
    const asked: string[] = [];
    const forge = it.forge(event, {
      oidc: ({ jobWorkflowRef }) => {
        asked.push(jobWorkflowRef);
        return canAsk;
      },
    });
    const { jobs } = await runWorkflow(forge, SCAN);
    expect(resultsOf(jobs), logsOf(jobs)).toEqual({
      lint: 'success',
      'scan (api)': 'success',
      report: 'skipped',
    });
    expect(asked).toEqual([]);
    for (const { permissions } of Object.values(jobs))
      expect(Object.values(permissions).filter((access) => access === 'write')).toEqual([]);
  });
});
