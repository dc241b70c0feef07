import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { lintDockerfile } from '../../src/dockerfile/lint.js';
import { parseDockerfile } from '../../src/dockerfile/parse/parse-dockerfile.js';
import { ALL_RULES } from '../../src/dockerfile/rules/all-rules.js';
import {
  shellcheckArguments,
  shellcheckFindings,
  shellcheckScripts,
} from '../../src/dockerfile/shellcheck.js';
import { bench } from '../bench/bench.js';
import { runProgram } from '../bench/run.js';
import { scratchFolder } from '../bench/scratch.js';
import { DIFFERENCES } from './oracle-differences.js';

const fixtures = new URL('fixtures/', import.meta.url).pathname;
const dockerfiles = [
  ...ALL_RULES.flatMap(({ bad, good }) => [...bad, ...good]).filter((example) => typeof example === 'string'),
  ...readdirSync(fixtures).map((name) => readFileSync(join(fixtures, name), 'utf8')),
];

interface HadolintFinding {
  readonly code: string;
  readonly line: number;
  readonly file: string;
}

/** `CODE@line` of everything that hadolint finds, by index of the Dockerfile. */
async function oracle(): Promise<ReadonlyMap<number, readonly string[]>> {
  using scratch = scratchFolder(Object.fromEntries(dockerfiles.map((text, index) => [`${index}`, text])));
  const result = new Map<number, string[]>();
  const run = async (names: readonly string[]): Promise<void> => {
    const { stdout } = await runProgram(bench().tools.hadolint, ['-f', 'json', ...names], {
      cwd: scratch.folder,
    });
    if (stdout === '' && names.length > 1) {
      // It crashed on one of them, and then says nothing about any.
      const half = Math.ceil(names.length / 2);
      await run(names.slice(0, half));
      await run(names.slice(half));
      return;
    }
    const findings =
      stdout === ''
        ? names.map((file) => ({ code: 'DL1000', line: 1, file }))
        : (JSON.parse(stdout) as HadolintFinding[]);
    for (const name of names) result.set(Number(name), []);
    for (const { code, line, file } of findings) result.get(Number(file))?.push(`${code}@${line}`);
  };
  await run(dockerfiles.map((_, index) => `${index}`));
  return result;
}

describe('hadolint 2.15 as the oracle, on our own Dockerfiles', () => {
  it('the same DL codes at the same instructions, or a difference with a reason', async () => {
    const theirs = await oracle();
    const unexplained: string[] = [];
    for (const [index, text] of dockerfiles.entries()) {
      const hadolint = new Set((theirs.get(index) ?? []).filter((item) => item.startsWith('DL')));
      if ([...hadolint].some((item) => item.startsWith('DL1000'))) continue;
      const ours = new Set(
        lintDockerfile(text, { ownRules: 'off' }).findings.map(
          ({ code, instructionLine }) => `${code}@${instructionLine}`,
        ),
      );
      const note = (item: string, only: 'acgs' | 'hadolint'): void => {
        const code = item.split('@')[0];
        const known = DIFFERENCES.some(
          (difference) => difference.code === code && difference.only === only && difference.shows(text),
        );
        if (!known) unexplained.push(`${item} only ${only}: ${JSON.stringify(text)}`);
      };
      for (const item of ours) if (!hadolint.has(item)) note(item, 'acgs');
      for (const item of hadolint) if (!ours.has(item)) note(item, 'hadolint');
    }
    expect(unexplained).toEqual([]);
    expect(dockerfiles.length).toBeGreaterThan(250);
  });

  it('every ShellCheck code that hadolint reports (it keeps one for an instruction, acgs all)', async () => {
    const theirs = await oracle();
    const wrong: string[] = [];
    let compared = 0;
    for (const [index, text] of dockerfiles.entries()) {
      const hadolint = new Set((theirs.get(index) ?? []).filter((item) => item.startsWith('SC')));
      if (theirs.get(index)?.some((item) => item.startsWith('DL1000')) === true || hadolint.size === 0)
        continue;
      // A flag that hadolint does not know is part of the script to it.
      if (/--mounts/.test(text)) continue;
      const foreign = [];
      for (const script of shellcheckScripts(parseDockerfile(text))) {
        const { stdout } = await runProgram(bench().tools.shellcheck, [...shellcheckArguments(script), '-'], {
          input: script.text,
        });
        foreign.push(...shellcheckFindings(script, stdout));
      }
      const ours = new Set(
        lintDockerfile(text, { ownRules: 'off', foreign })
          .findings.filter(({ code }) => code.startsWith('SC'))
          .map(({ code, instructionLine }) => `${code}@${instructionLine}`),
      );
      compared += hadolint.size;
      for (const item of hadolint) if (!ours.has(item)) wrong.push(`${item}: ${JSON.stringify(text)}`);
    }
    expect(compared).toBeGreaterThan(5);
    expect(wrong).toEqual([]);
  });
});
