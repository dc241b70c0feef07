import { describe, expect, it } from 'vitest';
import { LINT_FORMATS, type LintFormat } from '../../../src/output/lint/lint-formats.js';
import { type LintReport, type ReportedFinding } from '../../../src/output/lint/lint-report.js';

const text = 'FROM debian:12\nRUN sudo a\n';
const finding: ReportedFinding = {
  file: 'app/Dockerfile',
  line: 2,
  column: 5,
  endLine: 2,
  endColumn: 9,
  level: 'error',
  code: 'DL3004',
  message: 'no <sudo> & "co"',
  counts: true,
  instructionLine: 2,
};
const advice: ReportedFinding = {
  ...finding,
  level: 'warning',
  code: 'ACGS1001',
  message: 'pin',
  counts: false,
  line: 1,
  column: 6,
  endLine: 1,
  endColumn: 15,
  instructionLine: 1,
};
const report = (...findings: ReportedFinding[]): LintReport => ({
  files: [{ file: 'app/Dockerfile', text, findings }],
  rule: (id) =>
    id === 'DL3004'
      ? {
          id,
          title: 'Do not use sudo',
          why: 'Because.',
          severity: 'error',
          url: 'https://acgs.io/cli/rules/DL3004',
        }
      : undefined,
  version: '1.2.3',
});

async function render(format: LintFormat, ...findings: ReportedFinding[]): Promise<string> {
  return (await LINT_FORMATS[format]())(report(...findings), { colour: false });
}

interface SarifRun {
  tool: { driver: { rules: { id: string; help: { markdown: string } }[] } };
  results: {
    ruleIndex: number;
    level: string;
    locations: { physicalLocation: { region: unknown; artifactLocation: { uri: string } } }[];
    partialFingerprints: Record<string, string>;
  }[];
}

describe('lint formats', () => {
  it('tty underlines the place and leaves out what another finding says', async () => {
    const twin = { ...finding, code: 'Twin', twinOf: 'DL3004' };
    expect(await render('tty', finding, twin)).toBe(
      'app/Dockerfile:2:5 error: no <sudo> & "co" [DL3004 = Twin]\n  RUN sudo a\n      ~~~~\n1 finding\n',
    );
    expect(await render('tty')).toBe('');
    expect(await render('tty', advice)).toContain('1 of them advice');
  });

  it('tty and gnu let no control character through', async () => {
    const evil = { ...finding, message: 'a\u001b[2Jb' };
    expect(await render('tty', evil)).not.toContain('\u001b');
    expect(await render('gnu', evil)).not.toContain('\u001b');
    expect(await render('github', { ...evil, file: 'a,b:c\n' })).toMatch(/file=a%2Cb%3Ac/);
  });

  it('json keeps the six fields of hadolint', async () => {
    const [first] = JSON.parse(await render('json', finding)) as Record<string, unknown>[];
    expect(first).toMatchObject({
      file: 'app/Dockerfile',
      line: 2,
      column: 5,
      level: 'error',
      code: 'DL3004',
      message: 'no <sudo> & "co"',
    });
    expect(JSON.parse(await render('json'))).toEqual([]);
  });

  it('sarif has rules with help, exact regions and stable fingerprints', async () => {
    const { runs } = JSON.parse(await render('sarif', finding, advice)) as { runs: SarifRun[] };
    const [run] = runs;
    expect(run?.tool.driver.rules.map(({ id }) => id)).toEqual(['ACGS1001', 'DL3004']);
    expect(run?.tool.driver.rules[1]?.help.markdown).toContain('Do not use sudo');
    expect(run?.results[0]).toMatchObject({ ruleIndex: 1, level: 'error' });
    expect(run?.results[1]?.level).toBe('note');
    expect(run?.results[0]?.locations[0]?.physicalLocation).toMatchObject({
      artifactLocation: { uri: 'app/Dockerfile' },
      region: { startLine: 2, startColumn: 5, endLine: 2, endColumn: 9 },
    });
    const moved = { ...finding, line: 3, endLine: 3 };
    const later = (await LINT_FORMATS.sarif())(
      { ...report(moved), files: [{ file: 'app/Dockerfile', text: `#\n${text}`, findings: [moved] }] },
      { colour: false },
    );
    const again = JSON.parse(later) as { runs: SarifRun[] };
    expect(again.runs[0]?.results[0]?.partialFingerprints).toEqual(run?.results[0]?.partialFingerprints);
  });

  it('xml formats escape', async () => {
    expect(await render('checkstyle', finding)).toContain('message="no &lt;sudo&gt; &amp; &quot;co&quot;"');
    expect(await render('junit', finding, advice)).toContain('failures="1"');
    expect(await render('junit')).toContain('<testcase name="lint"');
  });

  it('gnu, codacy, codeclimate, gitlab and sonarqube have their shapes', async () => {
    expect(await render('gnu', finding)).toBe(
      'acgs:app/Dockerfile:2.5-2.8: DL3004 error: no <sudo> & "co"\n',
    );
    expect(JSON.parse(await render('codacy', finding))).toEqual({
      filename: 'app/Dockerfile',
      line: 2,
      message: finding.message,
      patternId: 'DL3004',
    });
    expect(JSON.parse((await render('codeclimate', finding)).replace('\0', ''))).toMatchObject({
      check_name: 'DL3004',
      severity: 'blocker',
      location: { path: 'app/Dockerfile', lines: { begin: 2, end: 2 } },
    });
    expect(
      (JSON.parse(await render('gitlab_codeclimate', finding)) as { fingerprint: string }[])[0]?.fingerprint,
    ).toMatch(/^[0-9a-f]{64}$/);
    expect(JSON.parse(await render('sonarqube', finding))).toMatchObject({
      issues: [
        {
          ruleId: 'DL3004',
          severity: 'CRITICAL',
          primaryLocation: { textRange: { startLine: 2, startColumn: 4, endColumn: 8 } },
        },
      ],
    });
  });

  it('github annotates with the exact place', async () => {
    expect(await render('github', finding)).toBe(
      '::error file=app/Dockerfile,line=2,endLine=2,col=5,endColumn=9,title=DL3004::no <sudo> & "co"\n',
    );
    expect(await render('github', advice)).toMatch(/^::notice /);
  });
});
