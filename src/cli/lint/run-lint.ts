import { lint, type LintedText, type LintRequest, type LintRun } from '../../actions/lint.js';
import { ruleInfo } from '../../actions/lint/rule-info.js';
import { chosen } from '../../actions/lint/read-words.js';
import { AcgsError } from '../../model/errors.js';
import { EXIT, type ExitCode } from '../../model/exit-code.js';
import { environment } from '../../system/environment.js';
import { maskSecrets } from '../../dockerfile/mask-secrets.js';
import { type LintedFile } from '../../output/lint/lint-report.js';
import { type LintFormat, LINT_FORMATS } from '../../output/lint/lint-formats.js';
import { renderError } from '../../output/error.js';
import { writeFileAtomic } from '../../system/files.js';
import { redact } from '../../system/redaction.js';
import { type LintArguments } from './parse-lint-arguments.js';
import { layerOfFlags, textOf } from './lint-request.js';

/** What a lint command line leads to: the `--json` document, the text for stdout, the exit code. */
export interface LintOutcome {
  readonly document: () => Promise<object>;
  readonly human: () => string | Promise<string>;
  readonly exit: ExitCode;
}

/**
 * Carries out `acgs dockerfile lint`, for oclif's way and the short one alike. Notes go to stderr.
 * @param version of this acgs
 * @param known what was found out before
 */
export async function runLint(
  args: LintArguments,
  version: () => Promise<string>,
  known: { readonly unconfigured?: boolean } = {},
): Promise<LintOutcome> {
  const { flags, operands } = args;
  const explained = textOf(flags, 'explain');
  if (explained !== undefined) return explain(explained);
  const note = (text: string): void => {
    if (flags['quiet'] !== true) process.stderr.write(`note: ${redact(text)}\n`);
  };
  const config = textOf(flags, 'config');
  const reportedPath = textOf(flags, 'file-path-in-report');
  const [fixes, diffs] = [flags['fix'] === true, flags['diff'] === true];
  if (fixes && diffs)
    throw new AcgsError('usage/invalid', '--fix and --diff contradict each other', {
      next: ['--fix writes the files, --diff only prints what it would change'],
    });
  const request: LintRequest = {
    ...known,
    cwd: process.cwd(),
    env: environment(),
    operands,
    flags: layerOfFlags(flags),
    acgsVersion: version,
    warn: note,
    ...(config === undefined ? {} : { config }),
    ...(reportedPath === undefined ? {} : { reportedPath }),
  };
  const first = await lint(request);
  if (diffs) return printPatch(first);
  const fixed = fixes ? await fixFiles(first, note) : undefined;
  // What was fixed may have brought lines to light that were wrong before: the files themselves are judged again.
  const run = fixed === undefined || fixed.length === 0 ? first : await lint(request);
  tell(run, note);
  const output = textOf(flags, 'output');
  if (output !== undefined) {
    await writeFileAtomic(output, await format(run, version, false));
  }
  const exit = run.unread.length > 0 ? EXIT.failed : run.failing > 0 ? EXIT.refused : EXIT.done;
  return {
    document: async () => ({
      ...(await import('./lint-document.js')).lintDocument(run),
      ...(fixed === undefined ? {} : { fixed }),
    }),
    human: () => (output === undefined ? format(run, version, isColoured(run)) : ''),
    exit,
  };
}

/** Writes what safe fixes make of the files. Returns what was done to each. */
async function fixFiles(run: LintRun, note: (text: string) => void): Promise<object[]> {
  const { fixedTexts, writeFixed } = await import('../../actions/lint/fix-files.js');
  const texts = fixedTexts(run);
  await writeFixed(texts);
  for (const { file, applied } of texts) note(`${file}: fixed ${applied.map(({ rule }) => rule).join(', ')}`);
  return texts.map(({ file, applied }) => ({ file, applied }));
}

/** Ends with 3 when there is something to fix, so that CI can ask. */
async function printPatch(run: LintRun): Promise<LintOutcome> {
  const { fixedTexts, patchOf } = await import('../../actions/lint/fix-files.js');
  const texts = fixedTexts(run);
  const patch = patchOf(texts);
  const fixed = texts.map(({ file, applied }) => ({ file, applied }));
  return {
    document: async () => ({
      ...(await import('./lint-document.js')).lintDocument(run),
      status: texts.length > 0 ? 'refused' : 'passed',
      fixed,
      patch,
    }),
    human: () => patch,
    exit: texts.length > 0 ? EXIT.refused : EXIT.done,
  };
}

async function explain(name: string): Promise<LintOutcome> {
  const { explainRule } = await import('../../actions/lint/explain-rule.js');
  const { rule, page } = explainRule(name);
  return { document: () => Promise.resolve({ rule }), human: () => page, exit: EXIT.done };
}

async function format(run: LintRun, version: () => Promise<string>, colour: boolean): Promise<string> {
  const name = run.settings.format ?? 'tty';
  const formatter = await LINT_FORMATS[chosen(name, Object.keys(LINT_FORMATS) as LintFormat[], 'format')]();
  // Only SARIF names the version: others need not read package.json.
  const named = name === 'sarif' ? await version() : '';
  return formatter({ files: run.files.map(withoutSecrets), rule: ruleInfo, version: named }, { colour });
}

/** What formats show of a file: its secrets masked, and no fix that would write one out. */
function withoutSecrets(linted: LintedText): LintedFile {
  if (linted.secrets.length === 0) return linted;
  const secrets = linted.secrets.map(({ start, end }) => linted.text.slice(start, end));
  const findings = linted.findings.map((finding) => {
    const { fix, ...rest } = { ...finding, fix: finding.fix };
    const tells = fix?.edits.some(({ text }) => secrets.some((secret) => text.includes(secret)));
    return fix === undefined || tells === true ? rest : { ...rest, fix };
  });
  return { ...linted, findings, text: maskSecrets(linted.text, linted.secrets) };
}

function isColoured({ settings }: LintRun): boolean {
  return process.stdout.isTTY && !settings.noColor && process.env['TERM'] !== 'dumb';
}

/** What findings do not say: files that could not be read, and how far the check went. */
function tell(run: LintRun, note: (text: string) => void): void {
  // Plain: colours would cost every run of the linter their loading.
  for (const { error } of run.unread) process.stderr.write(renderError(error, (_colour, text) => text));
  if (run.settings.verbose) {
    for (const file of run.settings.files) note(`configuration: ${file}`);
    if (run.settings.files.length === 0) note('no configuration file, so hadolint’s defaults hold');
    note(`${run.files.length} files, failure threshold ${run.threshold}, ShellCheck ${run.shellcheck}`);
  }
  if (run.shellcheck === 'missing')
    note(
      'ShellCheck is not installed, so its rules (SC…) were not checked; --shellcheck off says that it may',
    );
}
