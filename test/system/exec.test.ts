import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { AcgsError } from '../../src/model/errors.js';
import { run, runOrThrow } from '../../src/system/exec.js';
import { forgetSecrets, hideSecret } from '../../src/system/redaction.js';
import { scratchFolder } from '../bench/scratch.js';

const sh = (script: string): [string, string[]] => ['/bin/sh', ['-c', script]];

describe('run', () => {
  afterEach(() => {
    forgetSecrets();
    vi.unstubAllEnvs();
  });

  it('passes arguments as they are, never through a shell', async () => {
    const words = ['a b', '$(touch pwned)', ';', '', '*', '"'];
    const { stdout } = await run('/usr/bin/printf', ['<%s>', ...words]);
    expect(stdout).toBe('<a b><$(touch pwned)><;><><*><">');
  });

  it('gives back what was printed, byte for byte, and a non-zero exit as a result', async () => {
    const result = await run(...sh('printf "one\\ntwo"; echo bad >&2; exit 3'));
    expect(result).toMatchObject({ stdout: 'one\ntwo', stderr: 'bad\n', exitCode: 3 });
    expect(result.durationMs).toBeGreaterThan(0);
  });

  it('tells each line as it comes, without secrets and control characters', async () => {
    hideSecret('canary-secret');
    const lines: string[] = [];
    await run(...sh('echo canary-secret; printf "\\033[31mred\\033[0m\\n" >&2; printf unfinished'), {
      onLine: (line, from) => lines.push(`${from}: ${line}`),
    });
    expect(lines.sort()).toEqual(['stderr: red', 'stdout: ***', 'stdout: unfinished']);
  });

  it('leaves encoded lines as they are for a listener that decodes them', async () => {
    hideSecret('canary-secret');
    const lines: string[] = [];
    const encoded = Buffer.from('x canary-secret').toString('base64');
    await run('/bin/echo', [encoded], { rawLines: true, onLine: (line) => lines.push(line) });
    expect(lines).toEqual([encoded]);
  });

  it('does not swallow what a listener throws', async () => {
    const wrong = new Error('listener');
    const listening = run(...sh('echo x; sleep 30'), {
      onLine: () => {
        throw wrong;
      },
    });
    await expect(listening).rejects.toBe(wrong);
  });

  it('keeps tokens of the environment from children', async () => {
    const variables = {
      GITHUB_TOKEN: 'x-token',
      COSIGN_PASSWORD: 'x-password',
      ACTIONS_ID_TOKEN_REQUEST_TOKEN: 'x-oidc',
      NODE_OPTIONS: '--no-warnings',
      DOCKER_BUILDKIT: '1',
      HTTPS_PROXY: 'http://proxy.example',
    };
    for (const [name, value] of Object.entries(variables)) vi.stubEnv(name, value);
    const { stdout } = await run('/usr/bin/env', [], { env: { SOURCE_DATE_EPOCH: '1' } });
    expect(stdout).not.toMatch(/x-token|x-password|x-oidc|NODE_OPTIONS/);
    expect(stdout).toMatch(/^DOCKER_BUILDKIT=1$/m);
    expect(stdout).toMatch(/^HTTPS_PROXY=http:\/\/proxy\.example$/m);
    expect(stdout).toMatch(/^SOURCE_DATE_EPOCH=1$/m);
    expect(stdout).toMatch(/^PATH=/m);
  });

  it('reads from nowhere, or from what it is given', async () => {
    expect((await run('/bin/cat', [])).stdout).toBe('');
    expect((await run('/bin/cat', [], { input: 'in' })).stdout).toBe('in');
  });

  it('ends a child and its children at the time limit and when interrupted', async () => {
    using scratch = scratchFolder();
    const pidFile = join(scratch.folder, 'pid');
    const nested = sh(`sh -c 'echo $$ > ${pidFile}; sleep 60' & wait`);
    await expect(run(...nested, { timeoutMs: 400 })).rejects.toMatchObject({
      code: 'run/timeout',
      exit: 124,
    });
    await expectEnded(pidFile);
    const controller = new AbortController();
    const running = run(...nested, { signal: controller.signal });
    setTimeout(() => {
      controller.abort();
    }, 300);
    await expect(running).rejects.toMatchObject({ code: 'run/interrupted', exit: 130 });
    await expectEnded(pidFile);
  });

  it('fails for the reason that the signal carries', async () => {
    const reason = new AcgsError('run/timeout', 'the whole run took too long');
    const running = run(...sh('sleep 60'), { signal: AbortSignal.abort(reason) });
    await expect(running).rejects.toBe(reason);
  });

  it('can watch without keeping, so that long output costs no memory', async () => {
    let lines = 0;
    const result = await run(...sh('seq 1 50000; seq 1 50000 >&2'), {
      discardOutput: true,
      discardErrors: true,
      keepBytes: 1000,
      onLine: () => {
        lines += 1;
      },
    });
    expect(result).toMatchObject({ stdout: '', stderr: '', exitCode: 0 });
    expect(lines).toBe(100_000);
    expect((await run(...sh('seq 1 200000'), { discardOutput: true })).stdout).toBe('');
  });

  it('fails rather than keep more than it may', async () => {
    await expect(run(...sh('seq 1 50000'), { keepBytes: 1000 })).rejects.toMatchObject({
      code: 'tool/failed',
    });
  });

  it('says in one line what cannot be started', async () => {
    await expect(run('acgs-no-such-tool', [])).rejects.toMatchObject({ code: 'tool/missing', exit: 5 });
    for (const failing of [run('/nonexistent', []), run('/bin/true', [], { cwd: '/nonexistent' })])
      await expect(failing).rejects.toMatchObject({
        code: 'tool/failed',
        message: expect.stringMatching(/^[^\n]*nonexistent[^\n]*$/),
      });
  });

  it('gives a child that was killed by others a non-zero code', async () => {
    expect((await run(...sh('kill -9 $$'))).exitCode).toBeGreaterThan(0);
  });
});

describe('runOrThrow', () => {
  it('throws with the last lines of what the tool said, without secrets', async () => {
    hideSecret('canary-secret');
    const failing = runOrThrow(...sh('seq 1 30 >&2; echo canary-secret >&2; exit 2'));
    await expect(failing).rejects.toMatchObject({
      code: 'tool/failed',
      message: expect.stringContaining('exit code 2'),
      output: expect.stringMatching(/^12\n[\s\S]*30\n\*\*\*$/),
    });
    forgetSecrets();
  });
});

async function expectEnded(pidFile: string): Promise<void> {
  expect(existsSync(pidFile)).toBe(true);
  const pid = Number(readFileSync(pidFile, 'utf8'));
  for (let tries = 0; tries < 50 && isAlive(pid); tries += 1) await sleep(100);
  expect(isAlive(pid)).toBe(false);
}

function isAlive(pid: number): boolean {
  try {
    // A zombie that nobody has waited for yet has ended, too.
    return !/^\d+ \(.*\) Z/.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return false;
  }
}
