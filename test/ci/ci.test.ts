import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { detectCi } from '../../src/ci/detect-ci.js';
import { formatOutputs, writeOutputs } from '../../src/ci/outputs.js';
import { releaseOutputs } from '../../src/ci/release-outputs.js';
import { secretsIn } from '../../src/ci/secrets.js';
import { fitSummary, SUMMARY_LIMIT, writeStepSummary } from '../../src/ci/step-summary.js';
import { type ReleaseReport } from '../../src/model/release-report.js';
import { newFolder } from '../pipeline/tiny-world.js';

const github = {
  CI: 'true',
  GITHUB_ACTIONS: 'true',
  GITHUB_SERVER_URL: 'https://github.com',
  GITHUB_REPOSITORY: 'acme/api',
  GITHUB_SHA: 'a'.repeat(40),
  GITHUB_REF: 'refs/heads/$(touch${IFS}pwned)',
  GITHUB_EVENT_NAME: 'push',
  GITHUB_ACTOR: 'octocat',
  GITHUB_WORKFLOW_REF: 'acme/api/.github/workflows/release.yml@refs/heads/main',
  GITHUB_JOB: 'release',
  GITHUB_RUN_ID: '42',
  GITHUB_RUN_ATTEMPT: '1',
  RUNNER_ENVIRONMENT: 'github-hosted',
  ACTIONS_ID_TOKEN_REQUEST_URL: 'https://token',
  ACTIONS_ID_TOKEN_REQUEST_TOKEN: 'secret',
};

/** What the runner makes of a GITHUB_OUTPUT file (actions/runner, FileCommandManager.cs). */
function readOutputs(text: string): Record<string, string> {
  const outputs: Record<string, string> = {};
  const lines = text.split('\n');
  for (let i = 0; i < lines.length - 1; i += 1) {
    const [name = '', delimiter = ''] = (lines[i] ?? '').split('<<');
    const value: string[] = [];
    for (i += 1; i < lines.length && lines[i] !== delimiter; i += 1) value.push(lines[i] ?? '');
    outputs[name] = value.join('\n');
  }
  return outputs;
}

describe('the context of a job', () => {
  it('on GitHub', () => {
    expect(detectCi(github)).toEqual({
      provider: 'github',
      ci: true,
      server: 'https://github.com',
      repository: 'acme/api',
      commit: 'a'.repeat(40),
      ref: 'refs/heads/$(touch${IFS}pwned)',
      event: 'push',
      actor: 'octocat',
      workflow: 'acme/api/.github/workflows/release.yml@refs/heads/main',
      job: 'release',
      runId: '42',
      runAttempt: '1',
      runUrl: 'https://github.com/acme/api/actions/runs/42',
      runner: 'hosted',
      pullRequest: false,
      oidc: true,
    });
  });

  it('knows a proposed change, and that it may have no token', () => {
    expect(
      detectCi({ ...github, GITHUB_EVENT_NAME: 'pull_request', ACTIONS_ID_TOKEN_REQUEST_TOKEN: '' }),
    ).toMatchObject({ pullRequest: true, oidc: false });
  });

  it('on GitLab: a tag wins over a branch', () => {
    expect(
      detectCi({ GITLAB_CI: 'true', CI_COMMIT_TAG: 'v1', CI_COMMIT_SHA: 'b', CI_PIPELINE_SOURCE: 'push' }),
    ).toEqual({
      provider: 'gitlab',
      ci: true,
      commit: 'b',
      ref: 'refs/tags/v1',
      event: 'push',
      pullRequest: false,
      oidc: false,
    });
  });

  it('on Buildkite: `false` is no pull request', () => {
    expect(
      detectCi({ BUILDKITE: 'true', BUILDKITE_BRANCH: 'main', BUILDKITE_PULL_REQUEST: 'false' }),
    ).toMatchObject({ provider: 'buildkite', ref: 'refs/heads/main', pullRequest: false });
  });

  it.each([
    [{}, false],
    [{ CI: '' }, false],
    [{ CI: 'false' }, false],
    [{ CI: '1' }, true],
    [{ CI: 'true' }, true],
  ])('elsewhere %j is a CI system: %s', (environment, ci) => {
    expect(detectCi(environment)).toEqual({ provider: 'none', ci, pullRequest: false, oidc: false });
  });
});

describe('outputs', () => {
  it('come back as they were, whatever they hold, and set nothing else', () => {
    const value = fc.oneof(fc.string(), fc.constantFrom('a\nimage<<EOF\nevil\nEOF', 'x<<y\ny\n', '\n\n'));
    fc.assert(
      fc.property(value, value, (digest, image) => {
        expect(readOutputs(formatOutputs({ digest, image }))).toEqual({ digest, image });
      }),
    );
  });

  it('have another delimiter each time', () => {
    expect(formatOutputs({ a: 'b' })).not.toBe(formatOutputs({ a: 'b' }));
  });

  it('refuse a name that could set another, and a value that holds the delimiter', () => {
    expect(() => formatOutputs({ 'a<<b\nc': 'd' })).toThrow('cannot be written');
    expect(() => formatOutputs({ a: 'x\nEND\n' }, 'END')).toThrow('cannot be written');
  });

  it('are added to the file that GitHub names, and nowhere without it', async () => {
    const file = join(await newFolder(), 'output');
    await writeFile(file, 'before<<x\n1\nx\n');
    await writeOutputs({ digest: 'sha256:1' }, { GITHUB_OUTPUT: file });
    await writeOutputs({ digest: 'sha256:2' }, {});
    expect(readOutputs(await readFile(file, 'utf8'))).toEqual({ before: '1', digest: 'sha256:1' });
  });

  it('of a release name its images and its report', () => {
    const service = (name: string) => ({
      name,
      digest: `sha256:${name}`,
      image: `registry/${name}@sha256:${name}`,
    });
    const report = { services: [service('api'), service('web'), { name: 'bad', digest: '', image: '' }] };
    expect(releaseOutputs(report as unknown as ReleaseReport, 'dist/release/report.json')).toEqual({
      digest: 'sha256:api',
      image: 'registry/api@sha256:api',
      images: '{"api":"registry/api@sha256:api","web":"registry/web@sha256:web"}',
      report: 'dist/release/report.json',
    });
  });
});

describe('the step summary', () => {
  it('never grows over its limit, and is cut at a line', () => {
    fc.assert(
      fc.property(
        fc.array(fc.string({ unit: 'grapheme' })),
        fc.integer({ min: 0, max: 400 }),
        (lines, limit) => {
          const text = lines.join('\n');
          const fit = fitSummary(text, limit);
          expect(Buffer.byteLength(fit)).toBeLessThanOrEqual(limit);
          if (Buffer.byteLength(text) <= limit) expect(fit).toBe(text);
        },
      ),
    );
  });

  it('counts what the file holds already', async () => {
    const file = join(await newFolder(), 'summary');
    const environment = { GITHUB_STEP_SUMMARY: file };
    await writeStepSummary('a line\n'.repeat(100_000), environment);
    await writeStepSummary('b line\n'.repeat(100_000), environment);
    await writeStepSummary('c line\n', environment);
    const text = await readFile(file, 'utf8');
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(SUMMARY_LIMIT);
    expect(text).toContain('Cut here');
    await writeStepSummary('nowhere', {});
  });
});

describe('secrets of an environment', () => {
  it('are found by the names that people give them', () => {
    expect(
      secretsIn({
        COSIGN_PASSWORD: 'correct horse',
        GITHUB_TOKEN: 'ghs_123456',
        AWS_SECRET_ACCESS_KEY: 'aws-secret',
        GOOGLE_APPLICATION_CREDENTIALS: '/home/me/key.json',
        SHORT_TOKEN: 'abc',
        TOKENS_PER_MINUTE: '1000000',
        HOME: '/home/me',
      }),
    ).toEqual(['correct horse', 'ghs_123456', 'aws-secret']);
  });
});
