import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { ACGS2_YAML } from '../kits/acgs2.js';
import { runCommand, runJson } from './run-command.js';

const before = process.cwd();
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'acgs-kit-command-'));
  process.chdir(folder);
  writeFileSync('acgs.yaml', ACGS2_YAML);
});
afterEach(() => {
  process.chdir(before);
  rmSync(folder, { recursive: true });
});

const FILE = 'deploy/network-policies/policies.yaml';

it('lists, adds, shows, compares, updates, checks and ejects, each with its document', async () => {
  const listed = await runJson('kit list');
  expect(listed).toMatchObject({ exit: 0, document: { status: 'passed' } });
  const added = await runJson('kit add', 'network-policies', '--set', 'ambientMesh=true');
  expect(added).toMatchObject({ exit: 0, document: { status: 'passed', written: true } });
  expect(readFileSync('acgs.yaml', 'utf8')).toContain('ambientMesh: true\n');
  expect(await runJson('kit add', 'network-policies')).toMatchObject({
    exit: 0,
    document: { written: false },
  });
  writeFileSync(FILE, `${readFileSync(FILE, 'utf8')}# mine\n`);
  expect(await runJson('kit status')).toMatchObject({ exit: 0, document: { kits: [{ outdated: false }] } });
  const diff = await runCommand('kit diff', '--edits');
  expect({ exit: diff.exit, mine: diff.stdout.includes('+# mine') }).toEqual({ exit: 0, mine: true });
  expect(await runJson('kit diff')).toMatchObject({ exit: 0, document: { files: [] } });
  expect(await runJson('kit update')).toMatchObject({ exit: 0, document: { written: false } });
  expect(await runJson('kit check')).toMatchObject({ exit: 0, document: { status: 'passed', findings: [] } });
  expect(await runJson('compliance')).toMatchObject({ exit: 0, document: { percent: 100 } });
  expect(await runJson('kit eject', 'network-policies')).toMatchObject({ exit: 0 });
  expect(existsSync(FILE)).toBe(true);
});

it('exits with 2 for what is not there, and 3 for drift and what lacks the hash', async () => {
  expect(await runJson('kit add', 'no-such-kit')).toMatchObject({ exit: 2, document: { status: 'failed' } });
  expect(await runJson('kit update', 'alerts')).toMatchObject({ exit: 2 });
  expect(await runJson('kit add')).toMatchObject({ exit: 2 });
  await runCommand('kit add', 'network-policies');
  writeFileSync('docs/kits/network-policies.md', 'mine\n');
  expect(await runJson('kit check')).toMatchObject({
    exit: 3,
    document: { status: 'refused', error: { code: 'kit/refused' } },
  });
  expect(await runJson('kit update')).toMatchObject({ exit: 3, document: { written: false } });
  expect(await runJson('compliance')).toMatchObject({ exit: 3, document: { status: 'refused' } });
  expect(await runJson('kit diff')).toMatchObject({ exit: 0, document: { status: 'passed' } });
});

it('tells of a Dockerfile that was there before the kit, and how to review what of the standard it lacks', async () => {
  const path = 'enhanced_agent_bus/Dockerfile';
  const text = 'FROM python:3.13-slim as builder\nRUN pip install --no-cache-dir flask\nCMD python main.py\n';
  mkdirSync('enhanced_agent_bus');
  writeFileSync(path, text);
  const note = `note: ${path} was there before the kit and is yours: \`acgs dockerfile harden ${path}\` shows what it lacks`;
  const added = await runCommand('kit add', 'docker-standard');
  expect(added.stdout.match(/^note:.*/gm)).toEqual([note]);
  expect(readFileSync(path, 'utf8')).toBe(text);
  expect((await runCommand('kit status')).stdout.match(/^note:.*/gm)).toEqual([note]);
  for (const command of ['kit status', 'kit update'])
    expect(await runJson(command)).toMatchObject({ exit: 0, document: { toHarden: [path] } });
  // what is named does show it
  const hardened = await runCommand('dockerfile harden', path);
  expect(hardened).toMatchObject({
    exit: 0,
    stdout: expect.stringContaining('+CMD ["python", "main.py"]') as string,
  });
});
