import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { isDockerfileName } from '../../src/config/dockerfile-name.js';
import { loadConfiguration } from '../../src/config/load.js';
import { assertServicesExist, contextFolder, dockerfilePath } from '../../src/config/paths.js';

function folder(files: Readonly<Record<string, string>>, name = 'My Shop'): string {
  const parent = realpathSync(mkdtempSync(join(tmpdir(), 'acgs-config-')));
  onTestFinished(() => {
    rmSync(parent, { recursive: true, force: true });
  });
  const root = join(parent, name);
  mkdirSync(root);
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  return root;
}

const load = (cwd: string, file?: string) =>
  loadConfiguration({ cwd, acgsVersion: '1.0.0', ...(file === undefined ? {} : { file }) });

describe('loadConfiguration', () => {
  it('works without a file in a folder with one Dockerfile, named after the folder', async () => {
    for (const name of ['Dockerfile', 'Containerfile', 'api.Dockerfile']) {
      const cwd = folder({ [name]: '' });
      expect(await load(cwd)).toMatchObject({
        file: undefined,
        root: cwd,
        project: 'my-shop',
        namespace: 'my-shop-system',
        services: [{ name: 'my-shop', image: 'my-shop', context: '.', dockerfile: name }],
      });
    }
  });

  it('takes the plain Dockerfile among several, and else asks', async () => {
    expect((await load(folder({ Dockerfile: '', 'Dockerfile.dev': '' }))).services[0]?.dockerfile).toBe(
      'Dockerfile',
    );
    await expect(load(folder({ 'a.Dockerfile': '', 'b.Dockerfile': '' }))).rejects.toMatchObject({
      code: 'config/not-found',
      message:
        'there is no acgs.yaml, and more than one Dockerfile in this folder: a.Dockerfile, b.Dockerfile',
    });
  });

  it('says what to do where there is nothing', async () => {
    await expect(load(folder({}))).rejects.toMatchObject({
      code: 'config/not-found',
      exit: 2,
      next: ['run `acgs init` to write acgs.yaml'],
    });
    await expect(load(folder({ Dockerfile: '' }), 'other.yaml')).rejects.toMatchObject({
      code: 'config/not-found',
      message: 'there is no other.yaml',
    });
    await expect(load(folder({ 'acgs.yml': '', Dockerfile: '' }))).rejects.toMatchObject({
      code: 'config/invalid',
      message: 'expected acgs.yaml, got acgs.yml',
    });
  });

  it('gives a file without services the service of the folder', async () => {
    const configuration = await load(
      folder({ 'acgs.yaml': 'version: 1\nregistry: ghcr.io/a\n', Dockerfile: '' }),
    );
    expect(configuration.services.map((service) => service.name)).toEqual(['my-shop']);
    expect((await load(folder({ 'acgs.yaml': 'version: 1\n' }))).services).toEqual([]);
  });

  it('reads --config from elsewhere, paths relative to that file', async () => {
    const cwd = folder({
      'deploy/acgs.yaml': 'version: 1\nservices: { api: { context: ../api } }\n',
      '.git/HEAD': '',
    });
    const configuration = await load(cwd, 'deploy/acgs.yaml');
    const [api] = configuration.services;
    expect(configuration).toMatchObject({ root: join(cwd, 'deploy'), repositoryRoot: cwd });
    expect(api && contextFolder(configuration, api)).toBe(join(cwd, 'api'));
    expect(api && dockerfilePath(configuration, api)).toBe(join(cwd, 'api/Dockerfile'));
    await expect(load(cwd, 'deploy')).rejects.toMatchObject({
      exit: expect.any(Number) as number,
      code: 'file/failed',
    });
  });

  it('resolves links in its place, so that paths compare with git’s', async () => {
    const cwd = folder({ 'acgs.yaml': 'version: 1\n' });
    symlinkSync(cwd, join(dirname(cwd), 'link'));
    expect(await load(join(dirname(cwd), 'link'))).toMatchObject({ root: cwd, file: join(cwd, 'acgs.yaml') });
  });

  it('names the file as the user does in errors', async () => {
    const cwd = folder({ 'deploy/acgs.yaml': 'versoin: 1\n' });
    await expect(load(cwd, 'deploy/acgs.yaml')).rejects.toMatchObject({
      file: 'deploy/acgs.yaml',
      line: 1,
      column: 1,
      code: 'config/unknown-key',
      message: 'unknown key "versoin"; did you mean "version"? (and 1 more)',
    });
  });
});

describe('assertServicesExist', () => {
  const text = 'version: 1\nservices: { api: { context: api } }\n';

  it('passes what is there', async () => {
    await assertServicesExist(await load(folder({ 'acgs.yaml': text, 'api/Dockerfile': '' })));
  });

  it.each([
    [{ 'acgs.yaml': text }, 'service api: the build context api does not exist'],
    [{ 'acgs.yaml': text, api: 'a file' }, 'service api: the build context api is not a folder'],
    [{ 'acgs.yaml': text, 'api/x': '' }, 'service api: there is no Dockerfile in api'],
    [{ 'acgs.yaml': text, 'api/Dockerfile/x': '' }, 'service api: Dockerfile in api is not a file'],
  ])('%j', async (files, message) => {
    const configuration = await load(folder(files));
    await expect(assertServicesExist(configuration)).rejects.toMatchObject({
      code: 'source/not-found',
      exit: 2,
      message,
    });
  });

  it('refuses links that lead out of the repository', async () => {
    const outside = folder({ Dockerfile: '' });
    const cwd = folder({ 'acgs.yaml': text, '.git/HEAD': '' });
    symlinkSync(outside, join(cwd, 'api'));
    await expect(assertServicesExist(await load(cwd))).rejects.toMatchObject({
      code: 'config/invalid',
      message: 'service api: a symbolic link leads api out of the repository',
    });
    const other = folder({ 'acgs.yaml': text, '.git/HEAD': '', 'api/x': '' });
    symlinkSync(join(outside, 'Dockerfile'), join(other, 'api/Dockerfile'));
    await expect(assertServicesExist(await load(other))).rejects.toMatchObject({ code: 'config/invalid' });
  });
});

it.each([
  ['Dockerfile', true],
  ['dockerfile', true],
  ['Containerfile', true],
  ['Dockerfile.worker', true],
  ['worker.Dockerfile', true],
  ['Dockerfile.dockerignore', false],
  ['Dockerfile.md', false],
  ['Dockerfile.j2', false],
  ['MyDockerfile', false],
  ['Dockerfiles', false],
])('isDockerfileName %s', (name, expected) => {
  expect(isDockerfileName(name)).toBe(expected);
});
