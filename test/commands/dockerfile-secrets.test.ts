import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { maskSecrets } from '../../src/dockerfile/mask-secrets.js';
import { LINT_FORMATS } from '../../src/output/lint/lint-formats.js';
import { runCommand } from './run-command.js';

/** Put together here, so that no scanner of this repository takes them for real. */
const CANARIES = {
  aws: `AKIA${'QYLPMN5HHHFPZAM2'}`,
  github: `ghp_${'0123456789abcdefghijABCDEFGHIJ012345'}`,
  key: 'MIIEpAIBAAKCAQEAn0tReal',
  byName: 'correct-horse-battery',
};

/** Every line that holds a secret has a finding of another rule too. */
const DOCKERFILE = [
  'FROM debian:13 as build',
  `ENV ACCESS_KEY ${CANARIES.aws}`,
  `ARG DB_PASSWORD="${CANARIES.byName}"`,
  `RUN sudo git clone https://u:${CANARIES.github}@github.com/a/b && cd b | cat`,
  `ADD https://u:${CANARIES.github}@github.com/a/b/archive/x.txt x`,
  'COPY <<EOF key',
  '-----BEGIN RSA PRIVATE KEY-----',
  CANARIES.key,
  '-----END RSA PRIVATE KEY-----',
  'EOF',
  `CMD run --token=${CANARIES.github}`,
  '',
].join('\n');

const before = process.cwd();
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'acgs-secrets-'));
  process.chdir(folder);
  writeFileSync('Dockerfile', DOCKERFILE);
});
afterEach(() => {
  process.chdir(before);
  rmSync(folder, { recursive: true });
});

async function expectSilence(id: string, ...argv: string[]): Promise<void> {
  const { stdout, stderr } = await runCommand(id, 'Dockerfile', ...argv);
  expect(stdout + stderr).toMatch(/DL3004|DL3025/);
  for (const [name, secret] of Object.entries(CANARIES))
    expect(`${stdout}${stderr}`.includes(secret), `${id} ${argv.join(' ')} tells ${name}`).toBe(false);
}

describe('a secret in a Dockerfile is shown nowhere', () => {
  it.each(Object.keys(LINT_FORMATS))('lint -f %s', async (format) => {
    await expectSilence('dockerfile lint', '-f', format);
  });

  it.each([
    ['dockerfile lint', '--json'],
    ['dockerfile lint', '--verbose'],
    ['dockerfile harden', '--json'],
    ['dockerfile harden', '--diff'],
  ])('%s %s', async (id, ...argv) => {
    await expectSilence(id, ...argv);
  });

  it('lint --diff', async () => {
    const { stdout } = await runCommand('dockerfile lint', 'Dockerfile', '--diff');
    expect(stdout).toContain(`-ENV ACCESS_KEY ${'*'.repeat(20)}\n`);
    expect(stdout).toContain(`+ENV ACCESS_KEY=${'*'.repeat(20)}\n`);
    for (const secret of Object.values(CANARIES)) expect(stdout).not.toContain(secret);
  });
});

describe('maskSecrets', () => {
  it('keeps lengths and lines, so that places stay what they are', () => {
    const masked = maskSecrets(DOCKERFILE);
    expect(masked).toHaveLength(DOCKERFILE.length);
    expect(masked.split('\n').map((line) => line.length)).toEqual(
      DOCKERFILE.split('\n').map((line) => line.length),
    );
  });

  it.each([
    ['a variable', 'FROM a\nARG TOKEN\nENV API_TOKEN=$TOKEN\n'],
    ['a path', 'FROM a\nENV TOKEN_FILE=/run/secrets/token\n'],
    ['a user', 'FROM a\nENV DB_USERNAME=service\n'],
    ['an example of the documentation', 'FROM a\nENV X=AKIAIOSFODNN7EXAMPLE\n'],
  ])('leaves %s', (_name, text) => {
    expect(maskSecrets(text)).toBe(text);
  });
});
