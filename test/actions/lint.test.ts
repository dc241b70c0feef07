import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { codes, project } from './lint/project.js';

const UNTAGGED = 'FROM debian\n';
const CLEAN = 'FROM scratch\n';

describe('files', () => {
  it('takes the Dockerfiles of the working folder itself without an operand', async () => {
    using here = project({
      Dockerfile: UNTAGGED,
      'api.Dockerfile': CLEAN,
      'below/Dockerfile': CLEAN,
      'notes.md': '',
    });
    const { files } = await here.lint();
    expect(files.map(({ file }) => file)).toEqual(['Dockerfile', 'api.Dockerfile']);
  });

  it('refuses a folder without a Dockerfile, a missing file and a glob that matches nothing', async () => {
    using here = project({ 'empty/readme': '', 'a/Dockerfile': CLEAN });
    for (const operands of [[], ['empty'], ['none'], ['*/none'], ['a/Dockerfile', 'none']])
      await expect(here.lint({ operands })).rejects.toMatchObject({ code: 'source/not-found', exit: 2 });
  });

  it('names each file once, as it was typed', async () => {
    using here = project({ 'a/Dockerfile': CLEAN, 'b/x.Dockerfile': CLEAN });
    const { files } = await here.lint({ operands: ['./a/Dockerfile', 'a', '**/*Dockerfile', '.'] });
    expect(files.map(({ file }) => file)).toEqual(['./a/Dockerfile', 'b/x.Dockerfile']);
  });

  it('passes over what git ignores, node_modules and links, and finds hidden folders', async () => {
    using here = project({
      '.gitignore': 'out/\n*.Dockerfile\n!keep.Dockerfile\n',
      'sub/.gitignore': 'Dockerfile\n',
      'sub/Dockerfile': CLEAN,
      'sub/deep/.gitignore': '!Dockerfile\n',
      'sub/deep/Dockerfile': CLEAN,
      'out/Dockerfile': CLEAN,
      'drop.Dockerfile': CLEAN,
      'keep.Dockerfile': CLEAN,
      'node_modules/x/Dockerfile': CLEAN,
      '.devcontainer/Dockerfile': CLEAN,
    });
    mkdirSync(join(here.folder, '.git/info'), { recursive: true });
    here.write({ '.git/info/exclude': 'private\n', 'private/Dockerfile': CLEAN });
    symlinkSync(here.folder, join(here.folder, 'loop'));
    const { files } = await here.lint({ operands: ['.'] });
    expect(files.map(({ file }) => file)).toEqual([
      '.devcontainer/Dockerfile',
      'keep.Dockerfile',
      'sub/deep/Dockerfile',
    ]);
  });

  it('honours the .gitignore files above the folder that was named, up to the root of the work tree', async () => {
    using here = project({ '.gitignore': 'gen\n', 'a/gen/Dockerfile': CLEAN, 'a/Dockerfile': CLEAN });
    const below = () => here.lint({ operands: ['a'] }).then(({ files }) => files.map(({ file }) => file));
    expect(await below(), 'no git work tree').toEqual(['a/Dockerfile', 'a/gen/Dockerfile']);
    mkdirSync(join(here.folder, '.git'));
    expect(await below()).toEqual(['a/Dockerfile']);
  });

  it('lints a file of any name that is named, ignored or linked too', async () => {
    using here = project({ '.gitignore': 'x\n', x: UNTAGGED });
    symlinkSync('x', join(here.folder, 'y'));
    expect(codes(await here.lint({ operands: ['x'] }))).toContain('DL3006');
    expect(codes(await here.lint({ operands: ['y'] }))).toContain('DL3006');
  });

  it('reports what cannot be read and lints the others', async () => {
    using here = project({
      binary: Buffer.from('FROM a\0b\n'),
      huge: Buffer.alloc(4 * 1024 * 1024 + 1, '#'),
      latin: Buffer.from('# Jos\u00e9\nFROM debian\n', 'latin1'),
    });
    symlinkSync('nowhere', join(here.folder, 'dangling'));
    const run = await here.lint({ operands: ['binary', 'huge', 'dangling', 'latin'] });
    expect(run.unread.map(({ file, error }) => [file, error.code])).toEqual([
      ['binary', 'file/failed'],
      ['huge', 'file/failed'],
      ['dangling', 'file/failed'],
    ]);
    expect(run.files.map(({ file }) => file)).toEqual(['latin']);
    expect(codes(run)).toContain('DL3006');
  });
});

describe('what counts', () => {
  const bare = 'FROM debian\nCOPY . /app\n';

  it('shows rules that hadolint lacks, and never fails by them, without a configuration', async () => {
    using here = project({
      Dockerfile: 'FROM debian:13\nENV AWS_SECRET_ACCESS_KEY=wJalrXUtnFEMI/K7MDENG/bPxRfiCYabcdefghij\n',
    });
    const run = await here.lint({ flags: { options: {}, threshold: 'style' } });
    expect(codes(run, 'all')).toContain('ACGS1001');
    expect(codes(run).filter((code) => code.startsWith('ACGS'))).toEqual([]);
  });

  it('does the same with a .hadolint.yaml', async () => {
    using here = project({ Dockerfile: bare, '.hadolint.yaml': 'ignored: [DL3006]\n' });
    const run = await here.lint();
    expect(codes(run, 'all')).toContain('ACGS1001');
    expect(codes(run)).not.toContain('DL3006');
    expect(run.failing).toBe(0);
  });

  it('lets them fail where acgs.yaml has `lint`, which governs alone', async () => {
    using here = project({
      Dockerfile: bare,
      '.hadolint.yaml': 'ignored: [ACGS1001]\nfailure-threshold: style\n',
      'acgs.yaml': 'version: 1\nlint: { failOn: warning }\n',
    });
    const run = await here.lint();
    expect(codes(run)).toContain('ACGS1001');
    expect(run.threshold).toBe('warning');
    expect(run.warnings).toEqual(['.hadolint.yaml is not read, because acgs.yaml has `lint`']);
  });

  it('reads hadolint’s file beside an acgs.yaml without `lint`', async () => {
    using here = project({
      Dockerfile: bare,
      '.hadolint.yaml': 'ignored: [DL3006]\n',
      'acgs.yaml': 'version: 1\nproject: shop\n',
    });
    const run = await here.lint();
    expect(codes(run)).not.toContain('DL3006');
    expect(codes(run)).not.toContain('ACGS1001');
    expect(run.threshold).toBe('info');
  });

  it('counts a rule that was given a level by name', async () => {
    using here = project({
      Dockerfile: 'FROM debian:13\n',
      '.hadolint.yaml': 'override: { info: [ACGS1001] }\n',
    });
    expect(codes(await here.lint())).toEqual(['ACGS1001']);
    here.write({ '.hadolint.yaml': '' });
    expect(codes(await here.lint({ flags: { options: { severities: { ACGS1001: 'error' } } } }))).toEqual([
      'ACGS1001',
    ]);
  });

  it('has hadolint’s threshold by default, `error` with `lint` in acgs.yaml, and none for failOn: none', async () => {
    using here = project({ Dockerfile: UNTAGGED });
    expect(await here.lint()).toMatchObject({ threshold: 'info', failing: 1 });
    here.write({ 'acgs.yaml': 'version: 1\nlint: {}\n' });
    expect(await here.lint()).toMatchObject({ threshold: 'error', failing: 0 });
    expect((await here.lint({ flags: { options: {}, threshold: 'warning' } })).failing).toBeGreaterThan(0);
    here.write({ 'acgs.yaml': 'version: 1\nlint: { failOn: none }\n' });
    expect((await here.lint({ flags: { options: {}, threshold: 'style' } })).failing).toBe(0);
  });

  it('asks for the constitutional-hash label only where acgs.yaml does', async () => {
    using here = project({ Dockerfile: UNTAGGED, 'acgs.yaml': 'version: 1\nlint: {}\n' });
    expect(codes(await here.lint())).not.toContain('ACGS1503');
    here.write({ 'acgs.yaml': 'version: 1\nlint: {}\nconstitutionalHash: cdd01ef066bc6cf2\n' });
    expect(codes(await here.lint())).toContain('ACGS1503');
    here.write({ 'acgs.yaml': 'version: 1\nlint: {}\nconstitutionalHash: false\n' });
    expect(codes(await here.lint())).not.toContain('ACGS1503');
  });
});

describe('acgs.yaml', () => {
  it('ignores a rule in the files that it names, and wants a reason where it says so', async () => {
    using here = project({
      Dockerfile: '# hadolint ignore=DL3007\nFROM debian:latest\nRUN cd /x\n',
      'other.Dockerfile': 'FROM debian:12\nRUN cd /x\n',
      'acgs.yaml':
        'version: 1\nlint:\n  requireReason: true\n  ignore: [{ rule: DL3003, files: [Dockerfile], reason: old }]\n',
    });
    const { files } = await here.lint();
    const byFile = new Map(files.map(({ file, findings }) => [file, findings.map(({ code }) => code)]));
    expect(byFile.get('Dockerfile')).not.toContain('DL3003');
    expect(byFile.get('Dockerfile')).toContain('ACGS1902');
    expect(byFile.get('other.Dockerfile')).toContain('DL3003');
  });

  it('lints the Dockerfile of a service as its build would see it', async () => {
    using here = project({
      'docker/Dockerfile': 'FROM debian:12\nCOPY secret.txt /\n',
      'app/.dockerignore': 'secret.txt\n',
      'acgs.yaml':
        'version: 1\nlint: {}\nservices: { app: { context: app, dockerfile: ../docker/Dockerfile } }\n',
    });
    expect(codes(await here.lint({ operands: ['docker'] }))).toContain('CopyIgnoredFile');
  });
});

describe('the context', () => {
  it('is the Dockerfile’s folder or the working folder, whichever has a .dockerignore', async () => {
    using here = project({ 'a/Dockerfile': 'FROM debian:12\nCOPY x /\n', '.dockerignore': 'x\n' });
    expect(codes(await here.lint({ operands: ['a'] }), 'all')).toContain('CopyIgnoredFile');
    here.write({ 'a/.dockerignore': 'y\n' });
    expect(codes(await here.lint({ operands: ['a'] }), 'all')).not.toContain('CopyIgnoredFile');
    here.write({ 'a/Dockerfile.dockerignore': 'x\n' });
    expect(codes(await here.lint({ operands: ['a'] }), 'all')).toContain('CopyIgnoredFile');
  });
});
