import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { quickService, vulnerableService } from '../bench/image.js';
import { startRegistry } from '../bench/registry.js';
import { scratchFolder } from '../bench/scratch.js';
import { CANARIES } from './canary.js';
import { type Project, project, type Report } from './project.js';

const OTHER_SECRET = 'canary0of0a0secret';

/** The environment of a job as GitHub sets it, with its files in `folder`. */
async function jobOf(it: Project, folder: string): Promise<Record<string, string>> {
  return {
    CI: 'true',
    GITHUB_ACTIONS: 'true',
    GITHUB_SERVER_URL: 'https://github.com',
    GITHUB_REPOSITORY: 'acme/api',
    GITHUB_SHA: await it.git('rev-parse', 'HEAD'),
    GITHUB_REF: 'refs/heads/x%0A::error::pwned',
    GITHUB_EVENT_NAME: 'push',
    GITHUB_ACTOR: 'octocat',
    GITHUB_WORKFLOW_REF: 'acme/api/.github/workflows/release.yml@refs/heads/main',
    GITHUB_JOB: 'release-job',
    GITHUB_RUN_ID: '4242',
    GITHUB_RUN_ATTEMPT: '2',
    RUNNER_ENVIRONMENT: 'github-hosted',
    GITHUB_WORKSPACE: it.folder,
    GITHUB_OUTPUT: join(folder, 'output'),
    GITHUB_STEP_SUMMARY: join(folder, 'summary'),
    GITHUB_TOKEN: CANARIES.GITHUB_TOKEN,
    DEPLOY_TOKEN: OTHER_SECRET,
  };
}

/** Outputs as the runner reads them. */
function outputsIn(text: string): Record<string, string> {
  const found: Record<string, string> = {};
  const lines = text.split('\n');
  for (let at = 0; at < lines.length; at += 1) {
    const [name, delimiter] = (lines[at] ?? '').split('<<');
    if (name === undefined || delimiter === undefined) continue;
    const end = lines.indexOf(delimiter, at + 1);
    found[name] = lines.slice(at + 1, end).join('\n');
    at = end;
  }
  return found;
}

/** The workflow commands that the runner would carry out: those that begin a line. */
const commandsIn = (text: string): string[] =>
  text.split('\n').filter((line) => /^\s*::/.test(line) || line.includes('##['));

test('a job sees groups, masked secrets, outputs and a summary, and its provenance names it', async () => {
  await using registry = await startRegistry();
  using it = await project({
    files: {
      ...quickService,
      Dockerfile: (quickService['Dockerfile'] ?? '').replace(
        'USER 10001',
        'RUN echo "::error::pwned by a build" && echo "##[error]pwned"\nUSER 10001',
      ),
    },
  });
  using files = scratchFolder({ output: '', summary: '' });
  const env = await jobOf(it, files.folder);
  const released = await it.acgs(
    ['release', '--json', '--push', '--key', 'cosign.key', '--registry', `${registry.address}/team`],
    { env },
  );
  expect(released.code, released.stderr).toBe(0);
  const report = released.json as Report;
  const [service] = report.services;

  const commands = commandsIn(released.stderr);
  expect(commands.filter((line) => line.includes('pwned'))).toEqual([]);
  expect(released.stderr).toContain('pwned by a build');
  const groups = commands.filter((line) => line.startsWith('::group::'));
  expect(groups).toContain('::group::api/build');
  expect(groups).toHaveLength(commands.filter((line) => line === '::endgroup::').length);

  // Masked by acgs itself, not by a command that would have to show them first.
  for (const secret of [OTHER_SECRET, CANARIES.GITHUB_TOKEN])
    expect(`${released.stderr}${released.stdout}`).not.toContain(secret);

  const outputs = outputsIn(readFileSync(join(files.folder, 'output'), 'utf8'));
  expect(outputs).toEqual({
    digest: service?.digest,
    image: service?.image,
    images: JSON.stringify({ api: service?.image }),
    report: 'dist/release/report.json',
  });
  const summary = readFileSync(join(files.folder, 'summary'), 'utf8');
  expect(summary).toContain(service?.digest ?? 'a digest');
  expect(summary).toContain('| build | passed |');
  const provenance = readFileSync(join(it.folder, 'dist/release/api/provenance.json'), 'utf8');
  expect(provenance).toContain('https://github.com/acme/api/actions/runs/4242');
});

test('findings are annotations on their file and line; a refusal ends with one error, and the summary tells it', async () => {
  const name = 'services/a%0A,b';
  using it = await project({
    files: { ...vulnerableService, Dockerfile: `${vulnerableService['Dockerfile'] ?? ''}# a comment\n` },
    key: false,
  });
  using files = scratchFolder({ output: '', summary: '' });
  const env = { ...(await jobOf(it, files.folder)), GITHUB_HEAD_REF: name };
  const refused = await it.acgs(['release', '--json'], { env });
  expect(refused.code, refused.stderr).toBe(3);
  const commands = commandsIn(refused.stderr);
  expect(commands).toContainEqual(
    expect.stringMatching(/^::(?:warning|notice) title=ACGS1001,file=Dockerfile,line=1,/),
  );
  expect(commands.filter((line) => line.startsWith('::error'))).toEqual([
    expect.stringMatching(/^::error title=gate\/refused::/),
  ]);
  expect(readFileSync(join(files.folder, 'summary'), 'utf8')).toMatch(/Werkzeug/);
  expect(outputsIn(readFileSync(join(files.folder, 'output'), 'utf8'))['report']).toBe(
    'dist/release/report.json',
  );
});

test('a syntax error is an error annotation at its line', async () => {
  using it = await project({ files: { Dockerfile: 'FROM busybox:stable\nUSER 1\nRUNN true\n' }, key: false });
  using files = scratchFolder({ output: '', summary: '' });
  const refused = await it.acgs(['release'], {
    env: { ...(await jobOf(it, files.folder)), GITHUB_WORKSPACE: join(it.folder, '..') },
  });
  expect(refused.code, refused.stderr).toBe(3);
  const folder = it.folder.split('/').at(-1) ?? '';
  expect(commandsIn(refused.stderr)).toContainEqual(
    expect.stringContaining(`file=${folder}/Dockerfile,line=3`),
  );
});
