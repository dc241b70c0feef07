import { cpSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { baseImageContexts, buildAndPush } from '../bench/image.js';
import { bench, projectRoot } from '../bench/bench.js';
import { runAcgs } from '../bench/run.js';
import { scratchFolder } from '../bench/scratch.js';
import { checkedDocument } from '../commands/run-command.js';

const projects = join(projectRoot, 'test/dockerfile/projects');

interface Expected {
  /** What the image as it was did. */
  readonly before: 'healthy' | 'running' | 'failed';
  readonly after: 'healthy' | 'running';
  /** What the images say differently, and the rules that explain it. */
  readonly differences: Readonly<Record<string, readonly string[]>>;
}

const askedByRuntime = { Healthcheck: ['ACGS1401'] };

/** A project of each kind that people write; the first is the template that many services of one organisation were to share. */
const expected: Readonly<Record<string, Expected>> = {
  'plan-template': {
    before: 'failed',
    after: 'healthy',
    differences: { ...askedByRuntime, User: ['DL3066'] },
  },
  'apt-packages': {
    before: 'healthy',
    after: 'healthy',
    differences: { Cmd: ['DL3025'], User: ['ACGS1403'] },
  },
  arguments: { before: 'healthy', after: 'healthy', differences: { User: ['DL3066'] } },
  heredoc: {
    before: 'healthy',
    after: 'healthy',
    differences: { Cmd: ['DL3025'], Healthcheck: ['DL3025'], User: ['ACGS1403'] },
  },
  mounts: { before: 'failed', after: 'healthy', differences: { ...askedByRuntime, User: ['DL3066'] } },
  'multi-stage': { before: 'failed', after: 'healthy', differences: { ...askedByRuntime, User: ['DL3066'] } },
  'npm-service': {
    before: 'failed',
    after: 'healthy',
    differences: { Entrypoint: ['DL3025'], ...askedByRuntime, User: ['DL3066'] },
  },
  'old-style': {
    before: 'running',
    after: 'running',
    differences: {
      Cmd: ['DL3025'],
      'Labels.org.opencontainers.image.authors': ['DL4000'],
      User: ['ACGS1403'],
      author: ['DL4000'],
    },
  },
  onbuild: {
    before: 'running',
    after: 'running',
    differences: { Cmd: ['DL3025'], OnBuild: ['DL3042'], User: ['DL3066'] },
  },
  'pip-service': {
    before: 'failed',
    after: 'healthy',
    differences: { Cmd: ['DL3025'], ...askedByRuntime, User: ['ACGS1403'] },
  },
  'shell-form': {
    before: 'healthy',
    after: 'healthy',
    differences: { Healthcheck: ['DL4006', 'DL3025'], Shell: ['DL4006'], User: ['ACGS1403'] },
  },
};

/**
 * The bench's Python is Debian's, which installs into dist-packages; the template copies site-packages, the folder of the official
 * image. Here both are one.
 */
async function pythonWithSitePackages(): Promise<string> {
  const name = `${bench().registryReferrers}/projects/python:site-packages`;
  const lib = '/usr/local/lib/python3.13';
  const dockerfile = [
    'FROM python:3.13-slim',
    `RUN mkdir -p ${lib}/site-packages && rm -rf ${lib}/dist-packages && ln -s site-packages ${lib}/dist-packages`,
    '',
  ].join('\n');
  return `${name}@${await buildAndPush(name, { files: { Dockerfile: dockerfile } })}`;
}

/** Named contexts for the bases of a project, none of which leaves the machine. */
async function contextsOf(project: string): Promise<readonly string[]> {
  const contexts = baseImageContexts();
  if (project !== 'plan-template') return contexts;
  const python = await pythonWithSitePackages();
  return contexts.map((word) =>
    word.startsWith('python:') ? `python:3.13-slim=docker-image://${python}` : word,
  );
}

interface Document {
  readonly proof: {
    readonly proven: boolean;
    readonly before: { readonly smoke: { readonly status: string; readonly observed?: string } };
    readonly after: { readonly smoke: { readonly observed?: string } };
    readonly differences: readonly { readonly field: string; readonly rules: readonly string[] }[];
  };
  readonly written: boolean;
}

it('every project is here', () => {
  expect(readdirSync(projects).sort()).toEqual(Object.keys(expected).sort());
});

describe.each(Object.entries(expected))('%s', (name, { before, after, differences }) => {
  it('is hardened, proven on the engine, lints clean, and stays as it is the second time', async () => {
    using here = scratchFolder();
    cpSync(join(projects, name), here.folder, { recursive: true });
    const text = readFileSync(join(here.folder, 'Dockerfile'), 'utf8');
    const acgs = (...args: string[]) => runAcgs(['dockerfile', ...args], { cwd: here.folder });

    const run = await acgs(
      'harden',
      'Dockerfile',
      '--prove',
      '--write',
      '--json',
      ...(await contextsOf(name)),
    );
    expect(run.stderr).not.toContain('not proven');
    const document = checkedDocument('dockerfile harden', run.stdout) as unknown as Document;
    expect({ code: run.code, written: document.written, proven: document.proof.proven }).toEqual({
      code: 0,
      written: true,
      proven: true,
    });
    const { smoke } = document.proof.before;
    expect(smoke.observed ?? smoke.status).toBe(before);
    expect(document.proof.after.smoke.observed).toBe(after);
    expect(Object.fromEntries(document.proof.differences.map(({ field, rules }) => [field, rules]))).toEqual(
      differences,
    );

    expect(readFileSync(join(here.folder, 'Dockerfile'), 'utf8')).not.toBe(text);
    expect(await acgs('lint', 'Dockerfile', '-f', 'tty')).toMatchObject({ code: 0 });
    expect(await acgs('harden', 'Dockerfile', '--check')).toMatchObject({ code: 0, stdout: '' });
  });
});

describe('a change that is not proven', () => {
  it('is not written: the hardened image does not run', async () => {
    // The folder is root's and the service writes there, which only building and running can show.
    const dockerfile = [
      'FROM busybox:stable',
      'RUN mkdir /state && chmod 700 /state',
      'CMD ["/bin/sh", "-c", "ls /state && sleep 600"]',
      '',
    ].join('\n');
    using here = scratchFolder({ Dockerfile: dockerfile });
    const run = await runAcgs(
      ['dockerfile', 'harden', 'Dockerfile', '--prove', '--write', '--json', ...baseImageContexts()],
      { cwd: here.folder },
    );
    expect(run).toMatchObject({
      code: 1,
      json: {
        status: 'failed',
        error: { code: 'harden/unproven' },
        written: false,
        proof: { proven: false },
      },
    });
    expect(run.stderr).toContain('harden/unproven');
    expect(readFileSync(join(here.folder, 'Dockerfile'), 'utf8')).toBe(dockerfile);
  });

  it('a file that does not build proves nothing', async () => {
    using here = scratchFolder({ Dockerfile: 'FROM busybox:stable as a\nRUN exit 7\n' });
    const run = await runAcgs(
      ['dockerfile', 'harden', 'Dockerfile', '--prove', '--json', ...baseImageContexts()],
      { cwd: here.folder },
    );
    expect(run).toMatchObject({ code: 1, json: { error: { code: 'build/failed' } } });
  });
});
