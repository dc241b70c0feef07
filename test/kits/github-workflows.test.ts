import { describe, expect, test } from 'vitest';
import { parseWorkflow, type Workflow } from '../bench/github/workflow.js';
import { loadKit } from '../../src/kits/load-kit.js';
import { checkAnswers } from '../../src/kits/check-answers.js';
import { ACTION_PINS, PINS_DATE } from '../../src/kits/workflow/action-pins.js';
import { platformFor, rendered } from './acgs2.js';

const elsewhere = (yaml: string): string =>
  yaml.replace('ghcr.io/acme/acgs2', 'registry.example.com/acme') + 'verify: { key: cosign.pub }\n';

async function workflows(edit?: (yaml: string) => string): Promise<Record<string, Workflow>> {
  const platform = platformFor(edit);
  const files = {
    ...(await rendered('github-release', {}, platform)),
    ...(await rendered('github-scan', {}, platform)),
  };
  return Object.fromEntries(
    Object.entries(files)
      .filter(([path]) => path.endsWith('.yml'))
      .map(([path, text]) => [path.replace('.github/workflows/', ''), parseWorkflow(text)]),
  );
}

describe.each([
  ['keyless', undefined],
  ['with a key', elsewhere],
])('what the rendered workflows may do (%s)', (_name, edit) => {
  test('nothing but what a job says', async () => {
    for (const workflow of Object.values(await workflows(edit))) {
      expect(workflow.permissions).toEqual({});
      for (const job of Object.values(workflow.jobs)) expect(job.permissions).toBeDefined();
    }
  });

  test('the job that builds has no token to sign or push with, and sees no secret', async () => {
    const { 'slsa-release.yml': release } = await workflows(edit);
    expect(release?.jobs['build']?.permissions).toEqual({ contents: 'read' });
    expect(JSON.stringify(release?.jobs['build'])).not.toMatch(/secrets\.|github\.token/);
    expect(JSON.stringify(release?.env)).not.toMatch(/secrets\.|github\.token/);
  });

  test('only the signing job can ask for an identity, and it runs nothing of the repository', async () => {
    const all = await workflows(edit);
    const asking = Object.entries(all).flatMap(([file, { jobs }]) =>
      Object.entries(jobs)
        .filter(([, { permissions }]) => permissions?.['id-token'] !== undefined)
        .map(([job]) => `${file} ${job}`),
    );
    const expected = edit === undefined ? ['release.yml release', 'slsa-release.yml sign'] : [];
    expect(asking.sort()).toEqual(expected);
    const { jobs } = all['slsa-release.yml'] as Workflow;
    expect(jobs['sign']?.environment).toBe('release');
    const commands = (jobs['sign']?.steps ?? []).flatMap(({ run }) => (run === undefined ? [] : [run]));
    expect(commands.filter((run) => run.startsWith('acgs'))).toEqual([
      'acgs release --from provenance --push',
    ]);
  });

  test('a pull request reaches one workflow, in which what runs its code only reads and no secret is named', async () => {
    const all = await workflows(edit);
    const reached = Object.entries(all).filter(
      ([, { on }]) => 'pull_request' in on || 'pull_request_target' in on || 'workflow_run' in on,
    );
    expect(reached.map(([file]) => file)).toEqual(['security-scan.yml']);
    const scan = all['security-scan.yml'] as Workflow;
    expect(Object.keys(scan.on)).not.toContain('pull_request_target');
    expect(JSON.stringify(scan)).not.toMatch(/secrets\.|github\.token/);
    for (const [name, { permissions }] of Object.entries(scan.jobs))
      if (name !== 'report') expect(permissions).toEqual({ contents: 'read' });
    expect(JSON.stringify(scan.jobs['report'])).not.toContain('actions/checkout');
  });

  test('no text of an event stands in a script, no release takes from a cache, no checkout leaves its token', async () => {
    for (const { jobs } of Object.values(await workflows(edit)))
      for (const { run, uses, with: inputs } of Object.values(jobs).flatMap(({ steps }) => steps ?? [])) {
        expect(run ?? '').not.toContain('${{');
        expect(uses ?? '').not.toContain('actions/cache');
        if (uses?.startsWith('actions/checkout@') === true)
          expect(inputs?.['persist-credentials']).toBe(false);
        if (uses?.startsWith('actions/setup-node@') === true)
          expect(inputs?.['package-manager-cache']).toBe(false);
      }
  });
});

describe('the identity', () => {
  test('is the one that the platform’s other kits are given: the workflow that signs, at a version tag', async () => {
    const platform = platformFor();
    const files = await rendered('github-release', {}, platform);
    const { signer } = platform;
    if (signer.kind !== 'keyless') throw new Error('expected a keyless signer');
    expect(Object.keys(files)).toContain(signer.workflow);
    const verify = parseWorkflow(files['.github/workflows/verify.yml'] ?? '');
    const env = verify.jobs['verify']?.steps?.find(({ name }) => name === 'Verify')?.env;
    expect(env).toMatchObject({
      ACGS_CERTIFICATE_IDENTITY_REGEXP: signer.identityRegexp,
      ACGS_CERTIFICATE_OIDC_ISSUER: signer.issuer,
    });
    const release = parseWorkflow(files['.github/workflows/release.yml'] ?? '');
    expect(release.jobs['release']?.uses).toBe(`./${signer.workflow}`);
    // GitHub's filter and the pattern of the identity mean the same tags
    expect(release.on['push']).toEqual({ tags: ['v[0-9]+.[0-9]+.[0-9]+'] });
    const san = `https://github.com/acme/acgs2/${signer.workflow}@refs/tags/v1.20.3`;
    expect(san).toMatch(new RegExp(`^(?:${signer.identityRegexp})$`));
  });

  test('cannot carry an expression that GitHub would evaluate', async () => {
    const hostile = (yaml: string): string =>
      `${yaml}verify: { identity: { certificateIdentityRegexp: 'x\${{ github.token }}', certificateOidcIssuer: 'https://a.example' } }\n`;
    const files = await rendered('github-release', {}, platformFor(hostile));
    expect(files['.github/workflows/verify.yml']).toContain("x${{ '${{' }} github.token }}");
  });
});

describe('answers', () => {
  const hostile = [
    '"; rm -rf /',
    'a\nb: c',
    '${{ github.token }}',
    '- x',
    '$(id)',
    '`id`',
    "a' b",
    '{{ x }}',
    '#',
  ];

  test.each(['github-release', 'github-scan'])(
    'of %s take nothing that could mean more than it says',
    async (name) => {
      const { manifest } = await loadKit(name);
      for (const answer of Object.keys(manifest.answers))
        for (const value of hostile)
          expect(() => checkAnswers(manifest, { [answer]: value })).toThrow(/kits\./);
    },
  );
});

describe('pins', () => {
  test('are whole commits of exact versions, on a day', () => {
    expect(PINS_DATE).toMatch(/^\d{4}-\d{2}-\d{2}$/);
    for (const { sha, version } of Object.values(ACTION_PINS)) {
      expect(sha).toMatch(/^[0-9a-f]{40}$/);
      expect(version).toMatch(/^v\d+\.\d+\.\d+$/);
    }
  });
});
