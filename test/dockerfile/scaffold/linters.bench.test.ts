import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { assume } from '../../../src/dockerfile/scaffold/assume.js';
import { basesOf, imagesOf } from '../../../src/dockerfile/scaffold/bases.js';
import { scaffold } from '../../../src/dockerfile/scaffold/scaffold.js';
import { bench } from '../../bench/bench.js';
import { runOk, runProgram } from '../../bench/run.js';
import { type Scratch, scratchFolder } from '../../bench/scratch.js';
import { ALL_VARIANTS, standardOptions } from './variants.js';

/** Each stack on each runtime, pinned and not, in a folder `<stack>-<runtime>[-unpinned]`. */
const folders = ALL_VARIANTS.flatMap((variant) => {
  const name = `${variant.stack}-${variant.runtime}`;
  return [
    { ...variant, name, pins: standardOptions.pins },
    { ...variant, name: `${name}-unpinned`, pins: new Map<string, string>() },
  ];
});

let scratch: Scratch;
beforeAll(() => {
  scratch = scratchFolder();
  for (const { name, stack, runtime, pins } of folders)
    for (const { path, text } of scaffold(assume(stack, ''), {
      ...standardOptions,
      runtime,
      pins,
      compose: true,
      probes: true,
    })) {
      const file = join(scratch.folder, name, path);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, text);
    }
});
afterAll(() => {
  scratch.remove();
});

describe('what is scaffolded lints clean under', () => {
  it('hadolint, every severity', async () => {
    const files = folders.map(({ name }) => `${name}/Dockerfile`);
    const findings = await runOk(bench().tools.hadolint, ['--no-fail', '-f', 'json', ...files], {
      cwd: scratch.folder,
    });
    expect(JSON.parse(findings)).toEqual([]);
  });

  it('trivy config, every severity', async () => {
    using cache = scratchFolder();
    const flags = [
      'config',
      '--skip-check-update',
      '--quiet',
      '--format',
      'json',
      '--cache-dir',
      cache.folder,
    ];
    const report = JSON.parse(await runOk(bench().tools.trivy, [...flags, scratch.folder])) as {
      readonly Results: readonly {
        readonly Target: string;
        readonly Misconfigurations?: readonly { readonly ID: string }[];
      }[];
    };
    const found = report.Results.flatMap(({ Target, Misconfigurations = [] }) =>
      Misconfigurations.map(({ ID }) => `${Target} ${ID}`),
    );
    expect(found).toEqual([]);
    // it looked at all of them
    expect(report.Results.filter(({ Target }) => Target.endsWith('/Dockerfile'))).toHaveLength(
      folders.length,
    );
  });

  it('BuildKit’s own checks', { timeout: 300_000 }, async () => {
    const any = bench().baseImages['busybox:stable'];
    for (const { stack, runtime, name } of folders.filter(({ pins }) => pins.size === 0)) {
      const contexts = imagesOf(basesOf(assume(stack, ''), runtime)).flatMap((image) => [
        '--build-context',
        `${image}=docker-image://${any}`,
      ]);
      const { code, stdout, stderr } = await runProgram(bench().tools.docker, [
        'buildx',
        'build',
        '--check',
        ...contexts,
        join(scratch.folder, name),
      ]);
      expect({ name, code, warned: /WARNING/.test(stdout + stderr), said: stdout }).toMatchObject({
        code: 0,
        warned: false,
        said: expect.stringContaining('no warnings found') as string,
      });
    }
  });
});
