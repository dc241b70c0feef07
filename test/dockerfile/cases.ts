import { spawnSync } from 'node:child_process';
import { readHadolintConfig } from '../../src/dockerfile/hadolint-config.js';
import { type LintOptions } from '../../src/dockerfile/lint-options.js';
import { lintDockerfile } from '../../src/dockerfile/lint.js';
import { parseDockerfile } from '../../src/dockerfile/parse/parse-dockerfile.js';
import {
  shellcheckArguments,
  shellcheckFindings,
  shellcheckScripts,
} from '../../src/dockerfile/shellcheck.js';

/** A row of dockerfile-lint-sample.jsonl. */
export interface HadolintCase {
  readonly rule: string;
  readonly dockerfile: string;
  readonly expected: boolean;
  readonly config: Record<string, unknown>;
  readonly count: number | null;
}

/** A row of buildkit-check-sample.jsonl. */
export interface BuildkitCase {
  readonly dockerfile: string;
  readonly dockerignore: string | null;
  readonly build_args: Record<string, string>;
  readonly warnings: readonly {
    readonly rule: string;
    readonly line: number;
    readonly detail: string | null;
  }[];
  readonly lines_exact: boolean;
  readonly func: string;
}

interface Tally {
  must: number;
  mustHit: number;
  mustNot: number;
  mustNotHit: number;
}

export interface Score {
  readonly rules: ReadonlyMap<string, Tally>;
  readonly failures: readonly string[];
}

/** Runs all cases; `shellcheck` is the program that those about shell code are judged with. */
export function measure(
  hadolint: readonly HadolintCase[],
  buildkit: readonly BuildkitCase[],
  shellcheck: string,
): Score {
  const rules = new Map<string, Tally>();
  const failures: string[] = [];
  const note = (rule: string, must: boolean, right: boolean, what: string): void => {
    const tally = rules.get(rule) ?? { must: 0, mustHit: 0, mustNot: 0, mustNotHit: 0 };
    rules.set(rule, tally);
    tally[must ? 'must' : 'mustNot']++;
    if (right) tally[must ? 'mustHit' : 'mustNotHit']++;
    else failures.push(`${rule} ${must ? 'must fire' : 'must stay silent'}: ${what}`);
  };
  for (const item of hadolint) {
    const isShell = item.rule === 'SC' || item.rule === 'ANY';
    const { options } = readHadolintConfig(item.config);
    const severities: LintOptions['severities'] = {
      ...options.severities,
      ...(/^DL/.test(item.rule) ? { [item.rule]: options.severities?.[item.rule] ?? 'warning' } : {}),
    };
    const foreign = isShell ? runShellcheck(shellcheck, item.dockerfile) : [];
    const found = lintDockerfile(item.dockerfile, { ...options, severities, foreign }).findings.filter(
      ({ code }) =>
        item.rule === 'ANY'
          ? /^(DL|SC)/.test(code)
          : item.rule === 'SC'
            ? code.startsWith('SC')
            : code === item.rule,
    );
    const right = item.count === null ? found.length > 0 === item.expected : found.length === item.count;
    note(
      item.rule,
      item.expected,
      right,
      `${JSON.stringify(item.dockerfile)} ${JSON.stringify(item.config)} got ${found.length}${item.rule === 'ANY' ? ` ${found.map(({ code }) => code).join()}` : ''}`,
    );
  }
  for (const item of buildkit) {
    const check = item.build_args['BUILDKIT_DOCKERFILE_CHECK'];
    const result = lintDockerfile(item.dockerfile, {
      buildArgs: item.build_args,
      dockerignore: item.dockerignore,
      ...(check === undefined ? {} : { check }),
    });
    const { instructions, lines } = parseDockerfile(item.dockerfile);
    const lastLineOf = new Map(
      instructions.map(({ keywordSpan, codeSpan }) => [
        lines.positionAt(keywordSpan.start).line,
        lines.positionAt(codeSpan.end).line,
      ]),
    );
    const got = result.findings.filter(({ code }) => /^[A-Z][a-z]|^JSON/.test(code));
    const matches = (finding: (typeof got)[number], rule: string, line: number): boolean =>
      finding.code === rule &&
      (!item.lines_exact ||
        (line >= finding.instructionLine &&
          line <= (lastLineOf.get(finding.instructionLine) ?? finding.instructionLine)));
    for (const { rule, line } of item.warnings) {
      const at = got.findIndex((finding) => matches(finding, rule, line));
      if (at !== -1) got.splice(at, 1);
      note(rule, true, at !== -1, `${item.func} line ${line} ${JSON.stringify(item.dockerfile)}`);
    }
    const extra = got.map(({ code, line }) => `${code}:${line}`).join();
    if (item.warnings.length === 0)
      note(
        item.func.replace(/^test/, 'clean: '),
        false,
        got.length === 0,
        `${extra} ${JSON.stringify(item.dockerfile)}`,
      );
    else
      for (const { code } of got)
        note(code, false, false, `${item.func} ${extra} ${JSON.stringify(item.dockerfile)}`);
  }
  return { rules, failures };
}

/** The score as a table. */
export function report(score: Score, all: boolean): string {
  const lines = ['rule                            must        must not'];
  let total = { must: 0, mustHit: 0, mustNot: 0, mustNotHit: 0 };
  for (const [rule, tally] of [...score.rules].sort(([a], [b]) => (a < b ? -1 : 1))) {
    lines.push(
      `${rule.padEnd(30)}  ${`${tally.mustHit}/${tally.must}`.padEnd(10)}  ${tally.mustNotHit}/${tally.mustNot}`,
    );
    total = {
      must: total.must + tally.must,
      mustHit: total.mustHit + tally.mustHit,
      mustNot: total.mustNot + tally.mustNot,
      mustNotHit: total.mustNotHit + tally.mustNotHit,
    };
  }
  const percent = (hit: number, of: number): string =>
    `${hit}/${of} (${of === 0 ? '–' : `${((100 * hit) / of).toFixed(1)} %`})`;
  lines.push(
    '',
    `recall (must fire)        ${percent(total.mustHit, total.must)}`,
    `specificity (must not)    ${percent(total.mustNotHit, total.mustNot)}`,
  );
  const shown = all ? score.failures : score.failures.slice(0, 40);
  lines.push(
    '',
    ...shown,
    ...(shown.length < score.failures.length
      ? [`… and ${score.failures.length - shown.length} more (--all)`]
      : []),
  );
  return lines.join('\n');
}

function runShellcheck(program: string, text: string): NonNullable<LintOptions['foreign']> {
  const dockerfile = parseDockerfile(text);
  return shellcheckScripts(dockerfile).flatMap((script) => {
    const { stdout, error } = spawnSync(program, [...shellcheckArguments(script), '-'], {
      input: script.text,
      encoding: 'utf8',
    });
    if (error !== undefined) throw error;
    return shellcheckFindings(script, stdout);
  });
}
