import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, it } from 'vitest';
import { loadConfiguration } from '../../src/config/load.js';
import { type Finding } from '../../src/model/finding.js';
import { lint } from '../../src/pipeline/steps/lint.js';
import { type ReleaseRun, type ReleaseService } from '../../src/pipeline/world.js';

const KEY = `-----BEGIN PRIVATE KEY-----\n${'MIIEvQIBADANBgkqhkiG9w0BAQEFAASC'.repeat(2)}\n-----END PRIVATE KEY-----\n`;

/** Runs the step over a project of one service; ShellCheck is off unless acgs.yaml says otherwise. */
async function lintService(files: Readonly<Record<string, string>>) {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'acgs-lint-step-')));
  try {
    for (const [path, text] of Object.entries({
      'acgs.yaml': 'version: 1\nservices: { app: {} }\n',
      ...files,
    })) {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), text);
    }
    const configuration = await loadConfiguration({ cwd: root, acgsVersion: '0.1.0' });
    const [settings] = configuration.services;
    const run = { root, configuration, excluded: [], source: { kind: 'none' } } as unknown as ReleaseRun;
    const service = {
      name: 'app',
      settings,
      context: root,
      dockerfile: join(root, 'Dockerfile'),
    } as unknown as ReleaseService;
    const told: Finding[] = [];
    const context = {
      run,
      service,
      signal: new AbortController().signal,
      emit: { finding: (finding: Finding) => told.push(finding), warning: () => undefined },
    } as never;
    const output = (await lint.run({} as never, context)) as { findings: Finding[] };
    expect(told).toEqual(output.findings);
    return { findings: output.findings, refusal: lint.judge?.(output, context) };
  } finally {
    rmSync(root, { recursive: true });
  }
}

const counted = (findings: readonly Finding[]): string[] =>
  findings.filter(({ counts }) => counts).map(({ code }) => code);

it('counts rules of our own, and refuses errors only', async () => {
  const { findings, refusal } = await lintService({ Dockerfile: 'FROM debian:13\n' });
  expect(counted(findings)).toContain('ACGS1001');
  expect(refusal).toBeUndefined();
});

it('honours a .hadolint.yaml where acgs.yaml has no `lint`: its ignores hold, and rules that hadolint lacks do not count', async () => {
  const files = { Dockerfile: 'FROM debian\nMAINTAINER a\n', '.hadolint.yaml': 'ignored: [DL4000]\n' };
  const { findings } = await lintService(files);
  expect(findings.map(({ code }) => code)).toContain('ACGS1001');
  expect(counted(findings)).toEqual(['DL3006']);
  const governed = await lintService({
    ...files,
    'acgs.yaml': 'version: 1\nlint: {}\nservices: { app: {} }\n',
  });
  expect(counted(governed.findings)).toEqual(expect.arrayContaining(['DL4000', 'ACGS1001']));
  expect(governed.refusal).toMatchObject({ code: 'lint/refused', exit: 3 });
});

it('refuses a private key in the context, under hadolint’s file too', async () => {
  const files = { Dockerfile: 'FROM debian:13\nWORKDIR /app\nCOPY . .\n', 'deploy.pem': KEY };
  for (const more of [{}, { '.hadolint.yaml': '' }]) {
    const { findings, refusal } = await lintService({ ...files, ...more });
    expect(findings).toContainEqual(
      expect.objectContaining({ code: 'ACGS1204', level: 'error', counts: true, line: 3 }),
    );
    expect(refusal?.message).toContain('deploy.pem');
  }
  expect(counted((await lintService({ ...files, '.dockerignore': '*.pem\n' })).findings)).not.toContain(
    'ACGS1204',
  );
});
