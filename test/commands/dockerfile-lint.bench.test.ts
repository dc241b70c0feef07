import { execFile } from 'node:child_process';
import { readFileSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { bench, projectRoot } from '../bench/bench.js';
import { type AcgsResult, runAcgs, runProgram } from '../bench/run.js';
import { scratchFolder } from '../bench/scratch.js';

interface Reported {
  readonly code: string;
  readonly line: number;
  readonly column: number;
}

const lint = (
  cwd: string,
  args: readonly string[],
  options: { input?: string; env?: Record<string, string> } = {},
) =>
  runAcgs(['dockerfile', 'lint', ...args], {
    cwd,
    ...(options.input === undefined ? {} : { input: options.input }),
    env: { HOME: cwd, XDG_CONFIG_HOME: undefined, ...options.env },
  });

describe('the built linter', () => {
  it('reads standard input, files and folders, on every way', async () => {
    using here = scratchFolder({ 'a/Dockerfile': 'FROM debian\n' });
    for (const more of [['--shellcheck', 'off'], [], ['-fjson']]) {
      const input = await lint(here.folder, ['-', '-t', 'style', ...more], { input: 'FROM debian\n' });
      expect({ code: input.code, found: input.stdout.includes('DL3006') }).toEqual({ code: 3, found: true });
      expect((await lint(here.folder, ['a', ...more])).stdout).toContain('a/Dockerfile');
    }
    expect((await lint(here.folder, ['--', 'a/Dockerfile'])).code).toBe(3);
  });

  it('prints help, and a document for a wrong command line', async () => {
    using here = scratchFolder();
    expect((await lint(here.folder, ['--help'])).stdout).toContain('--failure-threshold');
    const wrong = await lint(here.folder, ['--fromat', 'json', '--json']);
    expect(wrong).toMatchObject({ code: 2, json: { status: 'failed', error: { exit: 2 } } });
  });

  it('survives a reader that goes away', async () => {
    using here = scratchFolder({ Dockerfile: `FROM debian\n${'RUN cd /x && sudo ls\n'.repeat(3000)}` });
    const command = `"${process.execPath}" "${projectRoot}/bin/run.js" dockerfile lint --shellcheck off | head -n 1`;
    const { stdout, stderr } = await promisify(execFile)('bash', ['-c', command], { cwd: here.folder });
    expect(stdout).toContain('Dockerfile:1:6');
    expect(stderr).toBe('');
  });

  it('answers the same from its code cache, and without one', async () => {
    using here = scratchFolder({ Dockerfile: 'FROM debian\nRUN cd /x | y\n' });
    const answers: AcgsResult[] = [];
    for (const env of [
      { NODE_DISABLE_COMPILE_CACHE: '1' },
      {},
      {},
      { NODE_COMPILE_CACHE: join(here.folder, 'own') },
      { NODE_COMPILE_CACHE: join(here.folder, 'own') },
    ])
      answers.push(await lint(here.folder, ['-f', 'json', '--shellcheck', 'off'], { env }));
    expect(answers[0]?.code).toBe(3);
    for (const answer of answers) expect(answer).toEqual(answers[0]);
  });

  it('uses no code cache that others can write, that is damaged, or of another file', async () => {
    using here = scratchFolder({ Dockerfile: 'FROM debian\n' });
    const env = { NODE_COMPILE_CACHE: join(here.folder, 'own') };
    const run = () => lint(here.folder, ['--shellcheck', 'off', '-f', 'gnu'], { env });
    const first = await run();
    const { stdout } = await promisify(execFile)('find', [join(here.folder, 'own'), '-name', 'acgs-*']);
    const [cache = ''] = stdout.trim().split('\n');
    expect(statSync(cache).mode & 0o777).toBe(0o600);
    expect(statSync(dirname(cache)).mode & 0o022).toBe(0);
    writeFileSync(cache, Buffer.alloc(1000, 7));
    utimesSync(cache, 1, 1);
    expect(await run()).toEqual(first);
    expect(readFileSync(cache).length, 'written anew').toBeGreaterThan(1000);
    expect(await run()).toEqual(first);
  });

  it('loads neither oclif nor what starts processes, reads YAML or speaks to a registry', async () => {
    using here = scratchFolder({
      Dockerfile: 'FROM debian\n',
      'hook.mjs': `import { registerHooks } from 'node:module';
import { appendFileSync } from 'node:fs';
registerHooks({ load: (url, context, next) => {
  appendFileSync(process.env.SEEN, url + '\\n');
  return next(url, context);
} });`,
    });
    const loaded = async (args: readonly string[]): Promise<string> => {
      const seen = join(here.folder, 'seen');
      writeFileSync(seen, '');
      await lint(here.folder, args, {
        env: { SEEN: seen, NODE_OPTIONS: `--import=${join(here.folder, 'hook.mjs')}` },
      });
      const files = readFileSync(seen, 'utf8')
        .split('\n')
        .filter((url) => url.startsWith('file:') && !url.endsWith('hook.mjs'));
      return [...new Set(files)].map((url) => `${url}\n${readFileSync(new URL(url), 'utf8')}`).join('\n');
    };
    const HEAVY =
      /forceKillAfterDelay|class Dockerode|Listr|createTask|fulcio|YAMLParseError|ZodObject|loadHelpClass/;
    expect(await loaded(['--shellcheck', 'off'])).not.toMatch(HEAVY);
    expect(readFileSync(join(projectRoot, 'lib/plain/lint.cjs'), 'utf8')).not.toMatch(HEAVY);
    expect(await loaded(['--shellcheck', 'off', '--help']), 'the test sees what is loaded').toMatch(HEAVY);
  });
});

describe('ShellCheck', () => {
  const DOCKERFILE = `FROM debian:12@sha256:7959ed6f7e35f8b1aaa06d1d8259d4ee25aa85a086d5c125480c333183f9deeb AS a
ARG NAME
RUN echo $NAME && \\
    cd /x && for f in $(ls *.txt); do cat $f; done
SHELL ["/bin/bash", "-c"]
RUN [[ $NAME == a ]] && echo ok
ONBUILD RUN echo $undefined_one
RUN <<EOF
x=\`date\`
echo $x
EOF

RUN # shellcheck disable=SC2086\\
    echo $NAME
SHELL ["pwsh", "-c"]
RUN Write-Host $NAME
`;

  it('finds in shell code all that hadolint’s built-in one finds, at the same instructions', async () => {
    using here = scratchFolder({ Dockerfile: DOCKERFILE });
    const ours = await lint(here.folder, ['-f', 'json']);
    const theirs = await runProgram(bench().tools.hadolint, ['-f', 'json', 'Dockerfile'], {
      cwd: here.folder,
    });
    const found = (text: string) =>
      (JSON.parse(text) as (Reported & { instructionLine?: number })[])
        .filter(({ code }) => code.startsWith('SC'))
        .map(({ code, line, instructionLine }) => `${instructionLine ?? line} ${code}`);
    // hadolint keeps one of ShellCheck's findings an instruction; ours are all of them.
    expect(found(ours.stdout)).toEqual(expect.arrayContaining(found(theirs.stdout)));
    expect(found(theirs.stdout)).toContain('3 SC2086');
    expect(found(ours.stdout).filter((finding) => finding.startsWith('15 '))).toEqual([]);
  });

  it('has exact places through continuations and here-documents', async () => {
    using here = scratchFolder({ Dockerfile: DOCKERFILE });
    const ours = (await lint(here.folder, ['-f', 'json'])).json as Reported[];
    const lines = DOCKERFILE.split('\n');
    const at = ({ line, column }: Reported) => lines[line - 1]?.slice(column - 1) ?? '';
    const places = (code: string) => ours.filter((finding) => finding.code === code).map(at);
    expect(places('SC2006')).toEqual(['`date`']);
    expect(places('SC2045')).toEqual([expect.stringMatching(/^\$\(ls \*\.txt\)/)]);
    expect(places('SC2086')).toEqual(expect.arrayContaining([expect.stringMatching(/^\$f; done/), '$x']));
  });

  it('is not used with --shellcheck off, nor when it lies in the working folder', async () => {
    using here = scratchFolder({
      Dockerfile: 'FROM debian:12\nRUN echo $x\n',
      'bin/shellcheck': '#!/bin/sh\nexit 9\n',
    });
    expect((await lint(here.folder, ['--shellcheck', 'off', '-f', 'gnu'])).stdout).not.toContain('SC');
    await promisify(execFile)('chmod', ['+x', 'bin/shellcheck'], { cwd: here.folder });
    const planted = await lint(here.folder, ['-f', 'gnu'], {
      env: { PATH: `${here.folder}/bin:${dirname(bench().tools.shellcheck)}:/usr/bin:/bin` },
    });
    expect(planted.stdout).toContain('SC2086');
  });

  it('that fails costs its own findings only, and is told', async () => {
    using here = scratchFolder({
      'w/Dockerfile': 'FROM debian\nRUN echo $x\n',
      'bin/shellcheck': '#!/bin/sh\necho broken >&2; exit 4\n',
    });
    await promisify(execFile)('chmod', ['+x', 'bin/shellcheck'], { cwd: here.folder });
    const run = await lint(join(here.folder, 'w'), ['-f', 'gnu'], {
      env: { PATH: `${here.folder}/bin:/usr/bin:/bin` },
    });
    expect(run.code).toBe(3);
    expect(run.stdout).toContain('DL3006');
    expect(run.stderr).toContain('ShellCheck could not judge 1 scripts: broken');
  });
});

it('pre-commit’s hooks call commands that there are', async () => {
  using here = scratchFolder({ Dockerfile: 'FROM debian\n' });
  const hooks = parse(readFileSync(join(projectRoot, '.pre-commit-hooks.yaml'), 'utf8')) as {
    entry: string;
  }[];
  expect(hooks.length).toBeGreaterThan(0);
  for (const { entry } of hooks) {
    const [program, ...args] = entry.split(' ');
    expect(program).toBe('acgs');
    expect((await runAcgs([...args, 'Dockerfile'], { cwd: here.folder })).code).toBe(3);
  }
});
