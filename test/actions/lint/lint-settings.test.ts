import { describe, expect, it } from 'vitest';
import { codes, project } from './project.js';

const FILES = { Dockerfile: 'FROM debian\nRUN cd /x && apt-get install -y curl=1\n' };

describe('hadolint’s file', () => {
  it.each([
    ['.hadolint.yaml', true],
    ['.hadolint.yml', true],
    ['.hadolint', false],
    ['hadolint.yaml', false],
    ['xdg/hadolint.yaml', true],
    ['xdg/hadolint.yml', true],
    ['xdg/.hadolint.yaml', false],
    ['home/.hadolint/hadolint.yaml', true],
    ['home/.hadolint/config.yml', true],
    ['home/.hadolint.yaml', true],
    ['home/.hadolint.yml', true],
    ['home/hadolint.yaml', false],
    ['home/.config/hadolint.yaml', false],
  ])('%s is read: %s', async (file, isRead) => {
    using here = project({ ...FILES, [file]: 'ignored: [DL3006]\n' });
    const run = await here.lint({
      env: { HOME: `${here.folder}/home`, XDG_CONFIG_HOME: `${here.folder}/xdg` },
    });
    expect(codes(run).includes('DL3006')).toBe(!isRead);
    expect(run.settings.files).toEqual(isRead ? [file] : []);
  });

  it('is looked for in ~/.config where XDG_CONFIG_HOME is not set', async () => {
    using here = project({ ...FILES, 'home/.config/hadolint.yaml': 'ignored: [DL3006]\n' });
    expect(codes(await here.lint())).not.toContain('DL3006');
  });

  it('is the nearest one', async () => {
    using here = project({
      ...FILES,
      '.hadolint.yaml': 'ignored: [DL3006]\n',
      'home/.hadolint.yaml': 'ignored: [DL3003]\n',
    });
    expect(codes(await here.lint())).toEqual(expect.arrayContaining(['DL3003']));
    expect(codes(await here.lint())).not.toContain('DL3006');
  });

  it('may hold keys that hadolint does not know, but no wrong values', async () => {
    using here = project({ ...FILES, '.hadolint.yaml': 'colour: red\n' });
    expect((await here.lint()).warnings).toEqual(['.hadolint.yaml: unknown key `colour`']);
    for (const text of ['ignored: 1\n', 'failure-threshold: high\n', '[\n', 'trustedRegistries: {a: b}\n']) {
      here.write({ '.hadolint.yaml': text });
      await expect(here.lint(), text).rejects.toMatchObject({
        exit: 2,
        code: expect.stringMatching(/^config\//) as string,
      });
    }
    here.write({ '.hadolint.yaml': '' });
    expect(codes(await here.lint())).toContain('DL3006');
  });
});

describe('-c', () => {
  it('names a hadolint file or an acgs.yaml, and nothing else is read then', async () => {
    using here = project({
      ...FILES,
      '.hadolint.yaml': 'ignored: [DL3006]\n',
      'acgs.yaml': 'version: 1\nlint: { ignore: [DL3006] }\n',
      'ci/hadolint.yaml': 'ignored: [DL3003]\n',
      'ci/acgs.yaml': 'version: 1\nlint: { ignore: [DL3003] }\n',
    });
    for (const config of ['ci/hadolint.yaml', 'ci/acgs.yaml']) {
      const run = await here.lint({ config });
      expect(codes(run), config).toContain('DL3006');
      expect(codes(run), config).not.toContain('DL3003');
      expect(codes(run).includes('ACGS1001'), config).toBe(config.endsWith('acgs.yaml'));
    }
  });

  it('must exist', async () => {
    using here = project(FILES);
    await expect(here.lint({ config: 'none.yaml' })).rejects.toMatchObject({
      code: 'config/not-found',
      exit: 2,
    });
  });
});

describe('environment, file, command line', () => {
  it('joins lists; of levels the most severe wins, wherever it stands; ignoring wins over all', async () => {
    using here = project({
      Dockerfile: 'FROM debian\nRUN cd /x\nMAINTAINER a\n',
      '.hadolint.yaml': 'override: { style: [DL3006], error: [DL3003] }\n',
    });
    const run = await here.lint({
      env: { HADOLINT_OVERRIDE_ERROR: 'DL3006', HADOLINT_IGNORE: 'DL4000' },
      flags: { options: { severities: { DL3003: 'info' } } },
    });
    const levels = Object.fromEntries(
      run.files.flatMap(({ findings }) => findings.map(({ code, level }) => [code, level])),
    );
    expect(levels).toMatchObject({ DL3006: 'error', DL3003: 'error' });
    expect(levels).not.toHaveProperty('DL4000');
  });

  it('takes the threshold of the command line, else of the file, else of the environment', async () => {
    using here = project(FILES);
    const env = { HADOLINT_FAILURE_THRESHOLD: 'error' };
    expect((await here.lint({ env })).threshold).toBe('error');
    here.write({ '.hadolint.yaml': 'failure-threshold: warning\n' });
    expect((await here.lint({ env })).threshold).toBe('warning');
    expect((await here.lint({ env, flags: { options: {}, threshold: 'style' } })).threshold).toBe('style');
  });

  it.each(['1', 'y', 'YES', 'true', 'on'])('HADOLINT_NOFAIL=%s is on', async (value) => {
    using here = project(FILES);
    expect((await here.lint({ env: { HADOLINT_NOFAIL: value } })).failing).toBe(0);
  });

  it.each(['', '0', 'false', 'no', '2'])('HADOLINT_NOFAIL=%j is off', async (value) => {
    using here = project(FILES);
    expect((await here.lint({ env: { HADOLINT_NOFAIL: value } })).failing).toBeGreaterThan(0);
  });

  it('reads the other variables of hadolint', async () => {
    using here = project({ Dockerfile: '# hadolint global ignore=DL3006\nFROM debian\n' });
    const found = async (env: Record<string, string>) => codes(await here.lint({ env }));
    expect(await found({})).toEqual([]);
    expect(await found({ HADOLINT_DISABLE_IGNORE_PRAGMA: '1' })).toEqual(['DL3006']);
    expect(await found({ HADOLINT_TRUSTED_REGISTRIES: 'quay.io,ghcr.io' })).toEqual(['DL3026']);
    expect(await found({ HADOLINT_REQUIRE_LABELS: 'author:text,source:url' })).toEqual(['DL3049', 'DL3049']);
    expect((await here.lint({ env: { HADOLINT_FORMAT: 'sarif' } })).settings.format).toBe('sarif');
    expect((await here.lint({ env: { NO_COLOR: '1' } })).settings.noColor).toBe(true);
  });

  it.each([{ HADOLINT_FAILURE_THRESHOLD: 'hight' }, { HADOLINT_REQUIRE_LABELS: 'author:colour' }])(
    'refuses %j, which hadolint passes over',
    async (env) => {
      using here = project(FILES);
      await expect(here.lint({ env })).rejects.toMatchObject({ code: 'usage/invalid', exit: 2 });
    },
  );
});
